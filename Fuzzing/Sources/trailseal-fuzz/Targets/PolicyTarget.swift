import SlowParsers
import TrailSealControls

/// Bucket policies, through the only control that reads them.
enum PolicyTarget: FuzzTarget {
    static let name = "policy"
    static let words = [
        "\"Statement\":", "\"Effect\":\"Allow\"", "\"Effect\":\"Deny\"", "\"Principal\":\"*\"", "\"NotPrincipal\":",
        "\"Principal\":{\"AWS\":", "\"Service\":", "\"CanonicalUser\":", "\"Federated\":", "\"Condition\":", "{}", "[]",
        "\"StringEquals\":", "\"ForAnyValue:StringLike\":", "\"IpAddress\":", "\"Null\":", "\"aws:SourceArn\":",
        "\"aws:SourceIp\":", "\"aws:SourceAccount\":", "\"aws:PrincipalOrgID\":", "\"s3:DataAccessPointArn\":", "${",
        "10.0.0.0/8", "::/0", "0.0.0.0/0", "arn:aws:s3:us-east-1:111122223333:accesspoint/*", "*", "?",
    ]

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        let descriptions = vectors.files("controls/", ".json").compactMap { SlowJSON.parse($0.bytes, depth: 64) }
        let policies = descriptions.flatMap { description in
            description["buckets"]?.members?.compactMap { $0.value["GetBucketPolicy"]?["Policy"]?.text } ?? []
        }
        return Array(Set(policies)).sorted { $0.lexicographicallyPrecedes($1) }
    }

    static func run(_ bytes: [UInt8]) {
        let policy = String(decoding: bytes, as: UTF8.self)
        guard let status = status(policy) else { return require(false, "a description holds any policy") }
        require(Self.status(policy) == status, "one judgement of a policy")
        let text = policy.utf8.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(policy.utf8.dropFirst(3)) : Array(policy.utf8)
        let slow = SlowJSON.parse(text, depth: 512, halfPairs: true)
        guard let slow, !slow.doublesAMember else {
            return require(status != .passed || policy.isEmpty, "what is no policy does not pass")
        }
        let statements = slow["Statement"]?.items ?? [slow["Statement"]].compactMap(\.self)
        if statements.contains(where: isOpenToAll) { require(status == .failed, "a policy for everybody fails") }
        if status == .passed {
            require(statements.allSatisfy { $0["Effect"]?.text != nil }, "what passes is understood")
        }
    }

    private static func isOpenToAll(_ statement: SlowJSON) -> Bool {
        func isEverybody(_ value: SlowJSON?) -> Bool {
            value?.text == [UInt8(ascii: "*")] || (value?.items?.contains { isEverybody($0) } ?? false)
        }
        let names: Set = [
            "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource",
        ]
        return statement["Effect"]?.text == Array("Allow".utf8)
            && (statement.members ?? []).allSatisfy { names.contains(String(decoding: $0.name, as: UTF8.self)) }
            && (statement["NotPrincipal"] != nil || isEverybody(statement["Principal"])
                || isEverybody(statement["Principal"]?["AWS"]) || statement["Principal"] == nil)
    }

    /// The result of CloudTrail.6 for a bucket that is private except for this policy.
    private static func status(_ policy: String) -> ControlStatus? {
        let document = """
            {"accountId":"111122223333","DescribeTrails":{"trailList":[{"Name":"t","S3BucketName":"logs",
            "TrailARN":"arn:aws:cloudtrail:us-east-1:111122223333:trail/t","HomeRegion":"us-east-1"}]},
            "buckets":{"logs":{"GetBucketAcl":{"Grants":[]},"GetPublicAccessBlock":{"PublicAccessBlockConfiguration":{}},
            "GetBucketPolicy":{"Policy":\(quoted(policy))}}},
            "GetAccountPublicAccessBlock":{"PublicAccessBlockConfiguration":{}}}
            """
        let descriptions = try? TrailDescriptionDecoder.decode(Array(document.utf8))
        return descriptions.map(DescriptionMerge.united)?.first.flatMap { description in
            ControlEvaluation.evaluate(description).controls.first { $0.id == .cloudTrail6 }?.status
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
