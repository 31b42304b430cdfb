internal import CloudTrailFormat
internal import CloudTrailProof
internal import Primitives

/// The chains of one trail, which CloudTrail writes in step: same account, trail and home Region (TIME-16, TIME-22).
struct Siblings {
    /// Longest time by which two of them may differ before it counts as a gap, in seconds (TIME-16).
    static let tolerance: Int64 = 6 * UnixTime.hour
    /// Shortest time by which one ends early, in seconds (TIME-22).
    static let early: Int64 = UnixTime.hour

    private struct Trail: Hashable {
        let account: ByteString
        let trail: ByteString
        let homeRegion: ByteString

        init(_ chain: ChainID) { (account, trail, homeRegion) = (chain.accountID, chain.trail, chain.homeRegion) }
    }

    /// The two that are first, or last, of a trail: of one of them the other is the first of the others.
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

    /// Measured by verified hourly digests alone.
    init(_ lines: some Collection<ChainLine>) {
        for line in lines where line.chain.kind == .standard {
            guard let start = line.start, let end = line.end else { continue }
            starts[Trail(line.chain), default: Ends()].add(line.chain, start, precedes: <)
            ends[Trail(line.chain), default: Ends()].add(line.chain, end, precedes: >)
        }
    }

    /// What begins first, and what ends last, of the others.
    func start(besides chain: ChainID) -> UnixTime? { starts[Trail(chain)]?.time(besides: chain) }
    func end(besides chain: ChainID) -> UnixTime? { ends[Trail(chain)]?.time(besides: chain) }
}
