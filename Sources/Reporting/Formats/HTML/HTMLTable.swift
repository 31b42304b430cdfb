/// A table in a box of its own, which scrolls if the page is too narrow for it.
struct HTMLTable {
    enum Column: ExpressibleByStringLiteral {
        case text(String)
        case number(String)

        init(stringLiteral title: String) { self = .text(title) }
    }

    private let output: ReportOutput

    /// Writes the head.
    static func begin(_ columns: [Column], _ output: ReportOutput) -> HTMLTable {
        let titles = columns.map { column in
            switch column {
            case .text(let title): "<th>\(HTMLText.escaped(title))</th>"
            case .number(let title): "<th class=\"number\">\(HTMLText.escaped(title))</th>"
            }
        }
        output.line(
            "<div class=\"scroll\" tabindex=\"0\"><table>\n"
                + "<thead><tr>\(titles.joined())</tr></thead>\n<tbody>")
        return HTMLTable(output: output)
    }

    /// Cells are escaped HTML.
    func row(_ cells: [String]) { output.line("<tr>\(cells.joined())</tr>") }

    func end() { output.line("</tbody>\n</table></div>") }

    static func cell(_ text: String) -> String { "<td>\(HTMLText.escaped(text))</td>" }
    static func time(_ text: String) -> String { "<td class=\"time\">\(HTMLText.escaped(text))</td>" }
    static func code(_ text: String) -> String { "<td class=\"mono\">\(HTMLText.escaped(text))</td>" }
    static func number(_ text: String) -> String { "<td class=\"number\">\(text)</td>" }
}
