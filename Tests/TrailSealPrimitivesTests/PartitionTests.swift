import Testing
import TrailSealPrimitives

/// The partition of a Region, as ARNs name it.
@Suite struct PartitionTests {
    /// One Region of each partition, and names that begin almost like another partition's.
    @Test(arguments: [
        ("us-east-1", "aws"), ("eu-central-1", "aws"), ("us-gov-west-1", "aws-us-gov"), ("cn-north-1", "aws-cn"),
        ("us-iso-east-1", "aws-iso"), ("us-isob-east-1", "aws-iso-b"), ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-south-1", "aws-iso-f"), ("eusc-de-east-1", "aws-eusc"), ("eu-west-1", "aws"), ("", "aws"),
    ]) func isNamedByTheBeginning(region: String, partition: String) {
        #expect(Partition.of(region: region) == partition)
    }
}
