internal import TrailSealPrimitives

/// The margins of printed pages. The header holds verdict, case and archive, the footer holds tool and page number.
struct PrintStyle {
    /// The most columns of a name in the header.
    private static let width = 56

    private let head: ReportHead

    /// Creates the style for a report.
    init(_ head: ReportHead) { self.head = head }

    /// The style sheet.
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

    /// Returns a CSS string. All but plain characters are escaped, so that no text can end the string or the sheet.
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
