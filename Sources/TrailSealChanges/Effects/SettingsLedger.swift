internal import TrailSealControls

/// The settings that records of one run tell, event by event in order of time. Its words say what an event changed against what
/// was known before (CHANGE-5).
struct SettingsLedger {
    private var trails: [TrailName: KnownTrail] = [:]
    private var buckets: [String: KnownBucket] = [:]
    private var accountBlocks: [String: ChangeDetail.PublicAccess] = [:]
    /// Days that a log group keeps events, by account, Region and name.
    private var retentions: [[String]: Int] = [:]

    /// Takes an event. Returns its effect, and the states of the controls after it. A failed request changes nothing (CHANGE-6).
    mutating func take(_ record: EventRecord) -> (effect: String, states: ControlStates) {
        if let error = record.error { return (EffectWords.refused(error), ControlStates()) }
        switch record.subject {
        case .trail(let name): return take(record, about: name)
        case .bucket(let name, nil): return take(record, aboutBucket: name)
        case .account(let account):
            if case .block(let block, let words) = record.detail {
                accountBlocks[account] = block
                // It may protect the account's buckets, and no record tells which these are.
                var states = ControlStates()
                states[.cloudTrail6] = .some(nil)
                return (words, states)
            }
        case .logGroup(let name):
            let place = [record.accountID ?? "", record.region ?? "", name]
            if case .retention(let days) = record.detail {
                let before = retentions.removeValue(forKey: place)
                retentions[place] = days
                return (Self.retention(days, before: before), ControlStates())
            }
            retentions[place] = nil
        default: break
        }
        return (Self.fixed(record), ControlStates())
    }

    private static func fixed(_ record: EventRecord) -> String {
        if case .fixed(let words) = record.detail { words } else { record.kind.rawValue }
    }

    private static func retention(_ days: Int?, before: Int?) -> String {
        let words = "log group keeps events for " + (days.map(ChangeDetail.days) ?? "a time that isn't known")
        return words + (before.map { " (before: \(ChangeDetail.days($0)))" } ?? "")
    }

    // MARK: Trails

    private mutating func take(_ record: EventRecord, about name: TrailName) -> (String, ControlStates) {
        var trail = trails[name] ?? KnownTrail()
        let effect: String
        var learned: Set<ControlID> = []
        switch (record.kind, record.detail) {
        case (.createTrail, .settings(let request, let response)):
            trail = KnownTrail()
            trail.settings = response.completed(by: request).completed(by: .defaults)
            trail.isLogging = false
            trail.share = .all
            effect = EffectWords.created(trail.settings)
        case (_, .settings(let request, let response)):
            let before = trail.settings
            trail.settings = response.completed(by: request).completed(by: before)
            effect = EffectWords.updated(before, trail.settings, given: request)
            learned = Self.learned(before, request)
        case (_, .selectors(let share)):
            effect = Self.selected(share, before: trail.share)
            trail.share = share
        case (.startLogging, _):
            effect = "logging started" + (trail.isLogging == true ? " (it was on already)" : "")
            trail.setLogging(true, at: record.time)
        case (.stopLogging, _):
            effect = "logging stopped" + (trail.isLogging == false ? " (it was off already)" : "")
            trail.setLogging(false, at: record.time)
        case (.deleteTrail, _):
            effect = Self.fixed(record)
            trail = .deleted
        default: effect = Self.fixed(record)
        }
        trails[name] = trail
        var states = trail.states
        states.learned = learned
        return (effect, states)
    }

    /// The controls whose setting wasn't known before and isn't in the request, so that only the response tells it.
    private static func learned(_ before: TrailSettings, _ request: TrailSettings) -> Set<ControlID> {
        var learned: Set<ControlID> = []
        if before.kmsKey == nil, request.kmsKey == nil { learned.insert(.cloudTrail2) }
        if before.validatesLogFiles == nil, request.validatesLogFiles == nil { learned.insert(.cloudTrail4) }
        if before.logGroup == nil, request.logGroup == nil { learned.insert(.cloudTrail5) }
        if before.isMultiRegion == nil, request.isMultiRegion == nil { learned.insert(.cloudTrail1) }
        return learned
    }

    private static func selected(
        _ share: ManagementEventCoverage.Share, before: ManagementEventCoverage.Share?
    ) -> String {
        switch share {
        case .all: "all management events recorded"
        case .part: "only part of the management events recorded"
        case .unknown: "event selectors replaced"
        case .nothing:
            switch before {
            case .all, .part: "management events no longer recorded"
            case .nothing: "management events still not recorded"
            case .unknown, nil: "management events not recorded (before: not known)"
            }
        }
    }

    // MARK: Buckets

    private static func accessLogging(_ target: String?) -> String {
        guard let target else { return "access logging settings replaced" }
        return target.isEmpty ? "access logging turned off" : "access logging turned on, to \(target)"
    }

    private mutating func take(_ record: EventRecord, aboutBucket name: String) -> (String, ControlStates) {
        var bucket = buckets[name] ?? KnownBucket()
        let effect: String
        switch record.detail {
        case .policy(let isPublic, let words):
            bucket.isPolicyPublic = isPublic
            effect = words
        case .accessControlList(let isPublic):
            bucket.isListPublic = isPublic
            effect =
                "access control list replaced" + (isPublic.map { $0 ? ": public" : ": not public" } ?? "")
        case .block(let block, let words):
            bucket.block = block
            effect = words
        case .accessLogging(let target):
            bucket.isLogged = target.map { !$0.isEmpty }
            effect = Self.accessLogging(target)
        default: effect = Self.fixed(record)
        }
        if record.kind == .deleteBucket { bucket = KnownBucket() }
        buckets[name] = bucket
        return (effect, bucket.states(record.accountID.flatMap { accountBlocks[$0] }))
    }
}
