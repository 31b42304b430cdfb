internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives
internal import WorkerPool

/// One chain along time, whatever its organization: a trail may become an organization's and goes on (CHAIN-3).
struct ChainLine: Sendable {
    /// The chain of its newest verified digest, or as names show it.
    let chain: ChainID
    /// In the order of their ends.
    let verified: [ProvedDigest]
    /// Digest files in scope that nothing proves: each accounts for the hour before the end time in its name (TIME-4).
    let unproved: [Unproved]
    let coverage: Coverage
    /// Whether each verified digest names the one that ends before it, and the first none of them: no name is given twice.
    let isOneSequence: Bool
    /// From the newest end before a starting digest to its start.
    let restarts: [Interval]
    let start: UnixTime?
    var end: UnixTime? { verified.last?.interval.to }

    init(_ chain: ChainID, _ digests: [ProvedDigest], unproved: [Unproved]) {
        func precedes(_ left: ProvedDigest, _ right: ProvedDigest) -> Bool {
            let (one, other) = (left.interval.to, right.interval.to)
            return one != other ? one < other : left.location < right.location
        }
        // They were read in the order of their names.
        let isSorted = digests.indices.dropFirst().allSatisfy { !precedes(digests[$0], digests[$0 - 1]) }
        verified = isSorted ? digests : digests.sorted(by: precedes)
        self.chain = verified.last?.chain ?? chain
        self.unproved = unproved.sorted { $0.hour < $1.hour }
        coverage = Coverage(verified)
        var (isOneSequence, restarts) = (true, [Interval]())
        var start: UnixTime?
        var older: DigestStatement?
        for digest in verified {
            let (statement, document) = (digest.statement, digest.statement.document)
            start = min(start ?? document.startTime, document.startTime)
            if let previous = document.previous?.location {
                // The first names what is not there: no digest of this chain ends so early.
                let isEarlier = previous.endTime.map { $0 < document.endTime } ?? true
                let isNext = older.map { $0.document.location == previous } ?? isEarlier
                isOneSequence = isOneSequence && isNext
            } else if let end = older?.document.endTime, end < document.startTime {
                restarts.append(Interval(from: end, to: document.startTime))
            }
            if older?.document.location == document.location { isOneSequence = false }
            older = statement
        }
        (self.isOneSequence, self.restarts, self.start) = (isOneSequence, restarts, start)
    }

    /// A verified digest of each bucket.
    var exampleOfEachBucket: [S3Location] {
        var buckets: Set<ByteString> = []
        return verified.map(\.location).filter { buckets.insert($0.bucket).inserted }
    }

    struct Unproved: Sendable {
        let hour: Interval
        let isReadable: Bool
    }

    /// Every chain of which a digest or a digest's name is there, by the chain without its organization.
    static func lines(_ dispositions: Dispositions, _ pool: WorkerPool) -> [ChainID: ChainLine] {
        var verified: [ChainID: [ProvedDigest]] = [:]
        for (chain, digests) in dispositions.candidates.listed.chains {
            let chain = chain.withoutOrganization
            verified[chain] = verified[chain].map { $0 + digests } ?? digests
        }
        var unproved: [ChainID: [Unproved]] = [:]
        var names: [ChainID: ChainID] = [:]
        for index in dispositions.proved.files.indices {
            let file = dispositions.proved.files[index]
            var isUnproved = false
            switch dispositions.bins[Int(file.file)] {
            case .unverifiedDigest?, .invalidDigest?: isUnproved = true
            case .outOfScope?: break
            default: continue
            }
            guard let name = file.name,
                dispositions.placing.folderFacts(of: file).account.map({ $0 == name.chain.accountID }) ?? true
            else { continue }
            let chain = name.chain
            if let own = file.statement?.chain, own.withoutOrganization == chain { names[chain] = own }
            unproved[chain, default: []] +=
                isUnproved
                ? [
                    Unproved(
                        hour: name.hour,
                        isReadable: file.statement != nil)
                ] : []
        }
        let chains = Array(Set(verified.keys).union(unproved.keys))
        let (proofs, others, known) = (verified, unproved, names)
        let lines = IndexedResults<ChainLine>(count: chains.count)
        pool.forEach(count: chains.count, batch: 4) {
        } body: { _, index in
            let chain = chains[index]
            lines.set(index, ChainLine(known[chain] ?? chain, proofs[chain] ?? [], unproved: others[chain] ?? []))
        }
        return Dictionary(
            zip(chains, lines.take()).compactMap { chain, line in line.map { (chain, $0) } }, uniquingKeysWith: { $1 })
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
