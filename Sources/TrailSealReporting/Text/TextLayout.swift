/// Fits text to a terminal: measures, cuts and wraps lines.
enum TextLayout {
    /// Returns the number of columns that the text takes. East Asian wide characters take two, combining marks and color
    /// sequences none.
    static func width(_ text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x1B }) { return text.utf8.count }
        var columns = 0
        var isInSequence = false
        for scalar in text.unicodeScalars {
            if isInSequence {
                isInSequence = scalar != "m"
            } else if scalar == "\u{1B}" {
                isInSequence = true
            } else {
                columns += width(scalar)
            }
        }
        return columns
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        // The blocks that UAX 11 calls wide, without their exceptions: one column too many does no harm.
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// Returns the text without its middle, so that it takes at most `limit` columns. The end gets four fifths of the
    /// columns, because the end of a key says more than its beginning.
    static func cut(_ text: String, to limit: Int, isASCII: Bool) -> String {
        guard width(text) > limit else { return text }
        let mark = isASCII ? "..." : "…"
        let room = max(2, limit - width(mark))
        return prefix(text, room / 5) + mark + suffix(text, room - room / 5)
    }

    private static func prefix(_ text: String, _ limit: Int) -> String {
        var (result, used) = ("", 0)
        for character in text {
            used += width(String(character))
            if used > limit { break }
            result.append(character)
        }
        return result
    }

    private static func suffix(_ text: String, _ limit: Int) -> String {
        var (result, used): ([Character], Int) = ([], 0)
        for character in text.reversed() {
            used += width(String(character))
            if used > limit { break }
            result.append(character)
        }
        return String(result.reversed())
    }

    /// Returns the text broken between words into lines of at most `width` columns. `first` begins the first line, and as
    /// many spaces begin the others. A word that is longer than a line gets a line of its own, because it may be a path or
    /// a command to copy.
    static func wrap(_ text: String, width limit: Int, first: String = "") -> [String] {
        let indent = String(repeating: " ", count: width(first))
        var lines: [String] = []
        var line = first
        var used = width(first)
        var isEmpty = true
        func breakLine(_ end: String = "") {
            lines.append(line + end)
            (line, used, isEmpty) = (indent, indent.count, true)
        }
        // A command moves to a new line if it then fits. Otherwise it is broken with a backslash, so that a copy still runs.
        let continuation = " \\"
        let words = text.utf8.split(separator: UInt8(ascii: " ")).map { Substring($0) }
            .flatMap { width($0) > limit - indent.count ? partsOfARN($0) : [$0] }
        var commandEnd = 0
        for (position, word) in words.enumerated() {
            let length = width(word)
            if position >= commandEnd, let end = end(ofCommandAt: position, in: words) {
                commandEnd = end
                let whole = words[position..<end].reduce(-1) { $0 + 1 + width($1) }
                if !isEmpty, used + 1 + whole > limit, indent.count + whole <= limit { breakLine() }
            }
            let isInCommand = position + 1 < commandEnd
            if !isEmpty, used + 1 + length + (isInCommand ? continuation.count : 0) > limit {
                breakLine(position < commandEnd && words[position] != "aws" ? continuation : "")
            }
            line += (isEmpty ? "" : " ") + word
            used += (isEmpty ? 0 : 1) + length
            isEmpty = false
        }
        return lines + [line]
    }

    /// Returns the lines, with those that are too wide broken between words. Further lines are indented by two more columns.
    /// Nil sets no limit.
    static func wrapped(_ lines: [String], width: Int?) -> [String] {
        guard let width else { return lines }
        return lines.flatMap { line -> [String] in
            guard self.width(line) > width else { return [line] }
            let indent = String(line.prefix { $0 == " " })
            let parts = wrap(String(line.dropFirst(indent.count)), width: width - indent.count - 2)
            return parts.enumerated().map { indent + ($0 == 0 ? "" : "  ") + $1 }
        }
    }

    /// Returns an ARN that is too long for a line, split before the name of the resource. Any other word stays whole.
    private static func partsOfARN(_ word: Substring) -> [Substring] {
        guard word.hasPrefix("arn:"), let slash = word.firstIndex(of: "/") else { return [word] }
        let name = word.index(after: slash)
        return [word[..<name], word[name...]]
    }

    /// Returns the end of the AWS CLI command that begins at `position`: after `--output json`, which every command has. Nil
    /// if no command begins there.
    private static func end(ofCommandAt position: Int, in words: [Substring]) -> Int? {
        guard words[position] == "aws" else { return nil }
        let format = words[position...].firstIndex(of: "--output")
        let next = words[(position + 1)...].firstIndex(of: "aws") ?? words.count
        return format.flatMap { $0 + 1 < next ? $0 + 2 : nil }
    }
}
