/// One record of a report.
package enum ReportEvent: Sendable {
    /// A digest file.
    case digest(DigestRecord)
    /// A log file.
    case log(LogRecord)
    /// A chain.
    case chain(ChainRecord)
    /// A group of findings.
    case group(FindingGroup)
    /// A finding.
    case finding(FindingRecord)
    /// A control change.
    case change(ChangeRecord)
    /// The controls of an account.
    case account(AccountRecord)
}

/// Where a reporter writes.
package struct ReportOutput {
    /// Begins further files, for formats whose consumers limit the content of one file.
    package struct Parts {
        /// Ends the current file and begins the next one for an account; nil stands for files of no account.
        package let begin: (_ account: String?) -> Void
        /// Empties further files for an account that an earlier report left.
        package let emptyOthers: (_ account: String?) -> Void

        /// Creates the functions.
        package init(begin: @escaping (String?) -> Void, emptyOthers: @escaping (String?) -> Void) {
            self.begin = begin
            self.emptyOthers = emptyOthers
        }
    }

    /// Appends text.
    package let write: (String) -> Void
    /// The functions for further files; nil if everything goes to one file.
    package let parts: Parts?

    /// Creates an output.
    package init(write: @escaping (String) -> Void, parts: Parts? = nil) {
        self.write = write
        self.parts = parts
    }

    /// Appends a line.
    func line(_ text: String = "") { write(text + "\n") }
}

/// Writes one format. A reporter gets the records of a report in canonical order: files, chains, groups, findings,
/// changes, controls.
package protocol Reporter {
    /// Whether the format shows every digest and log file. If not, the reporter gets no records of files.
    var wantsFiles: Bool { get }
    /// Called before the first record. The head holds the totals.
    mutating func begin(_ head: ReportHead, _ output: ReportOutput)
    /// Called for each record.
    mutating func record(_ event: ReportEvent, _ output: ReportOutput)
    /// Called after the last record.
    mutating func end(_ output: ReportOutput)
}

extension Reporter {
    /// False by default.
    package var wantsFiles: Bool { false }
}

extension ReportDocument {
    /// Passes all records to a reporter. `groups` are those of the document. `files` is nil if the records of single files
    /// aren't known.
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
        if head.changeCounts != nil {
            for change in changes { reporter.record(.change(change), output) }
        }
        for account in accounts ?? [] { reporter.record(.account(account), output) }
        reporter.end(output)
    }
}
