internal import TrailSealPrimitives

/// The settings of a trail that `CreateTrail` and `UpdateTrail` set. Nil means not given, or not known.
struct TrailSettings: Sendable {
    var bucket: String?
    /// Empty for none.
    var prefix: String?
    var validatesLogFiles: Bool?
    var isMultiRegion: Bool?
    var includesGlobalEvents: Bool?
    /// Empty for none.
    var kmsKey: String?
    /// Empty for none.
    var logGroup: String?
    var isOrganizationTrail: Bool?

    /// The settings of a new trail whose record says nothing about them (CloudTrail API Reference, "CreateTrail").
    static let defaults = TrailSettings(
        prefix: "", validatesLogFiles: false, isMultiRegion: false, includesGlobalEvents: true, kmsKey: "",
        logGroup: "", isOrganizationTrail: false)

    /// Reads the settings in `requestParameters`.
    init(request: RecordMembers) {
        self.init(request, validation: "enableLogFileValidation")
    }

    /// Reads the settings after the event: those in `responseElements`, then those that were asked for. A whole response leaves out
    /// what the trail lacks. AWS always gives the booleans, so a response without one isn't whole.
    init(response: RecordMembers, _ asked: TrailSettings) {
        self = Self(response, validation: "logFileValidationEnabled").completed(by: asked)
        let always: [ByteString] = ["logFileValidationEnabled", "isMultiRegionTrail", "includeGlobalServiceEvents"]
        guard response.isObject, always.allSatisfy({ response.flag($0) != nil }) else { return }
        if response.lacks("s3KeyPrefix") { prefix = prefix ?? "" }
        if response.lacks("kmsKeyId") { kmsKey = kmsKey ?? "" }
        if response.lacks("cloudWatchLogsLogGroupArn") { logGroup = logGroup ?? "" }
    }

    private init(_ members: RecordMembers, validation: ByteString) {
        func text(_ name: String) -> String? { members.text(name, limit: EventRecord.nameLimit) }
        bucket = text("s3BucketName")
        prefix = text("s3KeyPrefix")
        validatesLogFiles = members.flag(validation)
        isMultiRegion = members.flag("isMultiRegionTrail")
        includesGlobalEvents = members.flag("includeGlobalServiceEvents")
        kmsKey = text("kmsKeyId")
        logGroup = text("cloudWatchLogsLogGroupArn")
        isOrganizationTrail = members.flag("isOrganizationTrail")
    }

    private init(
        prefix: String?, validatesLogFiles: Bool?, isMultiRegion: Bool?, includesGlobalEvents: Bool?, kmsKey: String?,
        logGroup: String?, isOrganizationTrail: Bool?
    ) {
        self.prefix = prefix
        self.validatesLogFiles = validatesLogFiles
        self.isMultiRegion = isMultiRegion
        self.includesGlobalEvents = includesGlobalEvents
        self.kmsKey = kmsKey
        self.logGroup = logGroup
        self.isOrganizationTrail = isOrganizationTrail
    }

    /// Returns the settings without a key whose ARN is in `other`. A key's id alone would also mean keys of other accounts and
    /// Regions (CHANGE-3).
    func without(keyIn other: TrailSettings) -> TrailSettings {
        guard let key = kmsKey, let owned = other.kmsKey, OwnedName(owned).name == key else { return self }
        var rest = self
        rest.kmsKey = nil
        return rest
    }

    /// Creates settings that aren't known.
    init() {}

    /// The bytes of their texts.
    var size: Int { [bucket, prefix, kmsKey, logGroup].reduce(0) { $0 + ($1?.utf8.count ?? 0) } }

    /// Returns the settings. Those that aren't known come from `other`.
    func completed(by other: TrailSettings) -> TrailSettings {
        var all = self
        all.bucket = bucket ?? other.bucket
        all.prefix = prefix ?? other.prefix
        all.validatesLogFiles = validatesLogFiles ?? other.validatesLogFiles
        all.isMultiRegion = isMultiRegion ?? other.isMultiRegion
        all.includesGlobalEvents = includesGlobalEvents ?? other.includesGlobalEvents
        all.kmsKey = kmsKey ?? other.kmsKey
        all.logGroup = logGroup ?? other.logGroup
        all.isOrganizationTrail = isOrganizationTrail ?? other.isOrganizationTrail
        return all
    }
}
