/// The style of the text report: what the user asked for and what the terminal can show.
package struct TextStyle: Sendable {
    /// Whether escape sequences color words.
    package var isColored: Bool
    /// Whether only ASCII is written.
    package var isASCII: Bool
    /// The level of detail. 0: groups of findings with examples. 1: every finding and every chain. 2: also every file.
    package var verbosity: Int
    /// The columns of a line.
    package var width: Int
    /// Whether the verdict may take several lines, as on a terminal. Elsewhere it stays on the last line, which scripts read.
    package var wrapsVerdict: Bool

    /// The width if there is no terminal, in columns.
    package static let standardWidth = 100
    /// The widths that reports use, in columns. A wider terminal isn't filled, and a narrower one breaks lines itself.
    package static let widths = 80...200

    /// Creates a style. `width` is clamped to `widths`.
    package init(
        isColored: Bool = false, isASCII: Bool = false, verbosity: Int = 0, width: Int = TextStyle.standardWidth,
        wrapsVerdict: Bool = false
    ) {
        self.wrapsVerdict = wrapsVerdict
        self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
        self.isColored = isColored
        self.isASCII = isASCII
        self.verbosity = verbosity
    }

    /// Colors that every terminal has, as SGR codes.
    enum Color: Int {
        case red = 31
        case green = 32
        case yellow = 33
        case dim = 2
        case bold = 1
    }

    func paint(_ text: String, _ color: Color?) -> String {
        guard isColored, let color else { return text }
        return "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m"
    }

    /// Returns the color of a verdict, a control status or the word `allowed`.
    func color(of word: String) -> Color? {
        switch word {
        case "verified", "PASSED": .green
        case "invalid", "FAILED": .red
        case "unverified", "WARNING", "NOT_AVAILABLE": .yellow
        case "note", "allowed": .dim
        default: nil
        }
    }
}

extension String {
    /// The text with each non-ASCII character written as `\u{HEX}`.
    var asASCII: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        return unicodeScalars.map { $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined()
    }
}
