internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// The ends of sibling chains, which are the standard chains of one account, trail and home Region. CloudTrail writes
/// them in step (TIME-16, TIME-22).
struct Siblings {
    /// Longest time, in seconds, by which the ends of two siblings may differ without a gap (TIME-16).
    static let tolerance: Int64 = 6 * UnixTime.hour
    /// Shortest time, in seconds, by which a chain must end before a sibling to be noted (TIME-22).
    static let early: Int64 = UnixTime.hour

    /// What siblings have in common.
    private struct Trail: Hashable {
        let account: ByteString
        let trail: ByteString
        let homeRegion: ByteString

        init(_ chain: ChainID) { (account, trail, homeRegion) = (chain.accountID, chain.trail, chain.homeRegion) }
    }

    /// The first two times of a trail, so that each chain finds the first among the others.
    private struct Ends {
        private var first: (chain: ChainID, time: UnixTime)?
        private var second: (chain: ChainID, time: UnixTime)?

        mutating func add(_ chain: ChainID, _ time: UnixTime, precedes: (UnixTime, UnixTime) -> Bool) {
            if first.map({ precedes(time, $0.time) }) ?? true {
                (first, second) = ((chain, time), first)
            } else if second.map({ precedes(time, $0.time) }) ?? true {
                second = (chain, time)
            }
        }

        func time(besides chain: ChainID) -> UnixTime? { first?.chain == chain ? second?.time : first?.time }
    }

    private var starts: [Trail: Ends] = [:]
    private var ends: [Trail: Ends] = [:]

    /// Collects the ends of verified standard digests.
    init(_ lines: some Collection<ChainLine>) {
        for line in lines where line.chain.kind == .standard {
            guard let start = line.start, let end = line.end else { continue }
            starts[Trail(line.chain), default: Ends()].add(line.chain, start, precedes: <)
            ends[Trail(line.chain), default: Ends()].add(line.chain, end, precedes: >)
        }
    }

    /// The earliest start of the other siblings.
    func start(besides chain: ChainID) -> UnixTime? { starts[Trail(chain)]?.time(besides: chain) }
    /// The latest end of the other siblings.
    func end(besides chain: ChainID) -> UnixTime? { ends[Trail(chain)]?.time(besides: chain) }
}
