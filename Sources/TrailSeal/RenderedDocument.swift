internal import TrailSealGzip
internal import TrailSealLibCrypto
internal import TrailSealReporting

/// The report as the reporters take it.
struct RenderedDocument: Sendable {
    private let document: ReportDocument

    init(_ document: ReportDocument) { self.document = document }

    func text(_ format: ReportFormat) -> String {
        var text = ""
        format.write(document, files: nil, to: ReportOutput(write: { text += $0 }))
        return text
    }
}

extension Report {
    /// Returns the report in a format, without times of the run, machine, user and libraries: the same inputs give the
    /// same text.
    public func rendered(as format: Format) -> String { document.text(ReportFormat(format)) }
}
