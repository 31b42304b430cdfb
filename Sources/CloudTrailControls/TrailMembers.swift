internal import CloudTrailFormat

/// Reads what describes a trail: its entry in `DescribeTrails`, `GetTrailStatus` and `GetEventSelectors`.
enum TrailMembers {
    static let entry: Set<String> = [
        "Name", "S3BucketName", "S3KeyPrefix", "SnsTopicName", "SnsTopicARN", "IncludeGlobalServiceEvents",
        "IsMultiRegionTrail", "HomeRegion", "TrailARN", "LogFileValidationEnabled", "CloudWatchLogsLogGroupArn",
        "CloudWatchLogsRoleArn", "KmsKeyId", "HasCustomEventSelectors", "HasInsightSelectors", "IsOrganizationTrail",
    ]
    static let calls: Set<String> = ["GetTrailStatus", "GetEventSelectors"]
    private static let status: Set<String> = [
        "IsLogging", "LatestDeliveryError", "LatestNotificationError", "LatestDeliveryTime", "LatestNotificationTime",
        "StartLoggingTime", "StopLoggingTime", "LatestCloudWatchLogsDeliveryError", "LatestCloudWatchLogsDeliveryTime",
        "LatestDigestDeliveryTime", "LatestDigestDeliveryError", "LatestDeliveryAttemptTime",
        "LatestNotificationAttemptTime", "LatestNotificationAttemptSucceeded", "LatestDeliveryAttemptSucceeded",
        "TimeLoggingStarted", "TimeLoggingStopped",
    ]
    private static let selectors: Set<String> = ["TrailARN", "EventSelectors", "AdvancedEventSelectors"]
    private static let classic: Set<String> = [
        "ReadWriteType", "IncludeManagementEvents", "DataResources", "ExcludeManagementEventSources",
    ]
    private static let advanced: Set<String> = ["Name", "FieldSelectors"]
    private static let operators = [
        "Equals", "StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith",
    ]

    static func trail(_ entry: DescriptionMembers) throws(TrailDescriptionError) -> DescribedTrail {
        var trail = DescribedTrail(
            arn: try entry.text("TrailARN"), name: try entry.text("Name"), bucket: try entry.text("S3BucketName"),
            homeRegion: try entry.text("HomeRegion"), isMultiRegion: try entry.flag("IsMultiRegionTrail"),
            isOrganizationTrail: try entry.flag("IsOrganizationTrail"),
            validatesLogFiles: try entry.flag("LogFileValidationEnabled"),
            hasCustomEventSelectors: try entry.flag("HasCustomEventSelectors"), kmsKeyID: try entry.text("KmsKeyId"),
            logGroupARN: try entry.text("CloudWatchLogsLogGroupArn"), status: .notCollected, selectors: .notCollected)
        if trail.id.isEmpty { trail.name = entry.path }
        return trail
    }

    /// What was asked about one trail.
    static func answers(_ answers: DescriptionMembers) throws(TrailDescriptionError) -> TrailAnswers {
        var found = TrailAnswers()
        found.status = try answers.answer("GetTrailStatus", known: status) {
            (members) throws(TrailDescriptionError) in
            TrailStatus(
                isLogging: try members.flag("IsLogging"), startLoggingTime: try members.time("StartLoggingTime"),
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
        let fields = try members.list("FieldSelectors", known: Set(operators + ["Field"])) {
            (field) throws(TrailDescriptionError) in
            var others: [String] = []
            for name in operators.dropFirst() where try !field.texts(name).isEmpty { others.append(name) }
            return EventSelectors.Advanced.Field(
                name: try field.text("Field"), equals: try field.texts("Equals"), otherOperators: others)
        }
        return EventSelectors.Advanced(fields: fields ?? [])
    }
}
