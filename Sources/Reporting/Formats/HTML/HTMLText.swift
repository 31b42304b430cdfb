/// Pieces of text in the HTML report. Every text of a report goes through `escaped`.
enum HTMLText {
    static func escaped(_ text: String) -> String { XMLText.escaped(text) }

    /// A word in the colour of what it says.
    static func badge(_ word: String) -> String { "<span class=\"is-\(escaped(word))\">\(escaped(word))</span>" }

    static func code(_ text: String) -> String { "<code>\(escaped(text))</code>" }

    static func soft(_ text: String) -> String { "<span class=\"soft\">\(escaped(text))</span>" }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
