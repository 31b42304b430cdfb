/// The identity of a chain: the digest files that one trail writes for one account and Region.
public struct ChainID: Hashable, Sendable {
    /// The kinds of chains.
    public enum Kind: String, Hashable, Sendable {
        /// One digest file each hour.
        case standard
        /// Digest files that CloudTrail made later for time without them.
        case backfill
    }

    /// The organization of an organization trail.
    public var organizationID: String?
    /// The account: twelve digits.
    public var accountID: String
    /// The Region whose events the chain covers.
    public var region: String
    /// The name of the trail.
    public var trail: String
    /// The Region in which the trail was created.
    public var homeRegion: String
    /// The kind.
    public var kind: Kind
}

extension ChainID: CustomStringConvertible {
    /// The chain as `ACCOUNT/REGION/TRAIL`.
    public var description: String { "\(accountID)/\(region)/\(trail)" + (kind == .backfill ? " (backfill)" : "") }
}

/// Counts of digest files. Each object counts once, by the worst of its files.
public struct DigestCounts: Hashable, Sendable {
    /// Digest files that are proved.
    public var verified = 0
    /// Digest files without a proof.
    public var unverified = 0
    /// Digest files that the evidence contradicts.
    public var invalid = 0
    /// Missing digest files, in hours of missing time.
    public var missing = 0
}

/// Counts of log files. Each object counts once.
public struct LogCounts: Hashable, Sendable {
    /// Log files with the hash that a verified digest file records.
    public var verified = 0
    /// Log files without a proof.
    public var unverified = 0
    /// Log files that differ from what a verified digest file records.
    public var invalid = 0
    /// Log files that a verified digest file lists and the copy lacks.
    public var missing = 0
    /// Log files that no verified digest file lists.
    public var unreferenced = 0
}

/// Counts of findings by their effect.
public struct FindingCounts: Hashable, Sendable {
    /// Findings that make the run invalid.
    public var invalid = 0
    /// Findings that cost the proof.
    public var unverified = 0
    /// Notes, with the findings that are allowed.
    public var note = 0
    /// Notes that are allowed findings.
    public var allowed = 0
}

/// The counts of a run.
public struct Summary: Hashable, Sendable {
    /// Digest files in scope.
    public var digests = DigestCounts()
    /// Log files in scope.
    public var logs = LogCounts()
    /// Findings.
    public var findings = FindingCounts()
    /// Bytes read from storage.
    public var compressedBytes: UInt64 = 0
    /// The same bytes after inflation.
    public var inflatedBytes: UInt64 = 0
}

/// The result of one chain.
public struct ChainReport: Hashable, Sendable {
    /// The chain.
    public var id: ChainID
    /// The worst of what concerns the chain.
    public var verdict: Verdict
    /// Its digest files.
    public var digests: DigestCounts
    /// The log files that they list.
    public var logs: LogCounts
    /// The time for which verified digest files account, joined, in order. Empty for a backfill chain.
    public var covered: [Period]
    /// The time for which they should account and don't, in order. Empty for a backfill chain.
    public var gaps: [Period]
    /// Whether nothing can be missing before the first verified digest file in scope.
    public var isBeginningProven: Bool
    /// Whether nothing can be missing after the last verified digest file in scope.
    public var isEndProven: Bool
}

/// The result of a run over an archive.
public struct Report: Sendable {
    /// The verdict.
    public var verdict: Verdict
    /// The counts.
    public var summary: Summary
    /// The chains in scope, sorted.
    public var chains: [ChainReport]
    /// The findings, in the order of every report.
    public var findings: [Finding]
    /// What the reader should know that isn't a finding.
    public var warnings: [String]
    /// What `rendered(as:)` writes.
    let document: RenderedDocument
}

extension Report {
    /// The formats of a report. `Documentation/OUTPUT.md` describes them.
    public enum Format: String, Hashable, Sendable, CaseIterable {
        /// The text that `trailseal verify` prints.
        case text
        /// One JSON object.
        case json
        /// A page for the case file.
        case html
        /// JUnit XML.
        case junit
        /// SARIF 2.1.0.
        case sarif
        /// A table of the findings.
        case csv
        /// AWS Security Finding Format, as one array.
        case asff
        /// OCSF Detection Findings.
        case ocsf
    }
}
