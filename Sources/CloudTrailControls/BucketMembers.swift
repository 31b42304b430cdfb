internal import CloudTrailFormat
internal import Primitives

/// Reads what describes a log bucket.
enum BucketMembers {
    static let calls: Set<ByteString> = [
        "GetPublicAccessBlock", "GetBucketPolicyStatus", "GetBucketPolicy", "GetBucketAcl", "GetBucketLogging",
    ]

    static func bucket(_ members: DescriptionMembers) throws(TrailDescriptionError) -> DescribedBucket {
        var bucket = DescribedBucket()
        bucket.publicAccessBlock = try publicAccessBlock(members, "GetPublicAccessBlock")
        bucket.policyStatus = try members.answer("GetBucketPolicyStatus", known: ["PolicyStatus"]) {
            (answer) throws(TrailDescriptionError) in
            try answer.members("PolicyStatus", known: ["IsPublic"])?.flag("IsPublic")
        }
        bucket.policy = try members.answer("GetBucketPolicy", known: ["Policy"]) {
            (answer) throws(TrailDescriptionError) in try answer.text("Policy")
        }
        bucket.grants = try members.answer("GetBucketAcl", known: ["Owner", "Grants"]) {
            (answer) throws(TrailDescriptionError) in
            try answer.list("Grants", known: ["Grantee", "Permission"]) { (grant) throws(TrailDescriptionError) in
                let grantee = try grant.members(
                    "Grantee", known: ["Type", "ID", "DisplayName", "EmailAddress", "URI"])
                return DescribedBucket.Grant(
                    groupURI: try grantee?.text("URI") ?? "", permission: try grant.text("Permission"))
            }
        }
        bucket.loggingTarget = try members.answer("GetBucketLogging", known: ["LoggingEnabled"]) {
            (answer) throws(TrailDescriptionError) in
            try answer.members(
                "LoggingEnabled", known: ["TargetBucket", "TargetGrants", "TargetPrefix", "TargetObjectKeyFormat"]
            )?.text("TargetBucket") ?? ""
        }
        return bucket
    }

    /// S3 and S3 Control give the same shape. That no configuration exists is an answer too: all four are off.
    static func publicAccessBlock(
        _ members: DescriptionMembers, _ name: ByteString
    ) throws(TrailDescriptionError) -> Answer<PublicAccessBlock> {
        let answer = try members.answer(name, known: ["PublicAccessBlockConfiguration"]) {
            (answer) throws(TrailDescriptionError) -> PublicAccessBlock in
            let settings = try answer.members(
                "PublicAccessBlockConfiguration",
                known: ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"])
            guard let settings else { return .none }
            return PublicAccessBlock(
                ignoresPublicACLs: try settings.flag("IgnorePublicAcls") ?? false,
                restrictsPublicBuckets: try settings.flag("RestrictPublicBuckets") ?? false,
                blocksPublicACLs: try settings.flag("BlockPublicAcls") ?? false,
                blocksPublicPolicy: try settings.flag("BlockPublicPolicy") ?? false)
        }
        return answer.errorCode == "NoSuchPublicAccessBlockConfiguration" ? .payload(.none) : answer
    }
}
