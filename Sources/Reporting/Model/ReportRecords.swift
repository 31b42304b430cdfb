public import CloudTrailVerification
public import Primitives

// What reports are made of. Every text in it is display text: what came from an archive or a description is escaped
// already (`EscapedText`), so that a report rendered later from JSON is the report that the run itself would have written.

/// What identifies a chain, as reports name it.
public struct ChainName: Hashable, Sendable {
    public var organizationID: String?
    public var accountID: String
    public var region: String
    public var trail: String
    public var homeRegion: String
    /// `standard` or `backfill`.
    public var kind: String

    var isBackfill: Bool { kind == "backfill" }
    /// `ACCOUNT/REGION/TRAIL`, the form of a selector.
    var selector: String { "\(accountID)/\(region)/\(trail)" }
    /// The selector, with the kind where it is not the standard one.
    var title: String { selector + (isBackfill ? " (backfill)" : "") }
}

extension ChainName {
    /// The order of chains: account, region, trail, home region, organization, kind.
    func precedes(_ other: ChainName) -> Bool {
        func parts(_ name: ChainName) -> [String] {
            [
                name.accountID, name.region, name.trail, name.homeRegion, name.organizationID ?? "",
                name.isBackfill ? "1" : "0",
            ]
        }
        for (first, second) in zip(parts(self), parts(other)) where first != second {
            return first.utf8.lexicographicallyPrecedes(second.utf8)
        }
        return false
    }
}

extension DigestSpan {
    /// End time of each digest in it.
    var ends: [UnixTime] {
        guard count > 0 else { return [] }
        let step = to.interval(since: from) / Int64(count)
        return (1...count).map { $0 == count ? to : from + step * Int64($0) }
    }
}

/// One chain.
public struct ChainRecord: Hashable, Sendable {
    public struct Newest: Hashable, Sendable {
        public var key: String
        public var endTime: UnixTime
        /// What proves it, in words; nil where nothing does.
        public var proof: String?
    }

    public var bucket: String?
    public var prefix: String?
    public var name: ChainName
    public var verdict: Verdict
    public var digests: VerificationSummary.DigestCounts
    public var logs: VerificationSummary.LogCounts
    public var newest: Newest?
    public var isBeginningProven: Bool
    public var isEndProven: Bool
    public var covered: [TimeSpan]
    public var gaps: [TimeSpan]
    /// Since when its files were read; nil where all were.
    public var readSince: UnixTime?
    /// The digest files in scope along time.
    public var digestSpans: [DigestSpan]
}

/// One finding.
public struct FindingRecord: Hashable, Sendable {
    public var code: ReportedCode
    public var verdict: FindingVerdict
    public var isAllowed: Bool
    /// Which of the cases that share its code this is; nil if there is only one.
    public var reason: String?
    public var bucket: String?
    public var key: String?
    public var path: String?
    public var message: String
    public var expected: String?
    public var actual: String?
    public var from: UnixTime?
    public var to: UnixTime?
    public var count: Int?
    /// Of log files that only an unverified digest lists: how many are not what it records.
    public var differing: Int?
    public var chain: ChainName?
    /// Only if it is about no chain.
    public var owner: FindingOwner?
    /// Position of its group among those of the report; nil until the report is told.
    var group: Int?

    var known: FindingCode? { code.known }
    /// `s3://bucket/key`, or the key alone.
    var location: String? { key.map { key in bucket.map { "s3://\($0)/\(key)" } ?? key } }
    /// What kind of thing it is about; nil where the code is of a newer version.
    var topic: FindingTopic? { known?.descriptor.topic }
    /// The chain, or whose it is: what follows its code in a title.
    var chainTitle: String? { chain?.title ?? owner?.selector }
    /// What a reader would call it: the object, the file, or the chain.
    var subject: String? { location ?? path ?? chainTitle }
}

/// One digest file.
public struct DigestRecord: Hashable, Sendable {
    public var verdict: Verdict
    public var bucket: String?
    public var key: String?
    public var path: String
    public var startTime: UnixTime?
    public var endTime: UnixTime?
    public var sha256: String?
    public var proof: String?
    public var logFiles: Int?
    public var chain: ChainName?
}

/// One log file.
public struct LogRecord: Hashable, Sendable {
    /// A `LogStanding`, or `unreferenced`.
    public var verdict: String
    public var bucket: String?
    public var key: String?
    public var path: String?
    public var chain: ChainName?
}

/// One control of one account.
public struct ControlRecord: Hashable, Sendable {
    public struct Resource: Hashable, Sendable {
        public var id: String
        public var status: String
        public var reason: String
        public var notes: [String]
        /// The members of the description that decided it.
        public var evidence: [EvidenceMember]
        /// What to ask AWS if it isn't decided.
        public var nextStep: String?
        /// What the archive proves of the trail, where one was verified.
        public var archive: ArchiveHalf?
    }

    public struct EvidenceMember: Hashable, Sendable {
        public var member: String
        public var value: JSONWriter
    }

    /// The other half of CloudTrail.4.
    public struct ArchiveHalf: Hashable, Sendable {
        public var verdict: Verdict?
        public var chains: Int
        public var digests: VerificationSummary.DigestCounts
        public var logs: VerificationSummary.LogCounts
        public var covered: TimeSpan?
    }

    public var id: String
    public var title: String
    public var severity: String
    public var status: String
    public var reason: String
    public var notes: [String]
    public var resources: [Resource]
    /// What to do if it didn't pass: the remediation, or what to ask AWS if it isn't decided.
    public var nextStep: String?
    public var remediation: String
    public var relatedRequirements: [String]

    var isPassed: Bool { status == "PASSED" }
    var isFailed: Bool { status == "FAILED" }
}

/// The controls of one account.
public struct AccountRecord: Hashable, Sendable {
    public var accountID: String?
    public var capturedAt: UnixTime?
    public var unknownMembers: Int
    public var controls: [ControlRecord]
}
