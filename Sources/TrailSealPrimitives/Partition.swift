/// Finds the partition of a Region.
package enum Partition {
    /// Returns the partition as ARNs name it, for example `aws-cn`.
    package static func of(region: String) -> String {
        for (prefix, name) in [
            ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"), ("us-isof-", "aws-iso-f"),
            ("eu-isoe-", "aws-iso-e"), ("us-iso-", "aws-iso"), ("eusc-", "aws-eusc"),
        ] where region.hasPrefix(prefix) { return name }
        return "aws"
    }
}
