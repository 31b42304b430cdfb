internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// One chain along time, whatever its organization: a trail may become an organization's and goes on (CHAIN-3).
struct ChainLine: Sendable {
    /// The chain of its newest verified digest, or as names show it.
    let chain: ChainID
    /// In the order of their ends.
    let verified: [ProvedDigest]
    /// Digest files in scope that nothing proves: each accounts for the hour before the end time in its name (TIME-4).
    let unproved: [Unproved]
    let coverage: Coverage

    struct Unproved: Sendable {
        let hour: Interval
        let isReadable: Bool
    }

    var start: UnixTime? { verified.map(\.interval.from).min() }
    var end: UnixTime? { verified.last?.interval.to }

    /// Every chain of which a digest or a digest's name is there, by the chain without its organization.
    static func lines(_ dispositions: Dispositions) -> [ChainID: ChainLine] {
        var verified: [ChainID: [ProvedDigest]] = [:]
        for digest in dispositions.proved.proved {
            verified[digest.chain.withoutOrganization, default: []].append(digest)
        }
        var unproved: [ChainID: [Unproved]] = [:]
        var names: [ChainID: ChainID] = [:]
        for file in dispositions.proved.files {
            guard let name = file.name,
                dispositions.placing.folderFacts(of: file.file).account.map({ $0 == name.chain.accountID }) ?? true
            else { continue }
            var isUnproved = false
            switch dispositions.bins[Int(file.file)] {
            case .unverifiedDigest?, .invalidDigest?: isUnproved = true
            case .outOfScope?: break
            default: continue
            }
            let chain = name.chain
            if let own = file.statement?.key.chain, own.withoutOrganization == chain { names[chain] = own }
            unproved[chain, default: []] +=
                isUnproved
                ? [
                    Unproved(
                        hour: Interval(from: name.endTime - UnixTime.hour, to: name.endTime),
                        isReadable: file.statement != nil)
                ] : []
        }
        var lines: [ChainID: ChainLine] = [:]
        for chain in Set(verified.keys).union(unproved.keys) {
            let digests = (verified[chain] ?? []).sorted {
                ($0.interval.to, $0.location) < ($1.interval.to, $1.location)
            }
            lines[chain] = ChainLine(
                chain: digests.last?.chain ?? names[chain] ?? chain, verified: digests,
                unproved: (unproved[chain] ?? []).sorted { $0.hour < $1.hour }, coverage: Coverage(digests))
        }
        return lines
    }
}

extension Interval {
    /// What is left of it without `others`, in order.
    func subtracting(_ others: [Interval]) -> [Interval] {
        var left: [Interval] = []
        var start = from
        for other in others.sorted() where other.to > start && other.from < to {
            if other.from > start { left.append(Interval(from: start, to: other.from)) }
            start = max(start, other.to)
        }
        if start < to { left.append(Interval(from: start, to: to)) }
        return left
    }
}
