internal import TrailSealFormat
internal import TrailSealPrimitives

/// Reads the answers about a log bucket.
enum BucketMembers {
    /// The calls whose answers a description may have.
    static let calls: KnownMembers = [
        "GetPublicAccessBlock", "GetBucketPolicyStatus", "GetBucketPolicy", "GetBucketAcl", "GetBucketLogging",
    ]
    /// The settings of a public access block.
    static let blocks: [ByteString] = [
        "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
    ]
    private static let blockAnswer: KnownMembers = ["PublicAccessBlockConfiguration", "Error"]
    private static let blockSettings = KnownMembers(blocks)
    private static let statusAnswer: KnownMembers = ["PolicyStatus", "Error"]
    private static let policyStatus: KnownMembers = ["IsPublic"]
    private static let policyAnswer: KnownMembers = ["Policy", "Error"]
    private static let listAnswer: KnownMembers = ["Owner", "Grants", "Error"]
    private static let granteeMembers: [ByteString] = ["Type", "ID", "DisplayName", "EmailAddress", "URI"]
    private static let grantee = KnownMembers(granteeMembers)
    private static let grant = KnownMembers(
        ["Grantee", "Permission"], around: granteeMembers, at: "GetBucketAcl.Grants[].Grantee")
    private static let loggingAnswer: KnownMembers = ["LoggingEnabled", "Error"]
    private static let logging: KnownMembers = [
        "TargetBucket", "TargetGrants", "TargetPrefix", "TargetObjectKeyFormat",
    ]

    /// Reads the answers about the bucket `name`.
    static func bucket(
        _ name: ByteString, _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> DescribedBucket {
        var bucket = DescribedBucket()
        bucket.publicAccessBlock = try publicAccessBlock(members, "GetPublicAccessBlock")
        bucket.policyStatus = try members.answer("GetBucketPolicyStatus", known: statusAnswer) {
            (answer) throws(TrailDescriptionError) in
            try answer.members("PolicyStatus", known: policyStatus)?.flag("IsPublic")
        }
        bucket.policy = try members.answer("GetBucketPolicy", known: policyAnswer) {
            (answer) throws(TrailDescriptionError) in
            let text = try answer.text("Policy")
            return text.isEmpty ? nil : text
        }
        // The only answer about a bucket that names its bucket.
        if let text = bucket.policy.payload, let other = BucketPolicyAnalysis.bucket(of: text, unless: name) {
            bucket.policy = .misfiled(subject: other)
        }
        bucket.grants = try members.answer("GetBucketAcl", known: listAnswer) {
            (answer) throws(TrailDescriptionError) in
            try answer.list("Grants", known: grant, grantee)
        }
        bucket.loggingTarget = try members.answer("GetBucketLogging", known: loggingAnswer, target)
        return bucket
    }

    private static func grantee(_ grant: DescriptionMembers) throws(TrailDescriptionError) -> DescribedBucket.Grant {
        let permission = try grant.text("Permission")
        guard let members = try grant.members("Grantee", known: grantee) else {
            return DescribedBucket.Grant(grantee: .unknown, permission: permission)
        }
        let uri = try members.text("URI")
        let names = [try members.text("ID"), try members.text("EmailAddress"), try members.text("DisplayName")]
        let isPerson = try members.text("Type") != "Group" && names.contains { !$0.isEmpty }
        return DescribedBucket.Grant(
            grantee: !uri.isEmpty ? .group(uri) : isPerson ? .person : .unknown, permission: permission)
    }

    /// Reads the bucket that receives access logs. An empty answer is how AWS says that logging is off. An answer
    /// with unknown members says nothing.
    private static func target(_ answer: DescriptionMembers) throws(TrailDescriptionError) -> String? {
        guard let enabled = try answer.members("LoggingEnabled", known: logging) else {
            return answer.isUnderstood ? "" : nil
        }
        guard let target = try enabled.word("TargetBucket") else { return nil }
        return target.isEmpty && !enabled.isUnderstood ? nil : target
    }

    /// Reads a public access block of S3 or S3 Control, which have the same shape. The error that there is no
    /// configuration means that all four settings are off (CONTROL-1).
    static func publicAccessBlock(
        _ members: DescriptionMembers, _ name: ByteString
    ) throws(TrailDescriptionError) -> Answer<PublicAccessBlock> {
        let answer = try members.answer(name, known: blockAnswer) {
            (answer) throws(TrailDescriptionError) -> PublicAccessBlock? in
            let settings = try answer.members("PublicAccessBlockConfiguration", known: blockSettings)
            guard let settings else { return nil }
            return PublicAccessBlock(
                ignoresPublicACLs: try settings.flag("IgnorePublicAcls"),
                restrictsPublicBuckets: try settings.flag("RestrictPublicBuckets"))
        }
        return answer.errorCode == "NoSuchPublicAccessBlockConfiguration" ? .payload(.none) : answer
    }
}
