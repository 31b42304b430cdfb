public import Primitives

/// One of the Security Hub CloudTrail controls judged here.
public enum ControlID: String, CaseIterable, Sendable {
    case cloudTrail1 = "CloudTrail.1"
    case cloudTrail2 = "CloudTrail.2"
    case cloudTrail3 = "CloudTrail.3"
    case cloudTrail4 = "CloudTrail.4"
    case cloudTrail5 = "CloudTrail.5"
    case cloudTrail6 = "CloudTrail.6"
    case cloudTrail7 = "CloudTrail.7"
}

/// Security Hub's finding statuses.
public enum ControlStatus: String, Sendable {
    case passed = "PASSED"
    case failed = "FAILED"
    /// The check ran but cannot decide.
    case warning = "WARNING"
    /// The check could not be completed.
    case notAvailable = "NOT_AVAILABLE"
}

/// What a member of the description said that decided a result.
public enum EvidenceValue: Hashable, Sendable {
    case bool(Bool)
    case text(String)
    case texts([String])
    case time(UnixTime)
    /// The call answered with this error.
    case error(code: String)
    /// The member or the whole answer is not in the description.
    case absent
}

/// A member of the description and its value.
public struct ControlEvidence: Hashable, Sendable {
    public let member: String
    public let value: EvidenceValue

    public init(_ member: String, _ value: EvidenceValue) {
        self.member = member
        self.value = value
    }
}

/// What a control says of one trail or bucket.
public struct ResourceResult: Sendable {
    /// ARN of a trail, name of a bucket.
    public let id: ByteString
    public var status: ControlStatus
    public var reason: String
    /// The members that decided it.
    public var evidence: [ControlEvidence]
    /// What was assumed where AWS's documents are silent, and what else a reader should know.
    public var notes: [String]
    /// What to ask AWS to decide it; none if it is decided.
    public var calls: [AWSCall]
    /// Why something that was collected isn't used; the reason ends with it.
    private(set) var doubt: String?

    public init(
        id: ByteString, status: ControlStatus, reason: String, evidence: [ControlEvidence] = [], notes: [String] = [],
        calls: [AWSCall] = []
    ) {
        self.id = id
        self.status = status
        self.reason = reason
        self.evidence = evidence
        self.notes = notes
        self.calls = calls
    }

    /// Adds to the reason why something that was collected isn't used. Nil adds nothing.
    mutating func add(doubt: String?) {
        guard let doubt else { return }
        self.doubt = self.doubt ?? doubt
        reason += " " + doubt
    }
}

/// What a control says of one account.
public struct ControlResult: Sendable {
    public let id: ControlID
    public var status: ControlStatus
    public var reason: String
    public var notes: [String]
    public var resources: [ResourceResult]
    /// What to ask AWS to decide it, besides what its resources lack; none if it is decided.
    public var calls: [AWSCall]
    /// Whether an answer can only be added if there is a trail.
    public var lacksTrail = false

    public init(
        id: ControlID, status: ControlStatus, reason: String, notes: [String] = [], resources: [ResourceResult] = [],
        calls: [AWSCall] = []
    ) {
        self.id = id
        self.status = status
        self.reason = reason
        self.notes = notes
        self.resources = resources
        self.calls = calls
    }
}

/// One rule. Pure: everything it knows is the description.
protocol Control: Sendable {
    var id: ControlID { get }
    /// `trails` are those of the description, each once.
    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult
}
