/// Rows of cells as lines, columns padded to their widest cell.
enum TextTable {
    static func lines(
        _ rows: [[String]], paint: (_ cell: String, _ column: Int) -> String = { cell, _ in cell }
    ) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = column == row.count - 1 ? 0 : max(0, widths[column] - cell.count)
                return paint(cell, column) + String(repeating: " ", count: padding)
            }.joined(separator: "  ")
        }
    }

    static func count(_ number: Int, _ noun: String) -> String { "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")" }

    static func grouped(_ number: Int) -> String { Numbers.grouped(number) }
}
