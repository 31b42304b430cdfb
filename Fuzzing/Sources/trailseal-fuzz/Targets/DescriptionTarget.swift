import SlowParsers
import TrailSealControls
import TrailSealPrimitives

/// Trail descriptions, and the seven controls judged by them.
enum DescriptionTarget: FuzzTarget {
    static let name = "description"
    static let words =
        [
            "accountId", "capturedAt", "DescribeTrails", "trailList", "trails", "buckets",
            "GetAccountPublicAccessBlock",
            "GetTrailStatus", "GetEventSelectors", "EventSelectors", "AdvancedEventSelectors", "FieldSelectors",
            "Field",
            "Equals", "NotEquals", "GetBucketPolicy", "Policy", "GetBucketAcl", "Grants", "Grantee", "URI",
            "Permission",
            "GetBucketLogging", "LoggingEnabled", "TargetBucket", "GetPublicAccessBlock", "Error", "Code", "TrailARN",
            "S3BucketName", "IsMultiRegionTrail", "KmsKeyId", "IsLogging", "PublicAccessBlockConfiguration",
            "GetBucketPolicyStatus", "PolicyStatus", "IsPublic", "HomeRegion",
        ].map { "\"\($0)\":" } + ["true", "false", "null", "\"\"", "\"AccessDenied\"", "{}", "[]", "},{"]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        vectors.files("controls/", ".json").filter { !$0.path.hasSuffix("case.json") && $0.bytes.count < 8_192 }.map(
            \.bytes)
    }

    static func run(_ bytes: [UInt8]) {
        guard let descriptions = try? TrailDescriptionDecoder.decode(bytes) else { return }
        // Several values in a row aren't one JSON text, so they aren't compared.
        if ![0xEF, 0xFE, 0xFF].contains(bytes[0]), let slow = SlowJSON.parse(bytes, depth: 512, halfPairs: true) {
            require(!slow.doublesAMember, "only JSON without a doubled member is read")
        }
        let accounts = DescriptionMerge.united(descriptions)
        guard let description = accounts.first else { return }
        let results = ControlEvaluation.evaluate(description)
        require(results.controls.map(\.id) == ControlID.allCases, "seven results, in order")
        if let again = try? TrailDescriptionDecoder.decode(bytes), let one = DescriptionMerge.united(again).first {
            require(words(ControlEvaluation.evaluate(one)) == words(results), "one judgement of an input")
        }
        for control in results.controls {
            require(!control.reason.isEmpty, "a result has a reason")
            require(control.resources.allSatisfy { !$0.reason.isEmpty }, "so has each of its parts")
        }
        // Reading the same file twice must not change anything.
        let united = DescriptionMerge.united(descriptions + descriptions)
        require(united.count == accounts.count, "one description for each account")
        require(
            united.first.map { ControlEvaluation.evaluate($0).controls.map(\.status) }
                == results.controls.map(\.status),
            "a description given twice is judged like one")
    }

    private static func words(_ results: AccountControls) -> [String] {
        results.controls.map { "\($0.id) \($0.status) \($0.reason) \($0.notes) \($0.resources)" }
    }
}
