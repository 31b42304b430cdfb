/// Writes lines of CSV (RFC 4180, with CR LF). Cells that a spreadsheet could read as a formula begin with an
/// apostrophe.
enum CSVText {
    /// Returns a line.
    static func line(_ cells: [String]) -> String {
        var line: [UInt8] = []
        for (index, cell) in cells.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            append(cell, to: &line)
        }
        return String(decoding: line + "\r\n".utf8, as: UTF8.self)
    }

    private static func append(_ cell: String, to line: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let isFormula = cell.utf8.first.map { "=+-@".utf8.contains($0) } ?? false
        let isQuoted = cell.utf8.contains { $0 == quote || $0 == 0x2C || $0 == 0x0D || $0 == 0x0A }
        if isQuoted { line.append(quote) }
        if isFormula { line.append(UInt8(ascii: "'")) }
        for byte in cell.utf8 {
            if byte == quote { line.append(quote) }
            line.append(byte)
        }
        if isQuoted { line.append(quote) }
    }
}
