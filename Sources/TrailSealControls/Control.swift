public import TrailSealPrimitives

/// A Security Hub CloudTrail control.
public enum ControlID: String, CaseIterable, Sendable {
    /// At least one multi-Region trail records all management events.
    case cloudTrail1 = "CloudTrail.1"
    /// Trails encrypt with a KMS key.
    case cloudTrail2 = "CloudTrail.2"
    /// At least one trail is logging.
    case cloudTrail3 = "CloudTrail.3"
    /// Trails validate log files.
    case cloudTrail4 = "CloudTrail.4"
    /// Trails send events to CloudWatch Logs.
    case cloudTrail5 = "CloudTrail.5"
    /// Log buckets aren't public.
    case cloudTrail6 = "CloudTrail.6"
    /// Access to log buckets is logged.
    case cloudTrail7 = "CloudTrail.7"
}

/// The result of a control, in Security Hub's terms.
public enum ControlStatus: String, Sendable {
    /// The control is fulfilled.
    case passed = "PASSED"
    /// The control is violated.
    case failed = "FAILED"
    /// The check ran but can't decide.
    case warning = "WARNING"
    /// The check couldn't be completed.
    case notAvailable = "NOT_AVAILABLE"
}

/// The value of a member that decided a result.
public enum EvidenceValue: Hashable, Sendable {
    /// A boolean.
    case bool(Bool)
    /// A string.
    case text(String)
    /// Several strings.
    case texts([String])
    /// A time.
    case time(UnixTime)
    /// The call returned an error with this code.
    case error(code: String)
    /// The description lacks the member or the whole answer.
    case absent
}

/// A member of the description and its value.
public struct ControlEvidence: Hashable, Sendable {
    /// The name of the member, for example `GetTrailStatus.IsLogging`.
    public let member: String
    /// Its value.
    public let value: EvidenceValue

    /// Creates a piece of evidence.
    public init(_ member: String, _ value: EvidenceValue) {
        self.member = member
        self.value = value
    }
}

/// The result of a control for one trail or bucket.
public struct ResourceResult: Sendable {
    /// The ARN of the trail or the name of the bucket.
    public let id: ByteString
    /// The status.
    public var status: ControlStatus
    /// The reason, in full sentences.
    public var reason: String
    /// The members that decided the result.
    public var evidence: [ControlEvidence]
    /// Assumptions where AWS's documents are silent, and other remarks for the reader.
    public var notes: [String]
    /// The AWS CLI calls that would decide the result. Empty if it is decided.
    public var calls: [AWSCall]
    /// Why a collected answer isn't used. The reason ends with it.
    private(set) var doubt: String?

    /// Creates a result.
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

    /// Appends to the reason why a collected answer isn't used. Does nothing if `doubt` is nil.
    mutating func add(doubt: String?) {
        guard let doubt else { return }
        self.doubt = self.doubt ?? doubt
        reason += " " + doubt
    }
}

/// The result of a control for one account.
public struct ControlResult: Sendable {
    /// The control.
    public let id: ControlID
    /// The status.
    public var status: ControlStatus
    /// The reason, in full sentences.
    public var reason: String
    /// Assumptions and other remarks for the reader.
    public var notes: [String]
    /// The result for each trail or bucket.
    public var resources: [ResourceResult]
    /// The AWS CLI calls that would decide the result, besides those of its resources. Empty if it is decided.
    public var calls: [AWSCall]
    /// Whether there is no trail, so that no call about a trail could help.
    public var lacksTrail = false

    /// Creates a result.
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

/// The rule of one control. Its result depends only on the description.
protocol Control: Sendable {
    var id: ControlID { get }
    /// Judges a description. `trails` are its trails, each once.
    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult
}
