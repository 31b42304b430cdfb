internal import TrailSealPrimitives
internal import TrailSealVerification

/// Merges the controls of all shards. The settings are the same in every shard; the numbers of the archive are added up.
enum AccountMerging {
    /// Returns the controls of all shards together.
    static func merged(_ shards: [[AccountRecord]?]) -> [AccountRecord]? {
        guard var accounts = shards[0] else { return nil }
        for shard in shards.dropFirst() {
            for (account, other) in zip(accounts.indices, shard ?? []) {
                for (control, otherControl) in zip(accounts[account].controls.indices, other.controls) {
                    merge(&accounts[account].controls[control], otherControl)
                }
            }
        }
        return accounts
    }

    private static func merge(_ control: inout ControlRecord, _ other: ControlRecord) {
        for (index, resource) in zip(control.resources.indices, other.resources) {
            guard let half = resource.archive else { continue }
            let known = control.resources[index]
            control.resources[index].archive = known.archive.map { sum($0, half) } ?? half
            // The note about the archive comes last and is replaced.
            control.resources[index].notes =
                known.notes.dropLast(known.archiveNotes.count) + control.resources[index].archiveNotes
        }
    }

    private static func sum(
        _ one: ControlRecord.ArchiveHalf, _ other: ControlRecord.ArchiveHalf
    ) -> ControlRecord.ArchiveHalf {
        var sum = one
        sum.verdict = [one.verdict, other.verdict].compactMap { $0 }.max()
        sum.chains &+= other.chains
        sum.digests.add(other.digests)
        sum.logs.add(other.logs)
        let spans = [one.covered, other.covered].compactMap { $0 }
        if let from = spans.map(\.from).min(), let to = spans.map(\.to).max() {
            sum.covered = TimeSpan(from: from, to: to)
        }
        return sum
    }
}

extension ControlRecord.Resource {
    /// The notes about the archive.
    fileprivate var archiveNotes: [String] {
        ControlsSection.notes(
            isFailed: status == "FAILED", verified: archive?.digests.verified ?? 0, covered: archive?.covered)
    }
}
