public import TrailSealPrimitives
public import TrailSealVerification

// The records of reports. Every text in them is display text: text from an archive or a description is already escaped
// (`EscapedText`). So a report rendered later from JSON equals the report that the run itself would have written.

/// The identity of a chain, as reports name it.
public struct ChainName: Hashable, Sendable {
    /// The organization of an organization trail.
    public var organizationID: String?
    /// The account.
    public var accountID: String
    /// The Region whose events the chain covers.
    public var region: String
    /// The name of the trail.
    public var trail: String
    /// The home Region of the trail.
    public var homeRegion: String
    /// `standard` or `backfill`.
    public var kind: String

    /// Whether the kind is backfill.
    var isBackfill: Bool { kind == "backfill" }
    /// The chain as a selector: `ACCOUNT/REGION/TRAIL`.
    var selector: String { "\(accountID)/\(region)/\(trail)" }
    /// The selector, with the kind if it isn't standard.
    var title: String { selector + (isBackfill ? " (backfill)" : "") }
}

extension ChainName {
    /// Whether this chain comes before `other`. Chains are ordered by account, Region, trail, home Region, organization, kind.
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
    /// The end times of its digests.
    var ends: [UnixTime] {
        guard count > 0 else { return [] }
        let step = to.interval(since: from) / Int64(count)
        return (1...count).map { $0 == count ? to : from + step * Int64($0) }
    }
}

/// One chain.
public struct ChainRecord: Hashable, Sendable {
    /// The newest digest of a chain.
    public struct Newest: Hashable, Sendable {
        /// Its key.
        public var key: String
        /// Its end time.
        public var endTime: UnixTime
        /// What proves it, in words; nil if nothing does.
        public var proof: String?
    }

    /// The bucket of its newest digest, if it is known.
    public var bucket: String?
    /// The key prefix in that bucket.
    public var prefix: String?
    /// Its name.
    public var name: ChainName
    /// Its verdict.
    public var verdict: Verdict
    /// The numbers of its digests.
    public var digests: VerificationSummary.DigestCounts
    /// The numbers of its logs.
    public var logs: VerificationSummary.LogCounts
    /// Its newest digest.
    public var newest: Newest?
    /// Whether the beginning of the required time is proved.
    public var isBeginningProven: Bool
    /// Whether the end of the required time is proved.
    public var isEndProven: Bool
    /// The time that verified digests cover.
    public var covered: [TimeSpan]
    /// The required time that isn't covered.
    public var gaps: [TimeSpan]
    /// The time from which its files were read; nil if all were read.
    public var readSince: UnixTime?
    /// The digest files in scope over time.
    public var digestSpans: [DigestSpan]
}

/// One finding.
public struct FindingRecord: Hashable, Sendable {
    /// The code.
    public var code: ReportedCode
    /// The verdict.
    public var verdict: FindingVerdict
    /// Whether `--allow` excuses the finding.
    public var isAllowed: Bool
    /// The case of the code as a stable word; nil if the code has only one case.
    public var reason: String?
    /// The bucket of the object.
    public var bucket: String?
    /// The key of the object.
    public var key: String?
    /// The path of the file.
    public var path: String?
    /// One to three sentences that say what was found.
    public var message: String
    /// The recorded hash or fingerprint.
    public var expected: String?
    /// The found hash, or another found value.
    public var actual: String?
    /// The beginning of the time.
    public var from: UnixTime?
    /// The end of the time.
    public var to: UnixTime?
    /// The number of files, digests or bytes.
    public var count: Int?
    /// For log files that only an unverified digest lists: the number that differ from what it records.
    public var differing: Int?
    /// The chain.
    public var chain: ChainName?
    /// The owner, if the finding isn't about a chain.
    public var owner: FindingOwner?
    /// The position of its group in the report; nil until a reporter gets the finding.
    var group: Int?

