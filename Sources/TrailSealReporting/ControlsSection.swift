package import TrailSealControls
package import TrailSealPrimitives
package import TrailSealVerification

/// What an archive proves about one trail. It complements CloudTrail.4, which is about the setting.
package struct ArchiveProof: Sendable {
    /// The worst verdict of its chains; nil if the archive has none.
    package let verdict: Verdict?
    /// The number of its chains.
    package let chains: Int
    /// The numbers of its digests.
    package let digests: VerificationSummary.DigestCounts
    /// The numbers of its logs.
    package let logs: VerificationSummary.LogCounts
    /// The time from the first covered moment to the last, ignoring gaps; nil if nothing is covered.
    package let covered: TimeSpan?

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

/// The seven controls of each described account and, if an archive was verified, what it proves about each trail. A control
/// never changes what the archive proves, and the archive never changes a control.
package struct ControlsSection: Sendable {
    /// The controls, by account.
    package let accounts: [AccountControls]
    /// The proofs by the trail's id; nil if no archive was verified.
    package let proofs: [ByteString: ArchiveProof]?

    /// Creates a section without an archive.
    package init(_ accounts: [AccountControls]) {
        self.accounts = accounts
        proofs = nil
    }

    /// Creates a section with what `chains` prove. `deliveries`, by the trail's id, say which chains each trail writes.
    package init(_ accounts: [AccountControls], deliveries: [ByteString: TrailDelivery], chains: [ChainResult]) {
        self.accounts = accounts
        proofs = deliveries.mapValues { delivery in ArchiveProof(chains.filter { delivery.writes($0.id) }) }
    }

    /// Whether some control failed.
    package var isAnyFailed: Bool { count(.failed) > 0 }
    /// Whether all controls passed.
    package var isEveryPassed: Bool { count(.passed) == accounts.map(\.controls.count).reduce(0, +) }

    /// Returns the number of controls of all accounts with a status.
    func count(_ status: ControlStatus) -> Int {
        accounts.map { $0.controls.count { $0.status == status } }.reduce(0, +)
    }

    /// Returns what the archive proves about the trail of CloudTrail.4; nil for other controls.
    func proof(_ control: ControlResult, _ resource: ResourceResult) -> ArchiveProof? {
        control.id == .cloudTrail4 ? proofs?[resource.id] : nil
    }

    /// Returns a note for a reader who sees verified digests of a trail whose validation is off.
    static func notes(_ resource: ResourceResult, _ proof: ArchiveProof?) -> [String] {
        notes(isFailed: resource.status == .failed, verified: proof?.digests.verified ?? 0, covered: proof?.covered)
    }

    /// Returns the same note from the facts: at most one. It comes after the notes about the setting.
    static func notes(isFailed: Bool, verified: Int, covered: TimeSpan?) -> [String] {
        guard isFailed, verified > 0 else { return [] }
        let period = covered.map { " for \($0.from.iso8601) to \($0.to.iso8601)" } ?? ""
        return [
            "The archive holds validated digests of this trail\(period). They prove what was logged then. They don't "
                + "change this control, which is about the setting."
        ]
    }
}
