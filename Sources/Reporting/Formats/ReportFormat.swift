/// The formats of `--report`, by the names that users type.
public enum ReportFormat: String, CaseIterable, Sendable {
    case text, json, jsonl, html, junit, sarif, csv, asff, ocsf, prometheus

    /// Whether it holds a record of every file, which a JSON report does not know.
    public var needsFiles: Bool { self == .jsonl }
    /// Whether the content of the file that is replaced matters.
    public var continuesFormer: Bool { self == .prometheus }

    /// What a reporter needs beside the records.
    public struct Context: Sendable {
        public var style: TextStyle
        /// The content of the file that will be replaced, where the format continues it.
        public var former: String?

        public init(style: TextStyle = TextStyle(), former: String? = nil) {
            self.style = style
            self.former = former
        }
    }

    /// Writes `document` in this format.
    public func write(
        _ document: ReportDocument, files: (any FileRecords)?, context: Context = Context(), to output: ReportOutput
    ) {
        func tell(_ reporter: some Reporter) {
            var reporter = reporter
            document.tell(&reporter, files: files, output)
        }
        switch self {
        case .text: tell(TextReporter(context.style))
        case .json: tell(JSONReporter())
        case .jsonl: tell(JSONLinesReporter())
        case .html: tell(HTMLReporter())
        case .junit: tell(JUnitReporter())
        case .sarif: tell(SARIFReporter())
        case .csv: tell(CSVReporter())
        case .asff: tell(ASFFReporter())
        case .ocsf: tell(OCSFReporter())
        case .prometheus: tell(PrometheusReporter(former: context.former))
        }
    }
}