    /// The code, or nil if only a newer version knows it.
    var known: FindingCode? { code.known }
    /// The object as `s3://BUCKET/KEY`, or the key alone if the bucket isn't known.
    var location: String? { key.map { key in bucket.map { "s3://\($0)/\(key)" } ?? key } }
    /// The topic of the code; nil if only a newer version knows the code.
    var topic: FindingTopic? { known?.descriptor.topic }
    /// The title of the chain, or else the owner.
    var chainTitle: String? { chain?.title ?? owner?.selector }
    /// The object, else the file, else the chain or owner.
    var subject: String? { location ?? path ?? chainTitle }
}

/// One digest file. Values that its content would give are nil if it can't be read.
public struct DigestRecord: Hashable, Sendable {
    /// The verdict.
    public var verdict: Verdict
    /// The bucket.
    public var bucket: String?
    /// The key.
    public var key: String?
    /// The path of the file.
    public var path: String
    /// The start of its interval.
    public var startTime: UnixTime?
    /// The end of its interval.
    public var endTime: UnixTime?
    /// The SHA-256 of its inflated content, in hexadecimal.
    public var sha256: String?
    /// What proves it, in words; nil if nothing does.
    public var proof: String?
    /// The number of log files that it lists.
    public var logFiles: Int?
    /// The chain.
    public var chain: ChainName?
}

/// One log file.
public struct LogRecord: Hashable, Sendable {
    /// A `LogStanding`, or `unreferenced`.
    public var verdict: String
    /// The bucket.
    public var bucket: String?
    /// The key.
    public var key: String?
    /// The path of the file; nil if it is absent.
    public var path: String?
    /// The chain of the digest that lists it.
    public var chain: ChainName?
}

/// One control of one account.
public struct ControlRecord: Hashable, Sendable {
    /// The result for one trail or bucket.
    public struct Resource: Hashable, Sendable {
        /// The ARN of the trail, or the name of the bucket.
        public var id: String
        /// The status.
        public var status: String
        /// The reason, in full sentences.
        public var reason: String
        /// Assumptions and other remarks.
        public var notes: [String]
        /// The members of the description that decided the status.
        public var evidence: [EvidenceMember]
        /// The AWS CLI calls that would decide the status; nil if it is decided.
        public var nextStep: String?
        /// What the archive proves about the trail; nil if no archive was verified.
        public var archive: ArchiveHalf?
    }

    /// A member of a description and its value.
    public struct EvidenceMember: Hashable, Sendable {
        /// The name of the member.
        public var member: String
        /// Its value.
        public var value: JSONWriter
    }

    /// What an archive proves about one trail, as in `ArchiveProof`.
    public struct ArchiveHalf: Hashable, Sendable {
        /// The worst verdict of its chains; nil if the archive has none.
        public var verdict: Verdict?
        /// The number of its chains.
        public var chains: Int
        /// The numbers of its digests.
        public var digests: VerificationSummary.DigestCounts
        /// The numbers of its logs.
        public var logs: VerificationSummary.LogCounts
        /// The time from the first covered moment to the last; nil if nothing is covered.
        public var covered: TimeSpan?
    }

    /// The id, for example `CloudTrail.1`.
    public var id: String
    /// The title.
    public var title: String
    /// The severity.
    public var severity: String
    /// The status.
    public var status: String
    /// The reason, in full sentences.
    public var reason: String
    /// Assumptions and other remarks.
    public var notes: [String]
    /// The results for trails or buckets.
    public var resources: [Resource]
    /// What to do if the control didn't pass: the remediation, or the AWS CLI calls that would decide it. Nil if it passed.
    public var nextStep: String?
    /// How to fulfill the control.
    public var remediation: String
    /// Requirements of other standards.
    public var relatedRequirements: [String]

    /// Whether the status is PASSED.
    var isPassed: Bool { status == "PASSED" }
    /// Whether the status is FAILED.
    var isFailed: Bool { status == "FAILED" }
}

/// The controls of one account.
public struct AccountRecord: Hashable, Sendable {
    /// The account; nil if no description names it.
    public var accountID: String?
    /// When the newest description was captured; nil if it isn't known.
    public var capturedAt: UnixTime?
    /// The number of members of the description that this version doesn't know.
    public var unknownMembers: Int
    /// The controls in their order.
    public var controls: [ControlRecord]
}
