internal import CloudTrailVerification
internal import Primitives

/// A chain along time in a fixed number of columns, each showing the worst of what falls into it.
struct CoverageStrip {
    /// Worse is greater.
    enum Mark: Int {
        case outside, verified, unverified, gap, finding, invalid
    }

    static let width = 50

    let name: ChainName
    let from: UnixTime
    let to: UnixTime
    private(set) var marks = [Mark](repeating: .outside, count: width)

    /// Nil where the chain has neither a digest nor a gap.
    init?(_ chain: ChainRecord) {
        let begins = chain.digestSpans.map(\.from) + chain.gaps.map(\.from)
        let ends = chain.digestSpans.map(\.to) + chain.gaps.map(\.to)
        guard let from = begins.min(), let to = ends.max(), from < to else { return nil }
        (name, self.from, self.to) = (chain.name, from, to)
        for span in chain.digestSpans {
            let mark: Mark =
                switch span.verdict {
                case .verified: .verified
                case .unverified: .unverified
                case .invalid: .invalid
                }
            fill(mark, from: span.from, to: span.to)
        }
        for gap in chain.gaps { fill(.gap, from: gap.from, to: gap.to) }
    }

    /// Marks the moment of a finding.
    mutating func mark(_ time: UnixTime, isInvalid: Bool) {
        guard from <= time, time <= to else { return }
        set(isInvalid ? .invalid : .finding, column(of: time, roundedUp: false))
    }

    private mutating func fill(_ mark: Mark, from start: UnixTime, to end: UnixTime) {
        let first = column(of: start, roundedUp: false)
        for column in first..<max(first + 1, column(of: end, roundedUp: true)) { set(mark, column) }
    }

    private mutating func set(_ mark: Mark, _ column: Int) {
        let column = min(max(0, column), Self.width - 1)
        if mark.rawValue > marks[column].rawValue { marks[column] = mark }
    }

    private func column(of time: UnixTime, roundedUp: Bool) -> Int {
        let length = to.interval(since: from)
        // Years have four digits, so this stays far below the range.
        let scaled = time.interval(since: from) * Int64(Self.width)
        return Int((scaled + (roundedUp ? length - 1 : 0)) / length)
    }

    /// `us-east-1 main  10-01 ####__#### 11-22`, names of all padded to one width, and with accounts where there are several.
    static func lines(_ strips: some Collection<CoverageStrip>, areOfOneAccount: Bool, _ style: TextStyle) -> [String] {
        let labels = strips.map { strip in
            (areOfOneAccount ? "" : strip.name.accountID + " ") + strip.name.region + " " + strip.name.trail
                + (strip.name.isBackfill ? " (backfill)" : "")
        }
        let width = labels.map(\.count).max() ?? 0
        return zip(strips, labels).map { strip, label in
            label + String(repeating: " ", count: width - label.count) + "  " + strip.cells(style)
        }
    }

    private func cells(_ style: TextStyle) -> String {
        var cells = ""
        for mark in marks {
            switch mark {
            case .outside: cells += " "
            case .verified: cells += style.paint(style.isASCII ? "#" : "█", .green)
            case .unverified: cells += style.paint(style.isASCII ? "~" : "▒", .yellow)
            case .gap: cells += style.paint("_", .yellow)
            case .finding: cells += style.paint("?", .yellow)
            case .invalid: cells += style.paint("!", .red)
            }
        }
        // `10-01`, and the time of day too where days would not tell the ends apart.
        let isShort = to.interval(since: from) < 3 * UnixTime.day
        let days = [from, to].map { time in
            let iso = time.iso8601.dropFirst(5)
            return String(iso.prefix(5)) + (isShort ? " " + iso.dropFirst(6).prefix(5) : "")
        }
        return "\(days[0]) \(cells) \(days[1])"
    }

    static func legend(_ style: TextStyle) -> String {
        "\(style.isASCII ? "#" : "█") verified  \(style.isASCII ? "~" : "▒") unverified  _ no digest  ? finding  ! invalid"
    }
}

extension FindingRecord {
    /// When what it is about happened: the beginning of its interval, or the stamp in the object's name.
    var moment: UnixTime? {
        if let from { return from }
        let name = (key ?? path ?? "").utf8.split(separator: UInt8(ascii: "/")).last
        for part in name?.split(whereSeparator: { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") }) ?? [] {
            let bytes = Array(part)[...]
            if let time = UnixTime(keyForm: bytes) ?? UnixTime(logKeyForm: bytes) { return time }
        }
        return nil
    }
}
