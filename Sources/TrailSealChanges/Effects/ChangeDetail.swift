internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives

/// What a record says about settings, as far as its effect and the controls need it.
enum ChangeDetail: Sendable {
    /// `CreateTrail` and `UpdateTrail`: what was asked for, and what the record tells about the settings after the event.
    case settings(request: TrailSettings?, given: TrailSettings)
    /// `PutEventSelectors`.
    case selectors(ManagementEventCoverage.Share)
    /// `PutBucketPolicy` and `DeleteBucketPolicy`: whether the policy is public. Nil if it can't be decided.
    case policy(isPublic: Bool?, words: String)
    /// `PutBucketAcl`: whether a grant is public. Nil if it can't be decided.
    case accessControlList(isPublic: Bool?)
    /// A public access block, of a bucket or an account. Nil if the record doesn't say.
    case block(PublicAccess?, words: String)
    /// `PutBucketLogging`: the bucket that gets the access logs. Empty if there is none, nil if the record doesn't say.
    case accessLogging(target: String?)
    /// `PutRetentionPolicy`: in days.
    case retention(Int?)
    /// Anything whose effect is the same whatever was before.
    case fixed(String)

    /// The two settings of a public access block that protect (CONTROL-17).
    struct PublicAccess: Sendable {
        var ignoresACLs: Bool
        var restrictsPolicies: Bool
    }

    /// The bytes of its texts.
    var size: Int {
        switch self {
        case .settings(let request, let given): (request?.size ?? 0) + given.size
        case .policy(_, let words), .block(_, let words), .fixed(let words): words.utf8.count
        case .accessLogging(let target): target?.utf8.count ?? 0
        case .selectors, .accessControlList, .retention: 0
        }
    }

    /// Reads what a record says.
    init(_ kind: ChangeKind, _ request: RecordMembers, _ response: RecordMembers) {
        switch kind {
        case .createTrail, .updateTrail:
            let asked = TrailSettings(request: request)
            self = .settings(
                request: request.isObject ? asked : nil, given: TrailSettings(response: response, asked))
        case .putEventSelectors:
            // The response holds the selectors after the event.
            let holder = ["eventSelectors", "advancedEventSelectors"].contains { !response.elements($0).isEmpty }
            self = .selectors(ManagementEventCoverage.share(of: RecordedSelectors.read(holder ? response : request)))
        case .putBucketPolicy: self = RecordedPolicy.read(request["bucketPolicy"].value)
        case .deleteBucketPolicy: self = .policy(isPublic: false, words: "bucket policy deleted")
        case .putBucketAcl: self = .accessControlList(isPublic: RecordedGrants.arePublic(request))
        case .putBucketPublicAccessBlock: self = Self.block(request, "public access block")
        case .putAccountPublicAccessBlock: self = Self.block(request, "account's public access block")
        case .deleteBucketPublicAccessBlock: self = Self.noBlock("public access block removed")
        case .deleteAccountPublicAccessBlock: self = Self.noBlock("account's public access block removed")
        case .putBucketLogging:
            self = .accessLogging(target: Self.accessLoggingTarget(request["BucketLoggingStatus"]))
        case .putRetentionPolicy: self = .retention(request.count("retentionInDays"))
        case .scheduleKeyDeletion: self = .fixed(Self.keyDeletion(request, response))
        default: self = .fixed(Self.words(kind, request))
        }
    }

    /// Returns the bucket that gets the access logs. Empty if there is none, nil if the record doesn't say.
    private static func accessLoggingTarget(_ status: RecordMembers) -> String? {
        let enabled = status["LoggingEnabled"]
        if enabled.isObject { return enabled.name("TargetBucket") }
        if case .string("")? = status.value { return "" }
        // A status without the member has at most the name space of its XML.
        let names: Set<ByteString> = ["LoggingEnabled", "xmlns"]
        guard let members = status.value?.object, members.keys.allSatisfy(names.contains),
            status.lacks("LoggingEnabled") || enabled.value?.string == ""
        else { return nil }
        return ""
    }

    private static let blockNames = [
        "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets",
    ]

    private static func block(_ request: RecordMembers, _ subject: String) -> ChangeDetail {
        let block = request["PublicAccessBlockConfiguration"]
        // What a request leaves out is off. What can't be read is unknown.
        guard block.isObject,
            blockNames.allSatisfy({ block.lacks(ByteString($0)) || block.flag(ByteString($0)) != nil })
        else { return .block(nil, words: subject + " replaced") }
        let off = blockNames.filter { block.flag(ByteString($0)) != true }
        return .block(
            PublicAccess(
                ignoresACLs: !off.contains("IgnorePublicAcls"),
                restrictsPolicies: !off.contains("RestrictPublicBuckets")),
            words: subject + (off.isEmpty ? ": all on" : ": off: " + off.joined(separator: ", ")))
    }

