/// One record of a report.
public enum ReportEvent: Sendable {
    case digest(DigestRecord)
    case log(LogRecord)
    case chain(ChainRecord)
    case group(FindingGroup)
    case finding(FindingRecord)
    case account(AccountRecord)
}

/// Where a reporter writes.
public struct ReportOutput {
    /// The files of a report whose consumers limit what one file may hold.
    public struct Parts {
        /// Ends a file and begins the next one of this account; nil for files of no account.
        public let begin: (_ account: String?) -> Void
        /// Empties what an earlier report left as further files of this account.
        public let emptyOthers: (_ account: String?) -> Void

        public init(begin: @escaping (String?) -> Void, emptyOthers: @escaping (String?) -> Void) {
            self.begin = begin
            self.emptyOthers = emptyOthers
        }
    }

    /// Appends text.
    public let write: (String) -> Void
    /// Nil if everything goes to one place.
    public let parts: Parts?

    public init(write: @escaping (String) -> Void, parts: Parts? = nil) {
        self.write = write
        self.parts = parts
    }

    func line(_ text: String = "") { write(text + "\n") }
}

/// Writes one format. Hears the records of a report in canonical order (files, chains, groups, findings, controls), and never
/// asks for more.
public protocol Reporter {
    /// Whether it shows every digest and log file. The others are not made to walk them.
    var wantsFiles: Bool { get }
    /// Before the first record. The head knows the totals.
    mutating func begin(_ head: ReportHead, _ output: ReportOutput)
    mutating func record(_ event: ReportEvent, _ output: ReportOutput)
    /// After the last record.
    mutating func end(_ output: ReportOutput)
}

extension Reporter {
    public var wantsFiles: Bool { false }
}

extension ReportDocument {
    /// Tells a reporter everything. `groups` are those of the document; `files` is nil where the records of single files are
    /// not known.
    func tell(
        _ reporter: inout some Reporter, groups: FindingGroups, files: (any FileRecords)?, _ output: ReportOutput
    ) {
        reporter.begin(head, output)
        if reporter.wantsFiles, let files {
            files.forEachDigest { reporter.record(.digest($0), output) }
            files.forEachLog { reporter.record(.log($0), output) }
        }
        for chain in chains { reporter.record(.chain(chain), output) }
        for group in groups.all { reporter.record(.group(group), output) }
        for (finding, group) in zip(findings, groups.positions) {
            var finding = finding
            finding.group = group
            reporter.record(.finding(finding), output)
        }
        for account in accounts ?? [] { reporter.record(.account(account), output) }
        reporter.end(output)
    }
}
