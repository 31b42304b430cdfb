internal import CloudTrailFormat
internal import Primitives

/// Reads what describes a trail: its entry in `DescribeTrails`, `GetTrailStatus` and `GetEventSelectors`.
enum TrailMembers {
    /// The AWS CLI prints these of every trail.
    static let flags: [ByteString] = [
        "IsMultiRegionTrail", "LogFileValidationEnabled", "IncludeGlobalServiceEvents", "IsOrganizationTrail",
        "HasCustomEventSelectors",
    ]
    static let entry = KnownMembers(
        flags + [
            "Name", "S3BucketName", "S3KeyPrefix", "SnsTopicName", "SnsTopicARN", "HomeRegion", "TrailARN",
            "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KmsKeyId", "HasInsightSelectors",
        ])
    static let calls: KnownMembers = ["GetTrailStatus", "GetEventSelectors"]
    private static let status: KnownMembers = [
        "IsLogging", "LatestDeliveryError", "LatestNotificationError", "LatestDeliveryTime", "LatestNotificationTime",
        "StartLoggingTime", "StopLoggingTime", "LatestCloudWatchLogsDeliveryError", "LatestCloudWatchLogsDeliveryTime",
        "LatestDigestDeliveryTime", "LatestDigestDeliveryError", "LatestDeliveryAttemptTime",
        "LatestNotificationAttemptTime", "LatestNotificationAttemptSucceeded", "LatestDeliveryAttemptSucceeded",
        "TimeLoggingStarted", "TimeLoggingStopped", "Error",
    ]
    private static let selectors: KnownMembers = ["TrailARN", "EventSelectors", "AdvancedEventSelectors", "Error"]
    private static let classic: KnownMembers = [
        "ReadWriteType", "IncludeManagementEvents", "DataResources", "ExcludeManagementEventSources",
    ]
    private static let advanced: KnownMembers = ["Name", "FieldSelectors"]
    private static let field = KnownMembers(operators + ["Equals", "Field"])
    /// Besides `Equals`.
    static let operators: [ByteString] = ["StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith"]

    static func trail(_ entry: DescriptionMembers) throws(TrailDescriptionError) -> DescribedTrail {
        let bucket = ByteString(try entry.text("S3BucketName"))
        var trail = DescribedTrail(
            arn: ByteString(try entry.text("TrailARN")), name: try entry.text("Name"),
            buckets: bucket.isEmpty ? [] : [bucket],
            homeRegion: try entry.text("HomeRegion"), isMultiRegion: try entry.flag("IsMultiRegionTrail"),
            isOrganizationTrail: try entry.flag("IsOrganizationTrail"),
            validatesLogFiles: try entry.flag("LogFileValidationEnabled"),
            hasCustomEventSelectors: try entry.flag("HasCustomEventSelectors"),
            kmsKeyID: try setting("KmsKeyId", entry), logGroupARN: try setting("CloudWatchLogsLogGroupArn", entry),
            status: .notCollected, selectors: .notCollected)
        if trail.id.isEmpty { trail.name = entry.path.text }
        return trail
    }

    /// A setting that AWS leaves out of the entry of a trail that has none: empty then, and nil if the entry isn't AWS's
    /// whole one, so that its absence says nothing.
    private static func setting(
        _ name: ByteString, _ entry: DescriptionMembers
    ) throws(TrailDescriptionError) -> String? {
        let value = try entry.text(name)
        let given = flags.count { entry.value($0) != nil }
        return given == 0 || value.isEmpty && given < flags.count ? nil : value
    }

    /// What was asked about one trail, in a file captured at `captured`.
    static func answers(
        _ answers: DescriptionMembers, captured: UnixTime?
    ) throws(TrailDescriptionError) -> TrailAnswers {
        var found = TrailAnswers()
        found.status = try answers.answer("GetTrailStatus", known: status) {
            (members) throws(TrailDescriptionError) in
            TrailStatus(
                capturedAt: captured, isLogging: try members.flag("IsLogging"),
                startLoggingTime: try members.time("StartLoggingTime"),
                stopLoggingTime: try members.time("StopLoggingTime"),
                latestDigestDeliveryTime: try members.time("LatestDigestDeliveryTime"),
                latestLogGroupDeliveryTime: try members.time("LatestCloudWatchLogsDeliveryTime"),
                latestDeliveryError: try members.text("LatestDeliveryError"),
                latestDigestDeliveryError: try members.text("LatestDigestDeliveryError"),
                latestLogGroupDeliveryError: try members.text("LatestCloudWatchLogsDeliveryError"))
        }
        found.selectors = try answers.answer("GetEventSelectors", known: selectors) {
            (members) throws(TrailDescriptionError) in
            EventSelectors(
                classic: try members.list("EventSelectors", known: classic, classicSelector) ?? [],
                advanced: try members.list("AdvancedEventSelectors", known: advanced, advancedSelector) ?? [],
                isUnderstood: members.isUnderstood)
        }
        return found
    }

    /// What is absent has the value that the API model gives it: all events, management events included.
    private static func classicSelector(
        _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> EventSelectors.Classic {
        let type = try members.text("ReadWriteType")
        return EventSelectors.Classic(
            readWriteType: type.isEmpty ? "All" : type,
            includesManagementEvents: try members.flag("IncludeManagementEvents") ?? true,
            excludedSources: try members.texts("ExcludeManagementEventSources"), isUnderstood: members.isUnderstood)
    }

    private static func advancedSelector(
        _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> EventSelectors.Advanced {
        var isUnderstood = members.isUnderstood
        let fields = try members.list("FieldSelectors", known: field) { (field) throws(TrailDescriptionError) in
            var others: [EventSelectors.Advanced.Condition] = []
            for name in operators {
                let values = try field.texts(name)
                if !values.isEmpty { others.append(.init(name: name.description, values: values)) }
            }
            let found = EventSelectors.Advanced.Field(
                name: try field.text("Field"), equals: try field.texts("Equals"), others: others)
            // A condition that holds no value isn't one that AWS gives.
            isUnderstood = isUnderstood && field.isUnderstood && !(found.equals.isEmpty && others.isEmpty)
            return found
        }
        return EventSelectors.Advanced(fields: fields ?? [], isUnderstood: isUnderstood)
    }
}
