/// Recognizes lines of YAML, which the AWS CLI prints with `output = yaml`.
public enum YAMLLine {
    /// Whether `line` looks like `trailList:` or `- Fingerprint: 0123`.
    public static func isOne(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " || $0 == "-" }
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex else { return false }
        let rest = text[text.index(after: colon)...]
        return text[..<colon].allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
            && (rest.isEmpty || rest.first == " ")
    }
}
