public import TrailSealFormat
public import TrailSealPrimitives

/// The counts of a run. They are about what is in scope, except the byte counts, which are about what was read.
public struct VerificationSummary: Hashable, Sendable {
    /// Counts of digest files. Each object counts once, by the worst of its files.
    public struct DigestCounts: Hashable, Sendable {
        /// Digests that are proved.
        public var verified = 0
        /// Digests without a proof.
        public var unverified = 0
        /// Digests that the evidence contradicts.
        public var invalid = 0
        /// Missing digests, in hours of missing time (TIME-10).
        public var missing = 0

        /// Creates counts of zero.
        public init() {}

        /// Digests that are present.
        public var present: Int { verified + unverified + invalid }

        /// Adds the counts of another part.
        public mutating func add(_ other: DigestCounts) {
            verified &+= other.verified
            unverified &+= other.unverified
            invalid &+= other.invalid
            missing &+= other.missing
        }

        mutating func count(_ verdict: Verdict) {
            switch verdict {
            case .verified: verified += 1
            case .unverified: unverified += 1
            case .invalid: invalid += 1
            }
        }
    }

    /// Counts of log files. Each object counts once (REPORT-8).
    public struct LogCounts: Hashable, Sendable {
        /// Logs with the recorded hash.
        public var verified = 0
        /// Logs without a proof.
        public var unverified = 0
        /// Logs that differ from what a verified digest records.
        public var invalid = 0
        /// Logs that a verified digest lists and the copy lacks.
        public var missing = 0
        /// Log files that no verified digest lists (FILE-5).
        public var unreferenced = 0

        /// Creates counts of zero.
        public init() {}

        /// Logs that a digest lists.
        public var listed: Int { verified + unverified + invalid + missing }

        /// Adds the counts of another part.
        public mutating func add(_ other: LogCounts) {
            verified &+= other.verified
            unverified &+= other.unverified
            invalid &+= other.invalid
            missing &+= other.missing
            unreferenced &+= other.unreferenced
        }

        mutating func count(_ standing: LogStanding) {
            switch standing {
            case .verified: verified += 1
            case .unverified: unverified += 1
            case .invalid: invalid += 1
            case .missing: missing += 1
            }
        }
    }

    /// Counts of findings by verdict.
    public struct FindingCounts: Hashable, Sendable {
        /// Findings that make the run invalid.
        public var invalid = 0
        /// Findings that cost the proof.
        public var unverified = 0
        /// Notes, with the findings that are allowed.
        public var note = 0
        /// Notes that are allowed findings (ALLOW-12).
        public var allowed = 0

        /// Creates counts of zero.
        public init() {}

        /// Counts one finding.
        public mutating func count(_ verdict: FindingVerdict, isAllowed: Bool) {
            switch verdict {
            case .invalid: invalid += 1
            case .unverified: unverified += 1
            case .note: note += 1
            }
            if isAllowed { allowed += 1 }
        }
    }

    /// Digest files.
    public var digests = DigestCounts()
    /// Log files.
    public var logs = LogCounts()
    /// Files of kinds that are judged only if a digest lists them, for example CloudTrail Insights (FILE-9).
    public var notJudged = 0
    /// Bytes read from disk.
    public var compressedByteCount: UInt64 = 0
    /// Bytes after inflation.
    public var inflatedByteCount: UInt64 = 0
    /// Chains in scope.
    public var chains = 0
    /// Findings.
    public var findings = FindingCounts()
    /// Unknown members in verified digests (DIGEST-20).
    public var unknownMembers = 0

    /// Creates a summary of zeros.
    public init() {}
}

/// How a log stands: `verified`, `unverified`, `missing` or `invalid`, as VERDICT-1 to VERDICT-3 and LOG-4 define them.
public enum LogStanding: String, Hashable, Sendable {
    /// Proved, without a proof, absent, or contradicted.
    case verified, unverified, missing, invalid

    /// Position from best to worst. An object counts by the worst of its files (LOG-16).
    var rank: Int {
        switch self {
        case .verified: 0
        case .unverified: 1
        case .missing: 2
        case .invalid: 3
        }
    }
}

/// A half-open interval of time.
public struct TimeSpan: Hashable, Sendable, Comparable {
    /// The start.
    public let from: UnixTime
    /// The end, exclusive.
    public let to: UnixTime

    /// Creates a span.
    public init(from: UnixTime, to: UnixTime) {
        self.from = from
        self.to = to
    }

    /// Returns what remains of the span without `others`, in order. Leaves out empty spans.
    func subtracting(_ others: [TimeSpan]) -> [TimeSpan] {
        var left: [TimeSpan] = []
        var start = from
        for other in others.sorted() where other.to > start && other.from < to {
            if other.from > start { left.append(TimeSpan(from: start, to: other.from)) }
            start = max(start, other.to)
        }
        if start < to { left.append(TimeSpan(from: start, to: to)) }
        return left
    }

    /// Orders spans by start, then by end.
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.from != right.from ? left.from < right.from : left.to < right.to
    }
}

/// The result of one chain.
public struct ChainResult: Sendable {
    /// The newest digest in scope.
    public struct Newest: Sendable {
        /// The bucket and key.
        public let location: S3Location
        /// The end of its interval.
        public let end: UnixTime
        /// What proves it. Nil if nothing does.
        public let proof: DigestProof?
    }

    /// The chain.
    public let id: ChainID
    /// The bucket of the newest digest. Nil if it isn't known.
    public internal(set) var bucket: ByteString?
    /// The prefix of the newest digest's key. Nil if it isn't known.
    public internal(set) var prefix: ByteString?
    /// The worst of what concerns the chain (REPORT-6).
    public internal(set) var verdict: Verdict = .verified
    /// Counts of the chain's digests.
    public internal(set) var digests = VerificationSummary.DigestCounts()
    /// Counts of the logs that its digests list.
    public internal(set) var logs = VerificationSummary.LogCounts()
    /// The newest digest in scope. Nil if there is none that can be read.
    public internal(set) var newest: Newest?
    /// Whether nothing can be missing before the first verified digest in scope. That is so if it is a starting digest,
    /// or if the given window begins within covered time.
    public internal(set) var isBeginningProven = false
    /// Whether nothing can be missing after the last verified digest in scope. That is so if the given window ends
    /// within covered time, or if a trail description shows that the trail was stopped by then.
    public internal(set) var isEndProven = false
    /// The intervals of verified standard digests, joined, in order. Empty for a backfill chain.
    public internal(set) var covered: [TimeSpan] = []
    /// Time for which no digest accounts, in order. Empty for a backfill chain.
    public internal(set) var gaps: [TimeSpan] = []
    /// The time from which on the chain's log files were read. Nil if all were.
    public internal(set) var readSince: UnixTime?
    /// The digest files in scope as spans, in order of time.
    public internal(set) var digestSpans: [DigestSpan] = []
    /// The time whose records a consumer of logs got. Empty if the run had none.
    package internal(set) var recorded: [RecordedSpan] = []

    init(id: ChainID) {
        self.id = id
    }
}
