package import TrailSealPrimitives
package import TrailSealVerification

// The records of reports. Every text in them is display text: text from an archive or a description is already escaped
// (`EscapedText`). So a report rendered later from JSON equals the report that the run itself would have written.

/// The identity of a chain, as reports name it.
package struct ChainName: Hashable, Sendable {
    /// The organization of an organization trail.
    package var organizationID: String?
    /// The account.
    package var accountID: String
    /// The Region whose events the chain covers.
    package var region: String
    /// The name of the trail.
    package var trail: String
    /// The home Region of the trail.
    package var homeRegion: String
    /// `standard` or `backfill`.
    package var kind: String

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
package struct ChainRecord: Hashable, Sendable {
    /// The newest digest of a chain.
    package struct Newest: Hashable, Sendable {
        /// Its key.
        package var key: String
        /// Its end time.
        package var endTime: UnixTime
        /// What proves it, in words; nil if nothing does.
        package var proof: String?
    }

    /// The bucket of its newest digest, if it is known.
    package var bucket: String?
    /// The key prefix in that bucket.
    package var prefix: String?
    /// Its name.
    package var name: ChainName
    /// Its verdict.
    package var verdict: Verdict
    /// The numbers of its digests.
    package var digests: VerificationSummary.DigestCounts
    /// The numbers of its logs.
    package var logs: VerificationSummary.LogCounts
    /// Its newest digest.
    package var newest: Newest?
    /// Whether the beginning of the required time is proved.
    package var isBeginningProven: Bool
    /// Whether the end of the required time is proved.
    package var isEndProven: Bool
    /// The time that verified digests cover.
    package var covered: [TimeSpan]
    /// The time until which the chain is verified: the end of the covered time, or the checkpoint of earlier runs if nothing
    /// new is covered.
    var verifiedUntil: UnixTime? { covered.last?.to ?? readSince }
    /// The required time that isn't covered.
    package var gaps: [TimeSpan]
    /// The time from which its files were read; nil if all were read.
    package var readSince: UnixTime?
    /// The digest files in scope over time.
    package var digestSpans: [DigestSpan]
}

/// One finding.
package struct FindingRecord: Hashable, Sendable {
    /// The code.
    package var code: ReportedCode
    /// The verdict.
    package var verdict: FindingVerdict
    /// Whether `--allow` excuses the finding.
    package var isAllowed: Bool
    /// The case of the code as a stable word; nil if the code has only one case.
    package var reason: String?
    /// The bucket of the object.
    package var bucket: String?
    /// The key of the object.
    package var key: String?
    /// The path of the file.
    package var path: String?
    /// One to three sentences that say what was found.
    package var message: String
    /// The recorded hash or fingerprint.
    package var expected: String?
    /// The found hash, or another found value.
    package var actual: String?
    /// The beginning of the time.
    package var from: UnixTime?
    /// The end of the time.
    package var to: UnixTime?
    /// The number of files, digests or bytes.
    package var count: Int?
    /// For log files that only an unverified digest lists: the number that differ from what it records.
    package var differing: Int?
    /// The chain.
    package var chain: ChainName?
    /// The owner, if the finding isn't about a chain.
    package var owner: FindingOwner?
    /// The event ids of control changes recorded around its time, the nearest first. They don't have to be its cause.
    package var changes: [String] = []
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
package struct DigestRecord: Hashable, Sendable {
    /// The verdict.
    package var verdict: Verdict
    /// The bucket.
    package var bucket: String?
    /// The key.
    package var key: String?
    /// The path of the file.
    package var path: String
    /// The start of its interval.
    package var startTime: UnixTime?
    /// The end of its interval.
    package var endTime: UnixTime?
    /// The SHA-256 of its inflated content, in hexadecimal.
    package var sha256: String?
    /// What proves it, in words; nil if nothing does.
    package var proof: String?
    /// The number of log files that it lists.
    package var logFiles: Int?
    /// The chain.
    package var chain: ChainName?
}

/// One log file.
package struct LogRecord: Hashable, Sendable {
    /// A `LogStanding`, or `unreferenced`.
    package var verdict: String
    /// The bucket.
    package var bucket: String?
    /// The key.
    package var key: String?
    /// The path of the file; nil if it is absent.
    package var path: String?
    /// The chain of the digest that lists it.
    package var chain: ChainName?
}

/// One control of one account.
package struct ControlRecord: Hashable, Sendable {
    /// The result for one trail or bucket.
    package struct Resource: Hashable, Sendable {
        /// The ARN of the trail, or the name of the bucket.
        package var id: String
        /// The status.
        package var status: String
        /// The reason, in full sentences.
        package var reason: String
        /// Assumptions and other remarks.
        package var notes: [String]
        /// The members of the description that decided the status.
        package var evidence: [EvidenceMember]
        /// The AWS CLI calls that would decide the status; nil if it is decided.
        package var nextStep: String?
        /// What the archive proves about the trail; nil if no archive was verified.
        package var archive: ArchiveHalf?
    }

    /// A member of a description and its value.
    package struct EvidenceMember: Hashable, Sendable {
        /// The name of the member.
        package var member: String
        /// Its value.
        package var value: JSONWriter
    }

    /// What an archive proves about one trail, as in `ArchiveProof`.
    package struct ArchiveHalf: Hashable, Sendable {
        /// The worst verdict of its chains; nil if the archive has none.
        package var verdict: Verdict?
        /// The number of its chains.
        package var chains: Int
        /// The numbers of its digests.
        package var digests: VerificationSummary.DigestCounts
        /// The numbers of its logs.
        package var logs: VerificationSummary.LogCounts
        /// The time from the first covered moment to the last; nil if nothing is covered.
        package var covered: TimeSpan?
    }

    /// The id, for example `CloudTrail.1`.
    package var id: String
    /// The title.
    package var title: String
    /// The severity.
    package var severity: String
    /// The status.
    package var status: String
    /// The reason, in full sentences.
    package var reason: String
    /// Assumptions and other remarks.
    package var notes: [String]
    /// The results for trails or buckets.
    package var resources: [Resource]
    /// What to do if the control didn't pass: the remediation, or the AWS CLI calls that would decide it. Nil if it passed.
    package var nextStep: String?
    /// How to fulfill the control.
    package var remediation: String
    /// Requirements of other standards.
    package var relatedRequirements: [String]
    /// The setting that it judges, over time, for each trail or bucket; nil if the run didn't look for changes.
    package var history: [ControlHistory]?

    /// Whether the status is PASSED.
    var isPassed: Bool { status == "PASSED" }
    /// Whether the status is FAILED.
    var isFailed: Bool { status == "FAILED" }
}

/// The controls of one account.
package struct AccountRecord: Hashable, Sendable {
    /// The account; nil if no description names it.
    package var accountID: String?
    /// When the newest description was captured; nil if it isn't known.
    package var capturedAt: UnixTime?
    /// The number of members of the description that this version doesn't know.
    package var unknownMembers: Int
    /// The controls in their order.
    package var controls: [ControlRecord]
}
