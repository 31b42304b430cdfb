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
        graph: DigestGraph, standIns: [(chain: ChainID, end: UnixTime)]
    ) -> [ChainTimeline] {
        var items = [[Item]](repeating: [], count: graph.chains.count)
        for node in graph.nodes where graph.digests[node].hasRole {
            items[graph.chainNumber(of: node)].append(
                Item(start: graph.digests[node].start, end: graph.digests[node].end, node: node))
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
    private struct Trail: Hashable {
        let account: ByteString
        let trail: ByteString
        let homeRegion: ByteString

        init(_ chain: ChainID) {
            account = chain.accountID
            trail = chain.trail
            homeRegion = chain.homeRegion
        }
    }

    private let timelines: [Trail: [ChainTimeline]]

    init(_ timelines: [ChainTimeline]) {
        self.timelines = Dictionary(grouping: timelines.filter { $0.chain.kind == .standard }) { Trail($0.chain) }
    }

    /// The standard chains of the same trail in other regions.
    func others(of chain: ChainID) -> [ChainTimeline] {
        (timelines[Trail(chain)] ?? []).filter { $0.chain != chain }
    }
}
