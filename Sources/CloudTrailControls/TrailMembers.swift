internal import CloudTrailFormat
internal import Primitives

/// Reads what describes a trail: its entry in `DescribeTrails`, `GetTrailStatus` and `GetEventSelectors`.
enum TrailMembers {
    static let entry: Set<ByteString> = [
        "Name", "S3BucketName", "S3KeyPrefix", "SnsTopicName", "SnsTopicARN", "IncludeGlobalServiceEvents",
        "IsMultiRegionTrail", "HomeRegion", "TrailARN", "LogFileValidationEnabled", "CloudWatchLogsLogGroupArn",
        "CloudWatchLogsRoleArn", "KmsKeyId", "HasCustomEventSelectors", "HasInsightSelectors", "IsOrganizationTrail",
    ]
    static let calls: Set<ByteString> = ["GetTrailStatus", "GetEventSelectors"]
    private static let status: Set<ByteString> = [
        "IsLogging", "LatestDeliveryError", "LatestNotificationError", "LatestDeliveryTime", "LatestNotificationTime",
        "StartLoggingTime", "StopLoggingTime", "LatestCloudWatchLogsDeliveryError", "LatestCloudWatchLogsDeliveryTime",
        "LatestDigestDeliveryTime", "LatestDigestDeliveryError", "LatestDeliveryAttemptTime",
        "LatestNotificationAttemptTime", "LatestNotificationAttemptSucceeded", "LatestDeliveryAttemptSucceeded",
        "TimeLoggingStarted", "TimeLoggingStopped",
    ]
    private static let selectors: Set<ByteString> = ["TrailARN", "EventSelectors", "AdvancedEventSelectors"]
    private static let classic: Set<ByteString> = [
        "ReadWriteType", "IncludeManagementEvents", "DataResources", "ExcludeManagementEventSources",
    ]
    private static let advanced: Set<ByteString> = ["Name", "FieldSelectors"]
    /// Besides `Equals`.
    private static let operators: [ByteString] = [
        "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith",
    ]

    static func trail(_ entry: DescriptionMembers) throws(TrailDescriptionError) -> DescribedTrail {
        let bucket = ByteString(try entry.text("S3BucketName"))
        var trail = DescribedTrail(
            arn: ByteString(try entry.text("TrailARN")), name: try entry.text("Name"),
            buckets: bucket.isEmpty ? [] : [bucket],
            homeRegion: try entry.text("HomeRegion"), isMultiRegion: try entry.flag("IsMultiRegionTrail"),
            isOrganizationTrail: try entry.flag("IsOrganizationTrail"),
            validatesLogFiles: try entry.flag("LogFileValidationEnabled"),
            hasCustomEventSelectors: try entry.flag("HasCustomEventSelectors"),
            kmsKeyID: try entry.givenText("KmsKeyId"),
            logGroupARN: try entry.givenText("CloudWatchLogsLogGroupArn"), status: .notCollected,
            selectors: .notCollected)
        if trail.id.isEmpty { trail.name = entry.path.text }
        return trail
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
                latestLogGroupDeliveryError: try members.text("LatestCloudWatchLogsDeliveryError"))
        }
        found.selectors = try answers.answer("GetEventSelectors", known: selectors) {
            (members) throws(TrailDescriptionError) in
            EventSelectors(
                classic: try members.list("EventSelectors", known: classic, classicSelector) ?? [],
                advanced: try members.list("AdvancedEventSelectors", known: advanced, advancedSelector) ?? [])
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
            excludedSources: try members.texts("ExcludeManagementEventSources"))
    }

    private static func advancedSelector(
        _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> EventSelectors.Advanced {
        let fields = try members.list("FieldSelectors", known: Set(operators + ["Equals", "Field"])) {
            (field) throws(TrailDescriptionError) in
            var others: [EventSelectors.Advanced.Condition] = []
            for name in operators {
                let values = try field.texts(name)
                if !values.isEmpty { others.append(.init(name: name.description, values: values)) }
            }
            return EventSelectors.Advanced.Field(
                name: try field.text("Field"), equals: try field.texts("Equals"), others: others)
        }
        return EventSelectors.Advanced(fields: fields ?? [])
    }
}
