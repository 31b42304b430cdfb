/// The words for what `UpdateTrail` and `CreateTrail` changed (CHANGE-5).
enum EffectWords {
    /// Added if a request sets a value that no earlier record tells.
    private static let unknown = " (before: not known)"
    /// Added if the response shows a change that the request didn't ask for. A record that isn't there may tell who did.
    private static let unasked = " (not in this request)"

    private static func noted(_ words: String?, _ isUnasked: Bool) -> String? {
        words.map { $0 + (isUnasked ? unasked : "") }
    }

    /// The words for a new trail.
    static func created(_ settings: TrailSettings) -> String {
        func named(_ value: String?, _ noun: String) -> String {
            guard let value, !value.isEmpty else { return "no \(noun)" }
            return "\(noun) \(value)"
        }
        var parts = [
            settings.isMultiRegion == true ? "multi-Region" : "one Region",
            settings.validatesLogFiles == true ? "log file validation on" : "log file validation off",
            named(settings.kmsKey, "KMS key"), named(settings.bucket, "log bucket"),
            named(settings.logGroup, "log group"),
        ]
        if settings.isOrganizationTrail == true { parts.append("organization trail") }
        return "trail created: " + parts.joined(separator: ", ")
    }

    /// The words for a changed trail. `request` are the settings in the request. Nil if the record doesn't show it.
    static func updated(_ before: TrailSettings, _ after: TrailSettings, given request: TrailSettings?) -> String {
        let given = request ?? TrailSettings()
        func isUnasked(_ isGiven: Bool) -> Bool { request != nil && !isGiven }
        let parts = [
            noted(moved("log bucket", before.bucket, after.bucket, given.bucket), isUnasked(given.bucket != nil)),
            noted(moved("key prefix", before.prefix, after.prefix, given.prefix), isUnasked(given.prefix != nil)),
            noted(
                switched(
                    before.validatesLogFiles, after.validatesLogFiles, given.validatesLogFiles,
                    on: "log file validation turned on", off: "log file validation turned off",
                    unknown: { "log file validation set to \($0 ? "on" : "off")" }),
                isUnasked(given.validatesLogFiles != nil)),
            noted(
                switched(
                    before.isMultiRegion, after.isMultiRegion, given.isMultiRegion, on: "now multi-Region",
                    off: "no longer multi-Region", unknown: { $0 ? "set to multi-Region" : "set to one Region" }),
                isUnasked(given.isMultiRegion != nil)),
            noted(
                switched(
                    before.includesGlobalEvents, after.includesGlobalEvents, given.includesGlobalEvents,
                    on: "global service events now included", off: "global service events no longer included",
                    unknown: { "global service events set to \($0 ? "on" : "off")" }),
                isUnasked(given.includesGlobalEvents != nil)),
            noted(attached("KMS key", before.kmsKey, after.kmsKey, given.kmsKey), isUnasked(given.kmsKey != nil)),
            noted(
                attached("log group", before.logGroup, after.logGroup, given.logGroup), isUnasked(given.logGroup != nil)
            ),
            noted(
                switched(
                    before.isOrganizationTrail, after.isOrganizationTrail, given.isOrganizationTrail,
                    on: "now an organization trail", off: "no longer an organization trail",
                    unknown: { $0 ? "set to organization trail" : "set to one account" }),
                isUnasked(given.isOrganizationTrail != nil)),
        ].compactMap(\.self)
        return parts.isEmpty ? "no setting changed that a control judges" : parts.joined(separator: "; ")
    }

    private static func switched(
        _ before: Bool?, _ after: Bool?, _ given: Bool?, on: String, off: String, unknown words: (Bool) -> String
    ) -> String? {
        guard let after else { return nil }
        guard let before else { return given == nil ? nil : words(after) + unknown }
        return before == after ? nil : after ? on : off
    }

    private static func moved(_ noun: String, _ before: String?, _ after: String?, _ given: String?) -> String? {
        func shown(_ value: String) -> String { value.isEmpty ? "none" : value }
        guard let after else { return nil }
        guard let before else { return given == nil ? nil : "\(noun) set to \(shown(after))" + unknown }
        return before == after ? nil : "\(noun) changed from \(shown(before)) to \(shown(after))"
    }

    private static func attached(_ noun: String, _ before: String?, _ after: String?, _ given: String?) -> String? {
        guard let after else { return nil }
        guard let before else {
            guard given != nil else { return nil }
            return (after.isEmpty ? "no \(noun)" : "\(noun) set to \(after)") + unknown
        }
        if before == after { return nil }
        if after.isEmpty { return "\(noun) removed" }
        return before.isEmpty ? "\(noun) set to \(after)" : "\(noun) changed from \(before) to \(after)"
    }

    /// The words for an event about a trail that the record doesn't name.
    static func unnamed(_ record: EventRecord) -> String {
        let words =
            switch (record.kind, record.detail) {
            case (_, .fixed(let words)): words
            case (.createTrail, _): "trail created"
            case (.putEventSelectors, _): "event selectors replaced"
            default: "settings changed"
            }
        return words + "; the record does not name the trail"
    }

    /// The words for a request that AWS refused, or that failed.
    static func refused(_ code: String) -> String {
        (code.contains("AccessDenied") || code.contains("Unauthorized") ? "denied: " : "failed: ") + code
    }
}
