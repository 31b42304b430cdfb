internal import TrailSealFormat
internal import TrailSealPrimitives

/// Reads what describes a trail: its entry in `DescribeTrails`, `GetTrailStatus` and `GetEventSelectors`.
enum TrailMembers {
    /// The AWS CLI prints these for every trail.
    static let flags: [ByteString] = [
        "IsMultiRegionTrail", "LogFileValidationEnabled", "IncludeGlobalServiceEvents", "IsOrganizationTrail",
        "HasCustomEventSelectors",
    ]
    /// The members of an entry.
    static let entry = KnownMembers(
        flags + [
            "Name", "S3BucketName", "S3KeyPrefix", "SnsTopicName", "SnsTopicARN", "HomeRegion", "TrailARN",
            "CloudWatchLogsLogGroupArn", "CloudWatchLogsRoleArn", "KmsKeyId", "HasInsightSelectors",
        ])
    /// The calls whose answers a description may have.
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
    /// The operators of a field selector, besides `Equals`.
    static let operators: [ByteString] = ["StartsWith", "EndsWith", "NotEquals", "NotStartsWith", "NotEndsWith"]

    /// Reads the entry of a trail.
    static func trail(_ entry: DescriptionMembers) throws(TrailDescriptionError) -> DescribedTrail {
        let bucket = ByteString(try entry.word("S3BucketName") ?? "")
        var trail = DescribedTrail(
            arn: ByteString(try entry.word("TrailARN") ?? ""), name: try entry.text("Name"),
            bucket: bucket.isEmpty ? nil : bucket,
            homeRegion: try entry.word("HomeRegion") ?? "", isMultiRegion: entry.shownFlag("IsMultiRegionTrail"),
            isOrganizationTrail: entry.shownFlag("IsOrganizationTrail"),
            validatesLogFiles: entry.shownFlag("LogFileValidationEnabled"),
            hasCustomEventSelectors: entry.shownFlag("HasCustomEventSelectors"),
            kmsKeyID: try setting("KmsKeyId", entry), logGroupARN: try setting("CloudWatchLogsLogGroupArn", entry),
            status: .notCollected, selectors: .notCollected)
        if trail.id.isEmpty { trail.name = entry.path.text }
        return trail
    }

    /// Reads a setting that AWS leaves out if the trail doesn't have it. Empty if absent from a complete entry; nil
    /// if absent from an incomplete one, which proves nothing (CONTROL-21).
    private static func setting(
        _ name: ByteString, _ entry: DescriptionMembers
    ) throws(TrailDescriptionError) -> String? {
        guard let value = try entry.word(name) else { return nil }
        let given = flags.count { entry.value($0) != nil }
        return given == 0 || value.isEmpty && given < flags.count ? nil : value
    }

    /// Reads the answers about the trail `arn`.
    static func answers(
        _ arn: ByteString, _ answers: DescriptionMembers, _ capture: DescriptionCapture
    ) throws(TrailDescriptionError) -> TrailAnswers {
        var found = TrailAnswers()
        found.status = try answers.answer("GetTrailStatus", known: status) {
            (members) throws(TrailDescriptionError) in
            var later: [String: UnixTime] = [:]
            func time(_ name: ByteString) throws(TrailDescriptionError) -> UnixTime? {
                guard let time = try members.time(name), capture.isLater(time) else { return try members.time(name) }
                later[name.description] = time
                return nil
            }
            var status = TrailStatus(
                capturedAt: capture.time, isLogging: members.shownFlag("IsLogging"),
                startLoggingTime: try time("StartLoggingTime"), stopLoggingTime: try time("StopLoggingTime"),
                latestDigestDeliveryTime: try time("LatestDigestDeliveryTime"),
                latestLogGroupDeliveryTime: try time("LatestCloudWatchLogsDeliveryTime"),
                latestDeliveryError: try members.word("LatestDeliveryError") ?? "",
                latestDigestDeliveryError: try members.word("LatestDigestDeliveryError") ?? "",
                latestLogGroupDeliveryError: try members.word("LatestCloudWatchLogsDeliveryError") ?? "")
            status.laterThanCapture = later
            return status
        }
        found.selectors = try answers.answer("GetEventSelectors", known: selectors, subject: ("TrailARN", arn)) {
            (members) throws(TrailDescriptionError) in
            EventSelectors(
                classic: try members.list("EventSelectors", known: classic, classicSelector) ?? [],
                advanced: try members.list("AdvancedEventSelectors", known: advanced, advancedSelector) ?? [],
                isUnderstood: members.isUnderstood)
        }
        return found
    }

    /// Reads a classic selector. Absent members have the defaults of the API model: all events, including management
    /// events.
    private static func classicSelector(
        _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> EventSelectors.Classic {
        let type = try members.text("ReadWriteType")
        let excluded = try members.texts("ExcludeManagementEventSources")
        return EventSelectors.Classic(
            readWriteType: type.isEmpty ? "All" : type,
            includesManagementEvents: try members.flag("IncludeManagementEvents") ?? true,
            excludedSources: excluded.compactMap(\.self), isUnderstood: members.isUnderstood && !excluded.contains(nil))
    }

    private static func advancedSelector(
        _ members: DescriptionMembers
    ) throws(TrailDescriptionError) -> EventSelectors.Advanced {
        var isUnderstood = members.isUnderstood
        let fields = try members.list("FieldSelectors", known: field) { (field) throws(TrailDescriptionError) in
            var others: [EventSelectors.Advanced.Condition] = []
            func values(_ name: ByteString) throws(TrailDescriptionError) -> [String] {
                let values = try field.texts(name)
                if values.contains(nil) { isUnderstood = false }
                return values.compactMap(\.self)
            }
            for name in operators {
                let values = try values(name)
                if !values.isEmpty { others.append(.init(name: name.description, values: values)) }
            }
            let found = EventSelectors.Advanced.Field(
                name: try field.text("Field"), equals: try values("Equals"), others: others)
            // AWS never returns a condition without values.
            isUnderstood = isUnderstood && field.isUnderstood && !(found.equals.isEmpty && others.isEmpty)
            return found
        }
        return EventSelectors.Advanced(fields: fields ?? [], isUnderstood: isUnderstood)
    }
}
