public import TrailSealPrimitives

/// The results of all seven controls for one account.
public struct AccountControls: Sendable {
    /// The account (twelve digits), or nil if unknown.
    public let accountID: String?
    /// When the newest description was captured, or nil if unknown.
    public let capturedAt: UnixTime?
    /// The times of capture of all descriptions whose answers may be used here. Nil if one isn't known.
    package let captures: ClosedRange<UnixTime>?
    /// The results in the order of the controls' numbers.
    public let controls: [ControlResult]
    /// Number of members of the description that this version doesn't know.
    public let unknownMemberCount: Int
}

/// Judges descriptions by rules CONTROL-1 to CONTROL-30 of Documentation/CONTRACT.md.
public enum ControlEvaluation {
    private static let rules: [any Control] = [
        MultiRegionTrail(), EncryptionAtRest(), EnabledTrail(), LogFileValidation(), LogGroupIntegration(),
        PublicBucket(), BucketAccessLogging(),
    ]

    /// Judges all seven controls for one account.
    public static func evaluate(_ description: TrailDescription) -> AccountControls {
        AccountControls(
            accountID: description.accountID, capturedAt: description.capturedAt,
            captures: description.captures,
            controls: rules.map { evaluate($0, description) }, unknownMemberCount: description.unknownMemberCount)
    }

    private static func evaluate(_ rule: any Control, _ description: TrailDescription) -> ControlResult {
        var result: ControlResult
        switch description.trails {
        case .payload(let trails): result = rule.evaluate(trails, of: description)
        case .notCollected, .misfiled, .contradictory:
            result = ControlResult(
                id: rule.id, status: .notAvailable, reason: "The description has no answer of DescribeTrails.",
                calls: [.describeTrails(description)])
        case .error(let code):
            result = ControlResult(
                id: rule.id, status: .notAvailable,
                reason: "DescribeTrails answered with \(CallOutcome.label(ofError: code)).",
                calls: [.describeTrails(description)])
        }
        result.notes += description.notes
        return result
    }
}

extension ControlResult {
    /// Returns the result of a control that passes if at least one trail qualifies (CONTROL-5). `qualified`,
    /// `undecided` and `lacking` are the words for the three outcomes.
    static func existential(
        _ id: ControlID, _ resources: [ResourceResult], of description: TrailDescription, qualified: String,
        undecided: String, lacking: String
    ) -> ControlResult {
        if let first = resources.first(where: { $0.status == .passed }) {
            return ControlResult(
                id: id, status: .passed, reason: "\(first.id) \(qualified).", notes: first.notes, resources: resources)
        }
        if resources.contains(where: { $0.status == .notAvailable }) {
            return ControlResult(id: id, status: .notAvailable, reason: resources.open(undecided), resources: resources)
        }
        guard description.listsAllTrails else {
            return ControlResult(
                id: id, status: .notAvailable,
                reason: "The requested trail doesn't qualify, and the account may have others.",
                resources: resources, calls: [.describeTrails(description)])
        }
        return ControlResult(id: id, status: .failed, reason: lacking, resources: resources)
    }

    /// Returns the result of a control that every resource must fulfill. It is the worst result of a resource
    /// (CONTROL-6). `passed` and `failed` complete a sentence about resources, which `noun` names.
    static func worst(
        _ id: ControlID, _ resources: [ResourceResult], of description: TrailDescription, noun: String, passed: String,
        failed: String
    ) -> ControlResult {
        func count(_ status: ControlStatus) -> Int { resources.count { $0.status == status } }
        let all = "\(resources.count) \(noun)\(resources.count == 1 ? "" : "s")"
        if resources.isEmpty {
            var result = ControlResult(
                id: id, status: .notAvailable, reason: "There is no trail to judge.",
                notes: ["Assumed: without any trail the control is not available; AWS's documents are silent."],
                calls: description.asksEveryRegion ? [] : [.describeTrailsElsewhere])
            result.lacksTrail = true
            return result
        }
        if count(.failed) > 0 {
            return ControlResult(
                id: id, status: .failed,
                reason: "\(count(.failed)) of \(all) \(count(.failed) == 1 ? "is" : "are") \(failed).",
                resources: resources)
        }
        if count(.warning) > 0 {
            return ControlResult(
                id: id, status: .warning, reason: "\(count(.warning)) of \(all) could not be decided.",
                resources: resources)
        }
        if count(.notAvailable) > 0 {
            return ControlResult(
                id: id, status: .notAvailable,
                reason: resources.open("The description lacks answers that decide \(count(.notAvailable)) of \(all)."),
                resources: resources)
        }
        let subject = resources.count == 1 ? "The \(noun)" : "Each of \(all)"
        return ControlResult(
            id: id, status: .passed, reason: "\(subject) \(passed).", notes: description.notesOfUnseenTrails,
            resources: resources)
    }
}

extension Answer {
    /// Returns this answer as evidence. `value` extracts it from the content.
    func evidence(_ member: String, _ value: (Payload) -> EvidenceValue) -> ControlEvidence {
        switch self {
        case .notCollected: ControlEvidence(member, .absent)
        case .error(let code): ControlEvidence(member, .error(code: code))
        case .misfiled(let subject):
            ControlEvidence(member, .text("an answer about \(String(decoding: subject.bytes, as: UTF8.self))"))
        case .contradictory: ControlEvidence(member, .text("two answers that differ"))
        case .payload(let payload): ControlEvidence(member, value(payload))
        }
    }
}

extension EvidenceValue {
    /// Returns the value as evidence. It is `.absent` if the description doesn't have it.
    static func optional(_ flag: Bool?) -> EvidenceValue { flag.map { .bool($0) } ?? .absent }
    static func optional(_ text: String?) -> EvidenceValue {
        text.map { $0.isEmpty ? .absent : .text($0) } ?? .absent
    }
}

extension TrailDescription {
    /// Notes for a passed control if some trails may not be in the description (CONTROL-8).
    var notesOfUnseenTrails: [String] {
        if asksEveryRegion { return [] }
        return listsAllTrails
            ? ["Single-Region trails of other Regions were not looked at."]
            : ["Only the requested trail was looked at. The account may have others."]
    }

    /// A note for a trail of another account that a rule counts like the account's own (CONTROL-7).
    func noteOfForeignTrail(_ trail: DescribedTrail) -> [String] {
        isForeign(trail) == true
            ? ["Assumed: a trail of another account is judged like the account's own; AWS's documents are silent."] : []
    }
}
