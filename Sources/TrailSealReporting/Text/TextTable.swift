/// Writes rows of cells as lines. Columns are padded to their widest cell.
enum TextTable {
    /// A column that becomes narrower if the table is too wide, down to `minimum` characters. Longer cells are cut in the
    /// middle.
    struct Flexible {
        let column: Int
        let minimum: Int
    }

    private static let gap = 2

    /// Returns the lines of a table. `width` is the most characters of a line; nil sets no limit. In a table that is too
    /// wide, the columns of `flexible` become narrower, one after the other, until the table fits. If `wrapsLast` is true,
    /// the last column continues on further lines, and is broken between words.
    static func lines(
        _ rows: [[String]], width: Int? = nil, flexible: [Flexible] = [], wrapsLast: Bool = false,
        isASCII: Bool = false,
        paint: (_ cell: String, _ column: Int) -> String = { cell, _ in cell }
    ) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        var widths = (0..<columns).map { column in
            rows.map { column < $0.count ? TextLayout.width($0[column]) : 0 }.max() ?? 0
        }
        if let width {
            for one in flexible where one.column < columns {
                let excess = widths.reduce(0, +) + gap * max(0, columns - 1) - width
                if excess > 0 {
                    widths[one.column] = max(min(one.minimum, widths[one.column]), widths[one.column] - excess)
                }
            }
        }
        if wrapsLast, let width, let last = widths.last {
            let used = widths.dropLast().reduce(0, +) + gap * max(0, columns - 1)
            let room = max(min(last, leastText), width - used)
            return rows.flatMap { row -> [String] in
                guard row.count == columns, let cell = row.last else { return lines([row], paint: paint) }
                let begin = lines([row.dropLast() + [""]], widths: widths, isASCII: isASCII, paint: paint).joined()
                return TextLayout.wrap(cell, width: room).enumerated().map { number, line in
                    (number == 0 ? begin : String(repeating: " ", count: used)) + line
                }
            }
        }
        return lines(rows, widths: widths, isASCII: isASCII, paint: paint)
    }

    /// The least width of a last column that is broken between words, in characters.
    private static let leastText = 20

    private static func lines(
        _ rows: [[String]], widths: [Int], isASCII: Bool, paint: (_ cell: String, _ column: Int) -> String
    ) -> [String] {
        rows.map { row in
            row.enumerated().map { column, cell in
                let cell = TextLayout.cut(cell, to: max(1, widths[column]), isASCII: isASCII)
                let isLast = column == row.count - 1
                return paint(cell, column)
                    + String(repeating: " ", count: isLast ? 0 : max(0, widths[column] - TextLayout.width(cell)))
            }.joined(separator: String(repeating: " ", count: gap))
        }
    }

    /// Returns a number with its noun, for example `1 file` or `2 files`.
    static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    static func grouped(_ number: Int) -> String { Numbers.grouped(number) }
}
