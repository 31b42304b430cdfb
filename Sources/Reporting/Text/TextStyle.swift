/// How text looks: what the user asked for and what the terminal can show.
public struct TextStyle: Sendable {
    /// Whether escape sequences may colour words.
    public var isColored: Bool
    /// Whether only ASCII may be written.
    public var isASCII: Bool
    /// 0: groups of findings with examples; 1: every finding and every chain; 2: every file too.
    public var verbosity: Int
    /// Columns of a line.
    public var width: Int
    /// Whether the verdict may take several lines, as on a terminal. Elsewhere it stays the last line, which scripts read.
    public var wrapsVerdict: Bool

    /// The width without a terminal.
    public static let standardWidth = 100
    /// The widths that a terminal may have; a wider one isn't filled, of a narrower one lines are broken.
    public static let widths = 80...200

    public init(
        isColored: Bool = false, isASCII: Bool = false, verbosity: Int = 0, width: Int = TextStyle.standardWidth,
        wrapsVerdict: Bool = false
    ) {
        self.wrapsVerdict = wrapsVerdict
        self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
        self.isColored = isColored
        self.isASCII = isASCII
        self.verbosity = verbosity
    }

    /// Colours of the eight that every terminal has.
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

    /// The colour of a verdict, status or weight.
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
    /// The text with every other character as `\u{HEX}`.
    var asASCII: String {
        if utf8.allSatisfy({ $0 < 0x80 }) { return self }
        return unicodeScalars.map { $0.isASCII ? String($0) : "\\u{\(String($0.value, radix: 16))}" }.joined()
    }
}
