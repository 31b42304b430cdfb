/// Pieces of text in the HTML report. Every text of a report goes through `escaped`.
enum HTMLText {
    static func escaped(_ text: String) -> String { XMLText.escaped(text) }

    /// A word in the colour of what it says.
    static func badge(_ word: String) -> String { "<span class=\"is-\(escaped(word))\">\(escaped(word))</span>" }

    /// Most columns of a word that is kept on one line.
    private static let wordLimit = 32

    /// A sentence whose times, options and other words with hyphens aren't broken into two lines.
    static func sentence(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let isKept = word.contains("-") && word.utf8.count <= wordLimit
            return isKept ? "<span class=\"word\">\(escaped(String(word)))</span>" : escaped(String(word))
        }.joined(separator: " ")
    }

    /// The text with its middle left out, and the whole of it for whoever points at it.
    static func cut(_ text: String, to columns: Int) -> String {
        let short = TextLayout.cut(text, to: columns, isASCII: false)
        return short == text ? escaped(text) : "<span title=\"\(escaped(text))\">\(escaped(short))</span>"
    }

    static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    static func soft(_ text: String) -> String { "<span class=\"soft\">\(escaped(text))</span>" }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