    private static func noBlock(_ words: String) -> ChangeDetail {
        .block(PublicAccess(ignoresACLs: false, restrictsPolicies: false), words: words)
    }

    /// The days after which AWS deletes a key if the request doesn't say (KMS API Reference, "ScheduleKeyDeletion").
    private static let keyDeletionDays = 30

    private static func keyDeletion(_ request: RecordMembers, _ response: RecordMembers) -> String {
        let window: ByteString = "pendingWindowInDays"
        let isDefault = request.isObject && request[window].value == nil
        let given = response.count(window) ?? request.count(window) ?? (isDefault ? keyDeletionDays : nil)
        return "KMS key will be deleted" + (given.map { " in " + days($0) } ?? ", after a time that isn't known")
    }

    /// Returns the words for an event whose effect doesn't depend on what was before.
    private static func words(_ kind: ChangeKind, _ request: RecordMembers) -> String {
        func account() -> String { "account \(request.text("accountId") ?? "unknown")" }
        return switch kind {
        case .deleteTrail: "trail deleted"
        case .startLogging: "logging started"
        case .stopLogging: "logging stopped"
        case .putBucketLifecycle: lifecycle(request)
        case .deleteBucketLifecycle: "lifecycle rules deleted"
        case .putBucketVersioning:
            switch request["VersioningConfiguration"].text("Status") {
            case "Enabled": "versioning enabled"
            case "Suspended": "versioning suspended"
            default: "versioning changed"
            }
        case .putBucketReplication: "replication rules replaced"
        case .deleteBucketReplication: "replication rules deleted"
        case .putBucketObjectLockConfiguration, .putObjectLockConfiguration: "object lock configuration replaced"
        case .putBucketEncryption: "default encryption replaced"
        case .deleteBucketEncryption: "default encryption removed"
        case .deleteBucket: "bucket deleted"
        case .deleteObject: request.text("versionId") == nil ? "object deleted" : "version of an object deleted"
        case .deleteObjects: "objects deleted; the record does not name them"
        case .putObject, .completeMultipartUpload: "object written, not by CloudTrail"
        case .copyObject: "object copied here, not by CloudTrail"
        case .putObjectAcl: "access control list of an object replaced"
        case .restoreObject: "object restored from an archive class"
        case .disableKey: "KMS key disabled"
        case .enableKey: "KMS key enabled"
        case .cancelKeyDeletion: "deletion of the KMS key cancelled"
        case .putKeyPolicy: "key policy replaced"
        case .deleteLogGroup: "log group deleted"
        case .deleteLogStream: "log stream deleted"
        case .deleteRetentionPolicy: "log group keeps events without a limit"
        case .disableAWSServiceAccess: "CloudTrail's access to the organization disabled"
        case .removeAccountFromOrganization: account() + " removed from the organization"
        case .leaveOrganization: "account left the organization"
        case .deregisterDelegatedAdministrator: account() + " is no longer CloudTrail's delegated administrator"
        // The others have a detail of their own, or an effect that depends on what was before.
        default: kind.rawValue
        }
    }

    /// Returns a number of days in words.
    static func days(_ count: Int) -> String { count == 1 ? "1 day" : "\(count) days" }

    private static func lifecycle(_ request: RecordMembers) -> String {
        let rules = request["LifecycleConfiguration"].elements("Rule").filter { $0.text("Status") == "Enabled" }
        func least(_ rules: [RecordMembers]) -> Int? { rules.compactMap { $0["Expiration"].count("Days") }.min() }
        let ofAll = rules.filter { rule in
            (rule.name("Prefix") ?? rule["Filter"].name("Prefix")) == nil
                && (rule["Filter"].value?.object ?? [:]).keys.allSatisfy { $0 == "Prefix" }
        }
        let words = "lifecycle rules replaced"
        guard let soonest = least(rules) else { return words }
        guard let all = least(ofAll) else { return words + ": some objects expire after \(days(soonest))" }
        // If several rules fit an object, the shortest time counts.
        let sooner = soonest < all ? ", some after \(days(soonest))" : ""
        return words + ": objects expire after \(days(all))" + sooner
    }
}
