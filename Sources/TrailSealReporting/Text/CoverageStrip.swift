internal import TrailSealPrimitives
internal import TrailSealVerification

/// One chain along the time of all chains. Each column shows the worst mark of its time.
struct CoverageStrip {
    /// A mark of a column. Worse marks have greater values.
    enum Mark: UInt8 {
        case outside, verified, unverified, finding, gap, invalid

        var isProblem: Bool { rawValue > Mark.verified.rawValue }
    }

    let name: ChainName
    private let axis: TimeAxis
    private(set) var marks: [Mark]

    init(_ chain: ChainRecord, _ axis: TimeAxis) {
        name = chain.name
        self.axis = axis
        marks = [Mark](repeating: .outside, count: axis.columns)
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

    var hasProblem: Bool { marks.contains(where: \.isProblem) }

    /// Marks the moment of a finding.
    mutating func mark(_ time: UnixTime, isInvalid: Bool) {
        guard axis.from <= time, time <= axis.to else { return }
        set(isInvalid ? .invalid : .finding, axis.column(of: time, roundedUp: false))
    }

    private mutating func fill(_ mark: Mark, from start: UnixTime, to end: UnixTime) {
        let first = axis.column(of: start, roundedUp: false)
        for column in first..<max(first + 1, axis.column(of: end, roundedUp: true)) { set(mark, column) }
    }

    private mutating func set(_ mark: Mark, _ column: Int) {
        let column = min(max(0, column), marks.count - 1)
        if mark.rawValue > marks[column].rawValue { marks[column] = mark }
    }

    func cells(_ style: TextStyle) -> String {
        marks.map { mark in
            switch mark {
            case .outside: " "
            case .verified: style.paint(style.isASCII ? "#" : "█", .green)
            case .unverified: style.paint(style.isASCII ? "~" : "▒", .yellow)
            case .gap: style.paint("_", .yellow)
            case .finding: style.paint("?", .yellow)
            case .invalid: style.paint("!", .red)
            }
        }.joined()
    }
}

/// The time of all chains, divided into columns.
struct TimeAxis {
    let from: UnixTime
    let to: UnixTime
    let columns: Int

    /// Returns nil if no chain has a digest or a gap.
    init?(_ chains: some Sequence<ChainRecord>, columns: Int) {
        var from: UnixTime?
        var to: UnixTime?
        for chain in chains {
            for span in chain.digestSpans {
                from = min(from ?? span.from, span.from)
                to = max(to ?? span.to, span.to)
            }
            for gap in chain.gaps {
                from = min(from ?? gap.from, gap.from)
                to = max(to ?? gap.to, gap.to)
            }
        }
        guard let from, let to, from < to, columns > 0 else { return nil }
        (self.from, self.to, self.columns) = (from, to, columns)
    }

    func column(of time: UnixTime, roundedUp: Bool) -> Int {
        let length = to.interval(since: from)
        // Years have four digits, so this stays far below the range.
        let scaled = min(max(from, time), to).interval(since: from) * Int64(columns)
        return Int((scaled + (roundedUp ? length - 1 : 0)) / length)
    }

    /// The dates of its ends, and of its middle if there is room: `2026-10-01      2026-10-16      2026-10-31`.
    var label: String {
        let isShort = to.interval(since: from) < 3 * UnixTime.day
        func text(_ time: UnixTime) -> String {
            let iso = time.iso8601
            return String(iso.prefix(10)) + (isShort ? " " + iso.dropFirst(11).prefix(5) : "")
        }
        let middle = from + to.interval(since: from) / 2
        let (first, center, last) = (text(from), text(middle), text(to))
        guard columns > first.count + last.count else { return first }
        var cells = [Character](repeating: " ", count: columns)
        func write(_ text: String, at position: Int) {
            for (offset, character) in text.enumerated() where cells.indices.contains(position + offset) {
                cells[position + offset] = character
            }
        }
        write(first, at: 0)
        write(last, at: columns - last.count)
        if columns >= 2 * (first.count + center.count) { write(center, at: columns / 2) }
        return String(cells)
    }
}

extension FindingRecord {
    /// Whether timelines mark its time: it is about a log file, or about a file that can't be read.
    var isMarked: Bool { verdict != .note && (topic == .log || known == .fileUnreadable) }

    /// The time of the finding: the beginning of its interval, or the time in the object's name. Nil if there is neither.
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
