internal import CloudTrailFormat
public import Primitives

/// Neighbouring digest files of one chain with one verdict: `count` of them, equally long, from `from` to `to`.
public struct DigestSpan: Hashable, Sendable {
    public var from: UnixTime
    public var to: UnixTime
    public var count: Int
    public var verdict: Verdict

    public init(from: UnixTime, to: UnixTime, count: Int, verdict: Verdict) {
        self.from = from
        self.to = to
        self.count = count
        self.verdict = verdict
    }

    static func precedes(_ left: DigestSpan, _ right: DigestSpan) -> Bool {
        if left.from != right.from { return left.from < right.from }
        return left.to != right.to ? left.to < right.to : left.verdict < right.verdict
    }

    /// Adds the next digest file of a chain to its spans.
    static func add(_ next: DigestSpan, to spans: inout [DigestSpan]) {
        if let last = spans.last, last.verdict == next.verdict, last.to == next.from,
            next.to.interval(since: next.from) == last.to.interval(since: last.from) / Int64(last.count)
        {
            spans[spans.count - 1].to = next.to
            spans[spans.count - 1].count += 1
        } else {
            spans.append(next)
        }
    }
}

extension JudgedRecords {
    /// The digest files in scope that have a place along time, by chain. A file that cannot be read counts for the hour
    /// that its name says.
    func digestSpans() -> [ChainID: [DigestSpan]] {
        // Digests of a chain are neighbours, and its name is dear to hash.
        var numbered = [[DigestSpan]](repeating: [], count: graph.chains.count)
        for node in graph.nodes where graph.digests[node].hasRole && scope.includes(node) {
            let span = DigestSpan(
                from: graph.digests[node].start, to: graph.digests[node].end, count: 1,
                verdict: resolution.standings[node].verdict)
            DigestSpan.add(span, to: &numbered[graph.chainNumber(of: node)])
        }
        var spans: [ChainID: [DigestSpan]] = [:]
        for (chain, own) in zip(graph.chains, numbered) where !own.isEmpty { spans[chain] = own }
        func add(_ file: FileNumber, _ verdict: Verdict) {
            let standIn = standIn(file)
            guard let key = standIn.key, isInScope(standIn, file: file) else { return }
            let span = DigestSpan(from: key.endTime - UnixTime.hour, to: key.endTime, count: 1, verdict: verdict)
            DigestSpan.add(span, to: &spans[key.chain, default: []])
        }
        for node in graph.nodes where !graph.digests[node].hasRole { add(graph.digests[node].file, .invalid) }
        for digest in rejected { add(digest.file, verdict(digest)) }
        for (chain, own) in spans where zip(own, own.dropFirst()).contains(where: { DigestSpan.precedes($1, $0) }) {
            spans[chain] = own.sorted(by: DigestSpan.precedes)
        }
        return spans
    }
}
