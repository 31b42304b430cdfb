internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealProof

/// Finds the time that a chain must cover and doesn't. Each gap is reported once, by the first rule that applies
/// (TIME-1 to TIME-22).
struct CoverageRule {
    let dispositions: Dispositions
    let missing: MissingDigestRule
    let siblings: Siblings
    /// Time of known digests that are gone or changed, which has findings of its own (`HistoryFindings`). The keys are
    /// those of `RunScope.line`.
    let lost: [ChainID: [Interval]]

    private var policy: VerificationPolicy { dispositions.scope.policy }

    /// Returns the findings about the time of one chain: missing digests, gaps and notes. Gaps are for standard chains
    /// only, because backfill digests cover no time.
    func findings(_ line: ChainLine) -> [Finding] {
        let answers = missing.answers(line)
        var found: [Finding] = []
        var holes: [Interval] = []
        var causes: [UnixTime: CoverageGap] = [:]
        for (start, answer) in answers {
            switch answer {
            case .missing(let finding, let hole):
                found.append(finding)
                holes.append(hole)
            case .gap(let cause): causes[start] = cause
            case .begins(let finding): found.append(finding)
            }
        }
        guard line.chain.kind == .standard else { return found }
        let gaps = gaps(line, holes, causes)
        // If a sibling shows that the chain began earlier, that is a gap and not the note `history-begins` (TIME-21).
        if let start = line.start,
            gaps.contains(where: { $0.cause == .siblingBeginsEarlier && $0.interval.to == start })
        {
            found.removeAll { if case .historyBegins = $0.detail { true } else { false } }
        }
        // Findings are large, and a chain may have as many gaps as digests, so the array must not grow in steps.
        found.reserveCapacity(found.count + gaps.count + 1)
        for gap in gaps {
            let subject = FindingSubject(chain: line.chain, from: gap.interval.from, to: gap.interval.to)
            found.append(Finding(.coverageGap(gap.cause), subject))
        }
        if let early = endsEarly(line) { found.append(early) }
        return found
    }

    /// A gap and its cause.
    private struct Gap {
        let interval: Interval
        let cause: CoverageGap
    }

    private func gaps(_ line: ChainLine, _ holes: [Interval], _ causes: [UnixTime: CoverageGap]) -> [Gap] {
        // An unproved digest file accounts for time inside the window only (TIME-4).
        let hours = line.unproved.map(\.hour).filter { policy.includes(start: $0.from, end: $0.to) }
        let silences = policy.deliveries.filter { $0.writes(line.chain) }.compactMap(\.silence)
            .filter { silence in policy.to.map { $0 <= silence.to } ?? true }
        let known = hours + holes + silences + (lost[dispositions.scope.line(of: line.chain)] ?? [])
        let required = RequiredTime(line, dispositions.scope).interval
        let open = required.map { line.coverage.uncovered($0, except: known) } ?? []
        var gaps: [Gap] = []
        if !open.isEmpty {
            let beginnings = Beginnings(line)
            gaps = open.map { Gap(interval: $0, cause: cause($0, line, beginnings, causes)) }
        }
        for (interval, cause) in expected(line) where interval.from < interval.to {
            let taken = known + gaps.map(\.interval)
            gaps += line.coverage.uncovered(interval, except: taken).map { Gap(interval: $0, cause: cause) }
        }
        return gaps
    }

    /// The first digest that begins at each time. A chain may have as many gaps as digests, so a search per gap would
    /// cost quadratic time.
    private struct Beginnings {
        let first: UnixTime?
        let unproved: [UnixTime: ChainLine.Unproved]
        let verified: [UnixTime: ProvedDigest]

        init(_ line: ChainLine) {
            first = line.start
            unproved = Dictionary(line.unproved.map { ($0.hour.from, $0) }) { first, _ in first }
            verified = Dictionary(line.verified.map { ($0.interval.from, $0) }) { first, _ in first }
        }
    }

    private func cause(
        _ piece: Interval, _ line: ChainLine, _ beginnings: Beginnings, _ causes: [UnixTime: CoverageGap]
    ) -> CoverageGap {
        if line.verified.isEmpty { return .noVerifiedDigest }
        if let unproved = beginnings.unproved[piece.to] {
            return unproved.isReadable ? .beforeUnverifiedDigest : .beforeUnreadableDigest
        }
        if let end = line.end, piece.from >= end {
            if policy.to == nil { return .stateEnd }
            return policy.deliveries.contains { $0.writes(line.chain) && $0.stopped == piece.to }
                ? .stoppedLater : .windowEnds
        }
        if let start = beginnings.first, piece.to <= start { return policy.from == nil ? .stateEnd : .windowBegins }
        guard let next = beginnings.verified[piece.to] else { return .digestsDoNotMeet }
        if next.statement.document.previous == nil { return .restart }
        return causes[piece.to] ?? .digestsDoNotMeet
    }

    // MARK: Time that siblings and trail descriptions show

    /// Returns the intervals before and after a chain's digests in which it must have had more, because a sibling or a
    /// trail description shows it. A side that the window bounds is left out: the window requires its time already.
    private func expected(_ line: ChainLine) -> [(Interval, CoverageGap)] {
        guard let start = line.start, let end = line.end else { return [] }
        var found: [(Interval, CoverageGap)] = []
        if policy.from == nil, dispositions.scope.begin(of: line.chain) == nil,
            let sibling = siblings.start(besides: line.chain),
            let oldest = line.verified.min(by: { $0.interval < $1.interval }),
            oldest.statement.document.previous != nil, start.interval(since: sibling) > Siblings.tolerance
        {
            found.append((Interval(from: sibling, to: start), .siblingBeginsEarlier))
        }
        guard policy.to == nil else { return found }
        let reached = reachedEnd(line, end)
        let described = policy.deliveries.filter { $0.writes(line.chain) }
            .compactMap { $0.laterDigests(line.chain, after: reached) }.max { $0.until < $1.until }
        if let described {
            let cause: CoverageGap = described.witness == .stop ? .stoppedLater : .deliveredLater
            found.append((Interval(from: end, to: described.until), cause))
        }
        if let sibling = siblings.end(besides: line.chain), sibling.interval(since: reached) > Siblings.tolerance {
            found.append((Interval(from: end, to: sibling), .siblingEndsLater))
        }
        return found
    }

    /// The end of the newest verified digest, or of the unproved files that continue it hour by hour.
    private func reachedEnd(_ line: ChainLine, _ end: UnixTime) -> UnixTime {
        line.unproved.map(\.hour).reduce(end) { $1.from <= $0 ? max($0, $1.to) : $0 }
    }

    /// The note for a chain that ends 1 to 6 hours before a sibling. Digests may be late, or the end was removed
    /// (TIME-22).
    private func endsEarly(_ line: ChainLine) -> Finding? {
        guard policy.to == nil, let end = line.end, let sibling = siblings.end(besides: line.chain) else { return nil }
        let reached = reachedEnd(line, end)
        let early = sibling.interval(since: reached)
        guard early >= Siblings.early, early <= Siblings.tolerance else { return nil }
        return Finding(
            .chainEndsEarly(siblingEnd: sibling), FindingSubject(chain: line.chain, from: reached, to: sibling))
    }
}
