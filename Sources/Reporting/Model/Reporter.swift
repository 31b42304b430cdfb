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
    /// Appends text.
    public let write: (String) -> Void
    /// Ends a part and begins the next one, for formats whose consumers limit the size of a file.
    public let beginPart: () -> Void

    public init(write: @escaping (String) -> Void, beginPart: @escaping () -> Void = {}) {
        self.write = write
        self.beginPart = beginPart
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
    /// Tells a reporter everything. `files` is nil where the records of single files are not known.
    public func tell(_ reporter: inout some Reporter, files: (any FileRecords)?, _ output: ReportOutput) {
        reporter.begin(head, output)
        if reporter.wantsFiles, let files {
            files.forEachDigest { reporter.record(.digest($0), output) }
            files.forEachLog { reporter.record(.log($0), output) }
        }
        for chain in chains { reporter.record(.chain(chain), output) }
        let groups = FindingGroups(findings)
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
