/// Candidates up to a limit. The earliest stay, whatever the order in which they come; the rest is counted (CHANGE-9).
struct CandidateList: Sendable {
    /// How much a list keeps.
    struct Limit: Sendable {
        /// The most events.
        var count: Int
        /// The most bytes of their records, as `EventRecord.size` counts them.
        var bytes: Int
    }

    private(set) var items: [Candidate] = []
    /// Records that were counted only.
    private(set) var omitted = 0
    private let limit: Limit
    private var bytes = 0

    /// Creates an empty list.
    init(_ limit: Limit) { self.limit = limit }

    /// Adds a candidate.
    mutating func add(_ candidate: Candidate) {
        items.append(candidate)
        bytes += candidate.record.size
        if items.count >= limit.count * 2 || bytes >= limit.bytes * 2 { settle() }
    }

    /// Adds the candidates of a log file that is proved, and counts those that its list left out.
    mutating func add(_ other: CandidateList, provedBy proof: Change.Proof) {
        for item in other.items { add(item.proved(by: proof)) }
        omitted += other.omitted
    }

    /// Sorts the candidates, unites the deliveries of one event and drops what is beyond the limit.
    mutating func settle() {
        items.sort { $0.precedes($1) }
        var united: [Candidate] = []
        united.reserveCapacity(items.count)
        for item in items {
            if let last = united.indices.last, united[last].isSame(as: item) {
                united[last].unite(item)
            } else {
                united.append(item)
            }
        }
        bytes = 0
        let kept = united.prefix(limit.count).prefix { candidate in
            let isWithin = bytes + candidate.record.size <= limit.bytes
            if isWithin { bytes += candidate.record.size }
            return isWithin
        }
        omitted += united.dropFirst(kept.count).reduce(0) { $0 + $1.count }
        items = Array(kept)
    }
}
