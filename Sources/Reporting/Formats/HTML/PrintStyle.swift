internal import Primitives

/// The margins of printed pages: verdict, case and archive above, tool and page below.
struct PrintStyle {
    /// Columns of the names in the header.
    private static let width = 56

    private let head: ReportHead

    init(_ head: ReportHead) { self.head = head }

    var sheet: String {
        let archive = head.inputs.archives.map(\.path).joined(separator: ", ")
        let time = head.run.isDeterministic ? "" : ", " + head.run.finishedAt.iso8601
        let soft = "font: 8pt system-ui, \"DejaVu Sans\", sans-serif; color: #525d6b;"
        return """
            @page { size: A4; margin: 20mm 14mm 18mm; \
            @top-left { \(soft) content: \(string(HTMLReporter.title(head))); } @top-right { \(soft) content: \(string(archive)); } \
            @bottom-left { \(soft) content: \(string("TrailSeal \(head.tool.version)\(time)")); } \
            @bottom-right { \(soft) content: "Page " counter(page) " of " counter(pages); } }
            @page wide { size: A4 landscape; }
            """
    }

    /// A string of a style sheet. What isn't plain is escaped, so that no text ends the string or the sheet.
    private func string(_ text: String) -> String {
        let short = TextLayout.cut(text, to: Self.width, isASCII: false)
        let escaped = short.unicodeScalars.map { scalar in
            switch scalar {
            case "A"..."Z", "a"..."z", "0"..."9", " ", ".", ",", ":", "/", "-", "_": String(scalar)
            default: "\\" + String(scalar.value, radix: 16) + " "
            }
        }
        return "\"\(escaped.joined())\""
    }
}
