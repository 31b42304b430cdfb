/// A table in a box that scrolls if the page is too narrow.
struct HTMLTable {
    /// The title of a column of text or of numbers.
    enum Column: ExpressibleByStringLiteral {
        case text(String)
        case number(String)

        init(stringLiteral title: String) { self = .text(title) }
    }

    private let output: ReportOutput

    /// Writes the head of a table.
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

    /// Writes a row. The cells are escaped HTML.
    func row(_ cells: [String]) { output.line("<tr>\(cells.joined())</tr>") }

    /// Writes the end of the table.
    func end() { output.line("</tbody>\n</table></div>") }

    /// Returns a cell with text.
    static func cell(_ text: String) -> String { "<td>\(HTMLText.escaped(text))</td>" }
    /// Returns a cell with text that isn't broken.
    static func time(_ text: String) -> String { "<td class=\"time\">\(HTMLText.escaped(text))</td>" }
    /// Returns a cell with a name or hash.
    static func code(_ text: String) -> String { "<td class=\"mono\">\(HTMLText.escaped(text))</td>" }
    /// Returns a cell with a number.
    static func number(_ text: String) -> String { "<td class=\"number\">\(text)</td>" }
}
