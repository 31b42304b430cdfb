public import CloudTrailFormat
public import Primitives

/// Numbers of a run. All are about the scope, but `bytes`, which counts what was read.
public struct VerificationSummary: Hashable, Sendable {
    /// Digest files; `missing` is in hours of the schedule.
    public struct DigestCounts: Hashable, Sendable {
        public var verified = 0
        public var unverified = 0
        public var invalid = 0
        public var missing = 0

        public init() {}

        public var present: Int { verified + unverified + invalid }

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

    /// Log files; each object counts once.
    public struct LogCounts: Hashable, Sendable {
        public var verified = 0
        public var unverified = 0
        public var invalid = 0
        public var missing = 0
        public var unreferenced = 0

        public init() {}

        /// Those that a digest lists.
        public var listed: Int { verified + unverified + invalid + missing }

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

    public struct FindingCounts: Hashable, Sendable {
        public var invalid = 0
        public var unverified = 0
        public var note = 0
        /// Of the notes, those that the user allowed.
        public var allowed = 0

        public init() {}

        public mutating func count(_ verdict: FindingVerdict, isAllowed: Bool) {
            switch verdict {
            case .invalid: invalid += 1
            case .unverified: unverified += 1
            case .note: note += 1
            }
            if isAllowed { allowed += 1 }
        }
    }

    public var digests = DigestCounts()
    public var logs = LogCounts()
    /// Files of kinds that no digest lists, such as CloudTrail Insights.
    public var notJudged = 0
    /// Bytes read from the disk.
    public var compressedByteCount: UInt64 = 0
    /// Bytes after inflation.
    public var inflatedByteCount: UInt64 = 0
    public var chains = 0
    public var findings = FindingCounts()
    /// Members in verified digests that this version does not know.
    public var unknownMembers = 0

    public init() {}
}

/// How a log file stands.
public enum LogStanding: String, Hashable, Sendable {
    case verified, unverified, missing, invalid

    /// Each object counts by its worst: invalid over missing over unverified over verified.
    var rank: Int {
        switch self {
        case .verified: 0
        case .unverified: 1
        case .missing: 2
        case .invalid: 3
        }
    }
}

/// A half-open span of time.
public struct TimeSpan: Hashable, Sendable, Comparable {
    public let from: UnixTime
    public let to: UnixTime

    public init(from: UnixTime, to: UnixTime) {
        self.from = from
        self.to = to
    }

    /// What is left of it when others are taken away, in order; empty spans are left out.
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

    public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.from != right.from ? left.from < right.from : left.to < right.to
    }
}

/// What is said of one chain.
public struct ChainResult: Sendable {
    /// The newest digest in scope.
    public struct Newest: Sendable {
        public let location: S3Location
        public let end: UnixTime
        /// What proves it; nil where nothing does.
        public let proof: DigestProof?
    }

    public let id: ChainID
    /// Bucket and prefix of its newest digest; nil where they are not known.
    public internal(set) var bucket: ByteString?
    public internal(set) var prefix: ByteString?
    public internal(set) var verdict: Verdict = .verified
    public internal(set) var digests = VerificationSummary.DigestCounts()
    public internal(set) var logs = VerificationSummary.LogCounts()
    public internal(set) var newest: Newest?
    /// Whether nothing can be missing before its first verified digest in scope: it is a starting digest, or a given
    /// window begins within what is covered.
    public internal(set) var isBeginningProven = false
    /// Whether nothing can be missing behind its last verified digest in scope: a given window ends within what is
    /// covered, or a trail description shows that the trail was stopped by then.
    public internal(set) var isEndProven = false
    /// Joined intervals of verified digests of the standard kind.
    public internal(set) var covered: [TimeSpan] = []
    /// Time that no digest accounts for.
    public internal(set) var gaps: [TimeSpan] = []
    /// Since when the chain's files were read; nil where all of them were.
    public internal(set) var readSince: UnixTime?
    /// Its digest files in scope along time.
    public internal(set) var digestSpans: [DigestSpan] = []

    init(id: ChainID) {
        self.id = id
    }
}
