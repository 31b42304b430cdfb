internal import TrailSealControls
internal import TrailSealPrimitives

/// The settings that records of one run tell, event by event in order of time. Its words say what an event changed against what
/// was known before (CHANGE-5).
///
/// If it is given the time whose records are there, it forgets what is as a control asks for while records are lacking (CHANGE-8).
/// Effects are told by a ledger that doesn't forget, because they compare with the last record.
struct SettingsLedger {
    private let observed: ObservedTime?
    private var trails: [TrailName: KnownTrail] = [:]
    private var buckets: [String: KnownBucket] = [:]
    /// The accounts whose public access blocks ignore access control lists, and those whose blocks restrict policies, as far as
    /// records tell. One that can't be read may do both.
    private var (ignoring, restricting): (Set<String>, Set<String>) = ([], [])
    /// When a record last changed a trail of a place without naming it.
    private var unnamed: [ObservedTime.Place: UnixTime] = [:]
    /// Days that a log group keeps events, by account, Region and name.
    private var retentions: [[String]: Int] = [:]

    init(in observed: ObservedTime? = nil) { self.observed = observed }

    /// Whether records may be lacking between the last record about something and this one.
    private func isInterrupted(since last: ObservedTime.Moment?, _ record: EventRecord) -> Bool {
        guard let observed, let last else { return false }
        return observed.end(after: last) < record.time
    }

    /// Takes an event. Returns its effect, and what it tells about the controls. A failed request changes nothing (CHANGE-6).
    mutating func take(_ record: EventRecord) -> (effect: String, told: ToldStates) {
        if let error = record.error { return (EffectWords.refused(error), [:]) }
        switch record.subject {
        case .trail(let name): return take(record, about: name)
        case .bucket(let name, nil): return take(record, aboutBucket: name)
        case .account(let account):
            if record.kind.topic == .trail { return (EffectWords.unnamed(record), unnamedTrail(record)) }
            if case .block(let block, let words) = record.detail {
                let (ignores, restricts) = (block?.ignoresACLs ?? true, block?.restrictsPolicies ?? true)
                if ignores { ignoring.insert(account) } else { ignoring.remove(account) }
                if restricts { restricting.insert(account) } else { restricting.remove(account) }
                // No record tells which buckets are the account's.
                return (words, [.cloudTrail6: .accountBlock(protects: ignores || restricts)])
            }
        case .logGroup(let name):
            let place = [record.accountID ?? "", record.region ?? "", name]
            if case .retention(let days) = record.detail {
                let before = retentions.removeValue(forKey: place)
                retentions[place] = days
                return (Self.retention(days, before: before), [:])
            }
            retentions[place] = nil
        default: break
        }
        return (Self.fixed(record), [:])
    }

    private static func fixed(_ record: EventRecord) -> String {
        if case .fixed(let words) = record.detail { words } else { record.kind.rawValue }
    }

    private static func retention(_ days: Int?, before: Int?) -> String {
        let words = "log group keeps events for " + (days.map(ChangeDetail.days) ?? "a time that isn't known")
        return words + (before.map { " (before: \(ChangeDetail.days($0)))" } ?? "")
    }

    // MARK: Trails

    /// Takes an event about a trail of its account and Region that the record doesn't name.
    private mutating func unnamedTrail(_ record: EventRecord) -> ToldStates {
        unnamed[record.moment.place] = record.time
        return Dictionary(uniqueKeysWithValues: Self.ofTrails.map { ($0, .unnamed) })
    }

