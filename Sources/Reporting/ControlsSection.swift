public import CloudTrailControls
public import CloudTrailVerification
public import Primitives

/// What an archive proves of one trail: the other half of CloudTrail.4.
public struct ArchiveProof: Sendable {
    /// The worst of its chains; nil where the archive has none.
    public let verdict: Verdict?
    public let chains: Int
    public let digests: VerificationSummary.DigestCounts
    public let logs: VerificationSummary.LogCounts
    /// From the beginning of what is covered to its end, gaps between them disregarded.
    public let covered: TimeSpan?

    init(_ chains: [ChainResult]) {
        var digests = VerificationSummary.DigestCounts()
        var logs = VerificationSummary.LogCounts()
        for chain in chains {
            digests.add(chain.digests)
            logs.add(chain.logs)
        }
        self.digests = digests
        self.logs = logs
        self.chains = chains.count
        verdict = chains.map(\.verdict).max()
        let spans = chains.flatMap(\.covered)
        if let from = spans.map(\.from).min(), let to = spans.map(\.to).max() {
            covered = TimeSpan(from: from, to: to)
        } else {
            covered = nil
        }
    }
}

/// The seven controls of each described account, and, in a run that verified an archive, what that proves of each
/// trail. A control never changes what the archive proves, and the archive never changes a control.
public struct ControlsSection: Sendable {
    public let accounts: [AccountControls]
    /// By the trail's id; nil where no archive was verified.
    public let proofs: [ByteString: ArchiveProof]?

    public init(_ accounts: [AccountControls]) {
        self.accounts = accounts
        proofs = nil
    }

    /// `deliveries` says which chains each trail writes, by the trail's id.
    public init(_ accounts: [AccountControls], deliveries: [ByteString: TrailDelivery], chains: [ChainResult]) {
        self.accounts = accounts
        proofs = deliveries.mapValues { delivery in ArchiveProof(chains.filter { delivery.writes($0.id) }) }
    }

    /// The status of the run: whether some control failed, and whether all passed.
    public var isAnyFailed: Bool { count(.failed) > 0 }
    public var isEveryPassed: Bool { count(.passed) == accounts.map(\.controls.count).reduce(0, +) }

    /// How many controls of all accounts have a status.
    func count(_ status: ControlStatus) -> Int {
        accounts.map { $0.controls.count { $0.status == status } }.reduce(0, +)
    }

    func proof(_ control: ControlResult, _ resource: ResourceResult) -> ArchiveProof? {
        control.id == .cloudTrail4 ? proofs?[resource.id] : nil
    }

    /// What a reader has to know who sees a setting that is off beside digests that are verified.
    static func notes(_ resource: ResourceResult, _ proof: ArchiveProof?) -> [String] {
        notes(isFailed: resource.status == .failed, verified: proof?.digests.verified ?? 0, covered: proof?.covered)
    }

    /// The same for what is known of the proof alone: at most one note, which follows those of the setting.
    static func notes(isFailed: Bool, verified: Int, covered: TimeSpan?) -> [String] {
        guard isFailed, verified > 0 else { return [] }
        let period = covered.map { " for \($0.from.iso8601) to \($0.to.iso8601)" } ?? ""
        return [
            "The archive holds validated digests of this trail\(period). They prove what was logged then, and do not "
                + "change this control, which is about the setting."
        ]
    }
}
