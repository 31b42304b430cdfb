/// Rows of cells as lines, columns padded to their widest cell.
enum TextTable {
    /// A column that gives way if a table is too wide: its cells are cut in the middle, down to `minimum` columns.
    struct Flexible {
        let column: Int
        let minimum: Int
    }

    private static let gap = 2

    /// `width` is the most that a line may take; nil sets no limit. The flexible columns give way in their order.
    static func lines(
        _ rows: [[String]], width: Int? = nil, flexible: [Flexible] = [], isASCII: Bool = false,
        paint: (_ cell: String, _ column: Int) -> String = { cell, _ in cell }
    ) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        var widths = (0..<columns).map { column in
            rows.map { column < $0.count ? TextLayout.width($0[column]) : 0 }.max() ?? 0
        }
        if let width {
            for one in flexible where one.column < columns {
                let excess = widths.reduce(0, +) + gap * max(0, columns - 1) - width
                if excess > 0 { widths[one.column] = max(min(one.minimum, widths[one.column]), widths[one.column] - excess) }
            }
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let cell = TextLayout.cut(cell, to: max(1, widths[column]), isASCII: isASCII)
                let isLast = column == row.count - 1
                return paint(cell, column)
                    + String(repeating: " ", count: isLast ? 0 : max(0, widths[column] - TextLayout.width(cell)))
            }.joined(separator: String(repeating: " ", count: gap))
        }
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    static func grouped(_ number: Int) -> String { Numbers.grouped(number) }
}
