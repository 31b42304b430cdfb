internal import TrailSealPrimitives
internal import TrailSealVerification

/// The time axis of all chains. Positions are percentages, so that marks fit a picture of any width.
struct TimelineAxis {
    let from: UnixTime
    let to: UnixTime
    private let ticks: [Tick]

    /// A tick with its label on two lines. A day is named only at its first tick.
    private struct Tick {
        let time: UnixTime
        var day = ""
        let label: String
    }

    /// The most ticks. A narrow page shows every second label.
    private static let tickLimit: Int64 = 7

    /// Returns nil if no chain has a digest or a gap.
    init?(_ chains: [ChainRecord]) {
        let spans = chains.flatMap { $0.digestSpans.map { TimeSpan(from: $0.from, to: $0.to) } + $0.gaps }
        guard let from = spans.map(\.from).min(), let to = spans.map(\.to).max(), from < to else { return nil }
        (self.from, self.to) = (from, to)
        ticks = Self.ticks(from, to)
    }

    /// Returns the position from the beginning in hundredths of a percent: 0 to 10,000.
    func position(_ time: UnixTime) -> Int {
        let length = to.interval(since: from)
        // Years have four digits, so this stays far below the range.
        return Int(min(max(from, time), to).interval(since: from) * 10_000 / length)
    }

    /// Returns hundredths of a percent as text, whatever the locale: `12.50%`.
    static func percent(_ hundredths: Int) -> String {
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        return rest == 0 ? "\(whole)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
    }

    /// The labels as SVG.
    var picture: String {
        let labels = ticks.enumerated().map { number, tick in
            let position = position(tick.time)
            // A centered label at the edge would be cut off.
            let anchor = position < 400 ? " class=\"first\"" : position > 9_500 ? " class=\"last\"" : ""
            let minor = number % 2 == 1 ? " class=\"minor\"" : ""
            let texts = [(tick.day, 10), (tick.label, 23)].filter { !$0.0.isEmpty }.map { text, y in
                "<text x=\"\(Self.percent(position))\" y=\"\(y)\"\(anchor)>\(text)</text>"
            }
            return "<g\(minor)>\(texts.joined())</g>"
        }
        return "<svg class=\"axis\" aria-hidden=\"true\">\(labels.joined())</svg>"
    }

    /// A vertical line at each tick, as SVG.
    var grid: String {
        ticks.map { tick in
            let x = Self.percent(position(tick.time))
            return "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"24\"/>"
        }.joined()
    }

    // MARK: Ticks

    /// Returns ticks at whole hours, days or months.
    private static func ticks(_ from: UnixTime, _ to: UnixTime) -> [Tick] {
        let length = to.interval(since: from)
        let steps: [Int64] = [1, 2, 3, 6, 12, 24, 48, 7 * 24, 14 * 24].map { $0 * UnixTime.hour }
        guard let step = steps.first(where: { length / $0 < tickLimit }) else { return months(from, to) }
        var time = UnixTime(seconds: (from.seconds / step + (from.seconds % step > 0 ? 1 : 0)) * step)
        var ticks: [Tick] = []
        var day = ""
        while time <= to, ticks.count <= tickLimit {
            let (date, clock) = (String(time.iso8601.prefix(10)), String(time.iso8601.dropFirst(11).prefix(5)))
            let isOfDays = step >= UnixTime.day
            ticks.append(
                Tick(time: time, day: isOfDays || date == day ? "" : date, label: isOfDays ? date : clock))
            (time, day) = (time + step, date)
        }
        return ticks
    }

    private static func months(_ from: UnixTime, _ to: UnixTime) -> [Tick] {
        func month(_ time: UnixTime) -> Int {
            let parts = time.iso8601.split(separator: "-").prefix(2).compactMap { Int($0) }
            return parts.count == 2 ? parts[0] * 12 + parts[1] - 1 : 0
        }
        let (first, last) = (month(from), month(to))
        let step =
            [1, 2, 3, 6, 12].first { (last - first) / $0 < Int(tickLimit) } ?? (last - first) / Int(tickLimit) + 1
        return stride(from: (first + step - 1) / step * step, through: last, by: step).compactMap { number in
            let (year, month) = (number / 12, number % 12 + 1)
            let label =
                "\(String(repeating: "0", count: max(0, 4 - "\(year)".count)))\(year)-\(month < 10 ? "0" : "")\(month)"
            guard let time = UnixTime(iso8601: Array("\(label)-01T00:00:00Z".utf8)[...]), from <= time, time <= to
            else {
                return nil
            }
            return Tick(time: time, label: label)
        }
    }
}
