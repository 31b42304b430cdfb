/// Writes text in the HTML report. Every text of a report goes through `escaped`.
enum HTMLText {
    /// Returns the escaped text.
    static func escaped(_ text: String) -> String { XMLText.escaped(text) }

    /// Returns a verdict or status in its color.
    static func badge(_ word: String) -> String { "<span class=\"is-\(escaped(word))\">\(escaped(word))</span>" }

    /// The most bytes of a word that is kept on one line.
    private static let wordLimit = 32

    /// Returns a sentence in which times, options and other words with hyphens aren't broken.
    static func sentence(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let isKept = word.contains("-") && word.utf8.count <= wordLimit
            return isKept ? "<span class=\"word\">\(escaped(String(word)))</span>" : escaped(String(word))
        }.joined(separator: " ")
    }

    /// Returns the text without its middle. The whole text is shown as a tooltip.
    static func cut(_ text: String, to columns: Int) -> String {
        let short = TextLayout.cut(text, to: columns, isASCII: false)
        return short == text ? escaped(text) : "<span title=\"\(escaped(text))\">\(escaped(short))</span>"
    }

    /// Returns a name or hash.
    static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    /// Returns less important text.
    static func soft(_ text: String) -> String { "<span class=\"soft\">\(escaped(text))</span>" }
}

extension String {
    /// The text with an upper-case first character.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
