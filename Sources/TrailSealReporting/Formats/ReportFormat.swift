/// The formats of `--report`. The raw values are the names that users type.
package enum ReportFormat: String, CaseIterable, Sendable {
    case text, json, jsonl, html, junit, sarif, csv, asff, ocsf, prometheus

    /// Whether the format holds a record of every file. A JSON report has no such records.
    package var needsFiles: Bool { self == .jsonl }
    /// The content of an empty part, if the format may need several files; otherwise nil.
    package var emptyPart: String? { self == .asff ? ASFFReporter.emptyPart : nil }
    /// Whether a file that starts with `start` is a part of a report in this format.
    package func isPart(_ start: String) -> Bool { self == .asff && ASFFReporter.isPart(start) }
    /// Whether the report continues the content of the file that it replaces.
    package var continuesFormer: Bool { self == .prometheus }

    /// What people see first in text and CSV. The other formats don't depend on it.
    package enum Table: Sendable {
        /// What was verified and found.
        case findings
        /// The control changes: the report of `trailseal changes`.
        case changes
    }

    /// What a reporter needs besides the records.
    package struct Context: Sendable {
        /// The style of text.
        package var style: TextStyle
        /// The content of the file that will be replaced, if the format continues it.
        package var former: String?
        /// The groups of the document, if they are known already.
        package var groups: FindingGroups?
        /// What text and CSV show.
        package var table: Table

        /// Creates a context.
        package init(
            style: TextStyle = TextStyle(), former: String? = nil, groups: FindingGroups? = nil,
            table: Table = .findings
        ) {
            self.style = style
            self.former = former
            self.groups = groups
            self.table = table
        }
    }

    /// Writes `document` in this format. `files` are the records of single files, or nil if they aren't known.
    package func write(
        _ document: ReportDocument, files: (any FileRecords)?, context: Context = Context(), to output: ReportOutput
    ) {
        let groups = context.groups ?? FindingGroups(of: document)
        func tell(_ reporter: some Reporter) {
            var reporter = reporter
            document.tell(&reporter, groups: groups, files: files, output)
        }
        switch self {
        case .text:
            let plain = ReportOutput(write: { output.write(context.style.isASCII ? $0.asASCII : $0) })
            if context.table == .changes {
                var reporter = ChangeTextReporter(context.style)
                document.tell(&reporter, groups: groups, files: files, plain)
            } else {
                var reporter = TextReporter(context.style)
                document.tell(&reporter, groups: groups, files: files, plain)
            }
        case .json: tell(JSONReporter())
        case .jsonl: tell(JSONLinesReporter())
        case .html: tell(HTMLReporter())
        case .junit: tell(JUnitReporter())
        case .sarif: tell(SARIFReporter())
        case .csv where context.table == .changes: tell(ChangeCSVReporter())
        case .csv: tell(CSVReporter())
        case .asff: tell(ASFFReporter())
        case .ocsf: tell(OCSFReporter())
        case .prometheus: tell(PrometheusReporter(former: context.former))
        }
    }
}
