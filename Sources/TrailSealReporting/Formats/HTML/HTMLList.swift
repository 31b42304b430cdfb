/// A list of names and values.
struct HTMLList {
    private var rows: [(name: String, value: String)] = []
    private let style: String?

    /// Creates an empty list. `style` is a class of the style sheet.
    init(_ style: String? = nil) { self.style = style }

    /// Adds a row. Does nothing if the value is nil.
    mutating func add(_ name: String, _ value: String?) {
        if let value { rows.append((name, HTMLText.sentence(value))) }
    }

    /// Adds a row for a hash, a path, or another value that is compared character by character. Does nothing if it is nil.
    mutating func addCode(_ name: String, _ value: String?) {
        if let value { rows.append((name, HTMLText.code(value))) }
    }

    /// Writes the list, unless it is empty.
    func write(_ output: ReportOutput) {
        guard !rows.isEmpty else { return }
        output.line("<dl\(style.map { " class=\"\($0)\"" } ?? "")>")
        for row in rows { output.line("<div><dt>\(HTMLText.escaped(row.name))</dt><dd>\(row.value)</dd></div>") }
        output.line("</dl>")
    }
}