    private mutating func take(_ record: EventRecord, about name: TrailName) -> (String, ToldStates) {
        var trail = trails[name] ?? KnownTrail()
        if isInterrupted(since: trail.told, record) { trail.forgetWhatIsOn() }
        if observed != nil, let told = trail.told, let time = unnamed[name.place], told.time <= time { trail.forget() }
        let effect: String
        var told: ToldStates = [:]
        switch (record.kind, record.detail) {
        case (.createTrail, .settings(_, let given)):
            trail = KnownTrail()
            trail.settings = given.completed(by: .defaults)
            trail.isLogging = false
            trail.share = .all
            effect = EffectWords.created(trail.settings)
            for control in record.kind.controls { told[control] = .set(trail.state(control)) }
        case (_, .settings(let request, let given)):
            let before = trail
            trail.settings = given.completed(by: before.settings)
            effect = EffectWords.updated(before.settings, trail.settings, given: request)
            told = Self.told(request ?? TrailSettings(), given, before, trail)
        case (_, .selectors(let share)):
            effect = Self.selected(share, before: trail.share)
            trail.share = share
            told[.cloudTrail1] = trail.toldWhole(by: share == .unknown ? nil : share == .all)
        case (.startLogging, _):
            effect = "logging started" + (trail.isLogging == true ? " (it was on already)" : "")
            trail.setLogging(true, at: record.time)
            told[.cloudTrail1] = trail.toldWhole(by: trail.isLogging)
            told[.cloudTrail3] = .set(trail.isLogging)
        case (.stopLogging, _):
            effect = "logging stopped" + (trail.isLogging == false ? " (it was off already)" : "")
            trail.setLogging(false, at: record.time)
            told[.cloudTrail1] = trail.toldWhole(by: trail.isLogging)
            told[.cloudTrail3] = .set(trail.isLogging)
        case (.deleteTrail, _):
            effect = Self.fixed(record)
            trail = .deleted
            // A trail that is gone does nothing that a control asks for.
            for control in Self.ofTrails { told[control] = .set(false) }
        default: effect = Self.fixed(record)
        }
        trail.told = record.moment
        trails[name] = trail
        return (effect, told)
    }

    private static let ofTrails: [ControlID] = [
        .cloudTrail1, .cloudTrail2, .cloudTrail3, .cloudTrail4, .cloudTrail5,
    ]

    /// What an update tells. A setting that wasn't known before and isn't in the request is only shown. A setting that neither the
    /// request nor the response has isn't told.
    private static func told(
        _ request: TrailSettings, _ given: TrailSettings, _ before: KnownTrail, _ after: KnownTrail
    ) -> ToldStates {
        var told: ToldStates = [:]
        func tell(_ control: ControlID, isGiven: Bool, isAsked: Bool, isKnown: Bool) {
            guard isGiven else { return }
            told[control] = isAsked || isKnown ? .set(after.state(control)) : .shown(after.state(control))
        }
        if let isMultiRegion = given.isMultiRegion {
            let isOwn = request.isMultiRegion != nil || before.settings.isMultiRegion != nil
            told[.cloudTrail1] = after.toldWhole(by: isMultiRegion, isShown: !isOwn)
        }
        tell(
            .cloudTrail2, isGiven: given.kmsKey != nil, isAsked: request.kmsKey != nil,
            isKnown: before.settings.kmsKey != nil)
        tell(
            .cloudTrail4, isGiven: given.validatesLogFiles != nil, isAsked: request.validatesLogFiles != nil,
            isKnown: before.settings.validatesLogFiles != nil)
        tell(
            .cloudTrail5, isGiven: given.logGroup != nil, isAsked: request.logGroup != nil,
            isKnown: before.settings.logGroup != nil)
        return told
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

    private mutating func take(_ record: EventRecord, aboutBucket name: String) -> (String, ToldStates) {
        var bucket = buckets[name] ?? KnownBucket()
        if isInterrupted(since: bucket.told, record) { bucket.forgetWhatIsOn() }
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
        if record.kind == .deleteBucket {
            buckets[name] = nil
            return (effect, [.cloudTrail6: .gone, .cloudTrail7: .set(false)])
        }
        bucket.told = record.moment
        buckets[name] = bucket
        // No record tells whose the bucket is, so any account's block may protect it.
        let block = ChangeDetail.PublicAccess(
            ignoresACLs: !ignoring.isEmpty, restrictsPolicies: !restricting.isEmpty)
        return switch record.kind.controls {
        case [.cloudTrail6]: (effect, [.cloudTrail6: .set(bucket.isPrivate(block))])
        case [.cloudTrail7]: (effect, [.cloudTrail7: .set(bucket.isLogged)])
        default: (effect, [:])
        }
    }
}
