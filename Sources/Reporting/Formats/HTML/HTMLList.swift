/// Rows of names and values.
struct HTMLList {
    private var rows: [(name: String, value: String)] = []
    private let style: String?

    /// `style` is a class of the style sheet.
    init(_ style: String? = nil) { self.style = style }

    /// Adds a row; nil adds none.
    mutating func add(_ name: String, _ value: String?) {
        if let value { rows.append((name, HTMLText.sentence(value))) }
    }

    /// Adds a row of hashes, names of files, or what else is read letter by letter.
    mutating func addCode(_ name: String, _ value: String?) {
        if let value { rows.append((name, HTMLText.code(value))) }
    }

    func write(_ output: ReportOutput) {
        guard !rows.isEmpty else { return }
        output.line("<dl\(style.map { " class=\"\($0)\"" } ?? "")>")
        for row in rows { output.line("<div><dt>\(HTMLText.escaped(row.name))</dt><dd>\(row.value)</dd></div>") }
        output.line("</dl>")
    }
}
