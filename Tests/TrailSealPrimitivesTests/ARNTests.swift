import Testing
import TrailSealPrimitives

@Suite struct ARNTests {
    @Test func parts() throws {
        let arn = try #require(ARN("arn:aws-cn:logs:cn-north-1:111122223333:log-group:trail:*"))
        #expect(arn.partition == "aws-cn")
        #expect(arn.service == "logs")
        #expect(arn.region == "cn-north-1")
        #expect(arn.accountID == "111122223333")
        #expect(arn.resource == "log-group:trail:*")
        #expect(arn.resource(after: "log-group:") == "trail:*")
        #expect(arn.resource(after: "key/") == nil)
    }

    @Test func emptyParts() throws {
        let arn = try #require(ARN("arn:aws:s3:::bucket/key"))
        #expect(arn.region.isEmpty && arn.accountID.isEmpty)
        #expect(arn.resource == "bucket/key")
    }

    @Test(arguments: ["", "arn", "arn:aws:s3::bucket", "urn:aws:s3:::bucket", " arn:aws:s3:::bucket"])
    func otherTexts(_ text: String) { #expect(ARN(text) == nil) }
}
