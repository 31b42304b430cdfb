internal import CloudTrailFormat
internal import Primitives

/// One chain's digests, and the files that stand in the place of one, along time.
struct ChainTimeline: Sendable {
    struct Item: Sendable {
        let start: UnixTime
        let end: UnixTime
        /// Nil where something else than a digest has a digest's place.
        let node: DigestGraph.Node?
    }

    let chain: ChainID
    /// In the order of end time.
    let items: [Item]

    /// Beginning of the oldest item.
    var start: UnixTime? { items.first?.start }
    /// End of the newest item.
    var end: UnixTime? { items.last?.end }
    /// Beginning of the oldest digest, and end of the newest. What only has a digest's name says nothing about others.
    var firstDigestStart: UnixTime? { items.first { $0.node != nil }?.start }
    var lastDigestEnd: UnixTime? { items.last { $0.node != nil }?.end }

    /// Groups digests and stand-ins by chain, in the order of chains.
    static func timelines(
        graph: DigestGraph, standIns: [(chain: ChainID, end: UnixTime)], history: KnownHistory
    ) -> [ChainTimeline] {
        var items = [[Item]](repeating: [], count: graph.chains.count)
        for node in graph.nodes where graph.digests[node].hasRole {
            let start = graph.digests[node].start
            // The digest of a checkpoint stands for all that was read before it.
            let since = history.anchors.contains(node) ? history.since(graph.digests[node].chain) : nil
            items[graph.chainNumber(of: node)].append(
                Item(start: min(start, since ?? start), end: graph.digests[node].end, node: node))
        }
        var others: [ChainID: [Item]] = [:]
        for standIn in standIns {
            // Its name gives the end, the schedule the hour before.
            others[standIn.chain, default: []].append(
                Item(start: standIn.end - UnixTime.hour, end: standIn.end, node: nil))
        }
        for (number, chain) in graph.chains.enumerated() where !items[number].isEmpty {
            others[chain] = items[number] + (others[chain] ?? [])
        }
        return others.keys.sorted().map { chain in
            let all = others[chain] ?? []
            // Digests are in the order of end time, so there is mostly nothing to do.
            let isOrdered = zip(all, all.dropFirst()).allSatisfy { $0.end <= $1.end }
            if isOrdered { return ChainTimeline(chain: chain, items: all) }
            let ordered = all.enumerated().sorted { left, right in
                left.element.end != right.element.end
                    ? left.element.end < right.element.end : left.offset < right.offset
            }
            return ChainTimeline(chain: chain, items: ordered.map(\.element))
        }
    }
}

/// The chains of one trail: same account, trail and home region. CloudTrail writes them all in step.
struct SiblingChains: Sendable {
    /// What they have in common.
    struct Trail: Hashable {
        let account: ByteString
        let trail: ByteString
        let homeRegion: ByteString

        init(_ chain: ChainID) {
            account = chain.accountID
            trail = chain.trail
            homeRegion = chain.homeRegion
        }
    }

    /// The two chains that are first, or last, of a trail: of one of them the other is the first of the others.
    private struct Ends {
        private var first: (chain: ChainID, time: UnixTime)?
        private var second: (chain: ChainID, time: UnixTime)?

        mutating func add(_ chain: ChainID, _ time: UnixTime?, precedes: (UnixTime, UnixTime) -> Bool) {
            guard let time else { return }
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

    init(_ reaches: [ChainReach]) {
        for reach in reaches {
            let trail = Trail(reach.chain)
            starts[trail, default: Ends()].add(reach.chain, reach.firstDigestStart, precedes: <)
            ends[trail, default: Ends()].add(reach.chain, reach.lastDigestEnd, precedes: >)
        }
    }

    /// What begins first among the other chains of the same trail.
    func start(besides chain: ChainID) -> UnixTime? { starts[Trail(chain)]?.time(besides: chain) }
    /// What ends last among them.
    func end(besides chain: ChainID) -> UnixTime? { ends[Trail(chain)]?.time(besides: chain) }
}
