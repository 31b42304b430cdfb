internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof
internal import TrailSealWorkerPool

/// The digests of one chain in order of time, and the time that they cover.
///
/// Chains that differ only in the organization id share a line if a verified digest joins them: a trail that becomes an
/// organization trail keeps its chain (CHAIN-3).
struct ChainLine: Sendable {
    /// The chain of the newest verified digest. If none is verified, the chain that an unproved file declares, or that
    /// file names show.
    let chain: ChainID
    /// The verified digests, sorted by end time, bucket and key (CHAIN-4).
    let verified: [ProvedDigest]
    /// Unproved digest files in scope. Each accounts for the hour before the end time in its name (TIME-4).
    let unproved: [Unproved]
    /// The time that the verified digests cover.
    let coverage: Coverage
    /// Whether the predecessor of each verified digest is the verified digest before it. Starting digests have none,
    /// and the predecessor of the first digest may be absent. If true, no two digests name the same predecessor.
    let isOneSequence: Bool
    /// The time between segments: from the end of the last digest of one to the start of the next (CHAIN-5).
    let restarts: [Interval]
    /// The earliest start of a verified digest. Nil if none is verified.
    let start: UnixTime?
    /// The end of the newest verified digest. Nil if none is verified.
    var end: UnixTime? { verified.last?.interval.to }

    init(_ chain: ChainID, _ digests: [ProvedDigest], unproved: [Unproved]) {
        func precedes(_ left: ProvedDigest, _ right: ProvedDigest) -> Bool {
            let (one, other) = (left.interval.to, right.interval.to)
            return one != other ? one < other : left.location < right.location
        }
        // Digests are read in order of their names, so they usually are sorted already.
        let isSorted = digests.indices.dropFirst().allSatisfy { !precedes(digests[$0], digests[$0 - 1]) }
        verified = isSorted ? digests : digests.sorted(by: precedes)
        self.chain = verified.last?.chain ?? chain
        self.unproved = unproved.sorted { $0.hour < $1.hour }
        coverage = Coverage(verified)
        var (isOneSequence, restarts) = (true, [Interval]())
        var start: UnixTime?
        var older: DigestStatement?
        for digest in verified {
            let statement = digest.statement
            let interval = digest.interval
            start = min(start ?? interval.from, interval.from)
            if let previous = statement.document.previous?.location {
                // The first digest may name an absent one, if that one ended earlier.
                let isEarlier = previous.endTime.map { $0 < interval.to } ?? true
                let isNext = older.map { $0.document.location == previous } ?? isEarlier
                isOneSequence = isOneSequence && isNext
            } else if let end = older?.document.endTime, end < interval.from {
                restarts.append(Interval(from: end, to: interval.from))
            }
            if older?.document.location == statement.document.location { isOneSequence = false }
            older = statement
        }
        (self.isOneSequence, self.restarts, self.start) = (isOneSequence, restarts, start)
    }

    /// The organizations of the verified digests and of the predecessors that they name. Nil stands for none. If nothing is
    /// verified, that of the chain.
    var organizations: Set<ByteString?> {
        let name = chain.withoutOrganization
        let named = verified.compactMap { $0.statement.document.previous?.location.digestKey?.chain }
        return Set(
            (verified.map(\.chain) + named + [chain]).filter { $0.withoutOrganization == name }.map(\.organizationID))
    }

    /// One verified digest from each bucket.
    var exampleOfEachBucket: [S3Location] {
        var buckets: Set<ByteString> = []
        return verified.map(\.location).filter { buckets.insert($0.bucket).inserted }
    }

    /// An unproved digest file: the hour of its name, and whether its content can be read.
    struct Unproved: Sendable {
        let hour: Interval
        let isReadable: Bool
    }

    /// Returns a line for each chain with a digest or a digest's name in the copy. The keys are those of
    /// `RunScope.line`.
    static func lines(_ dispositions: Dispositions, _ pool: WorkerPool) -> [ChainID: ChainLine] {
        var verified: [ChainID: [ProvedDigest]] = [:]
        for (chain, digests) in dispositions.candidates.listed.chains {
            let chain = dispositions.scope.line(of: chain)
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
            var chain = name.chain
            if let own = file.statement?.chain, own.withoutOrganization == chain {
                chain = dispositions.scope.line(of: own)
                names[chain] = own
            }
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
