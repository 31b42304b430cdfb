internal import CloudTrailVerification
internal import Primitives

/// The time of all chains as an axis. Positions are percentages, so that a picture keeps its marks at any width.
struct TimelineAxis {
    let from: UnixTime
    let to: UnixTime
    private let ticks: [(time: UnixTime, label: String)]

    /// Most ticks; a narrow page shows every second label.
    private static let tickLimit: Int64 = 7

    /// Nil if no chain has a digest or a gap.
    init?(_ chains: [ChainRecord]) {
        let spans = chains.flatMap { $0.digestSpans.map { TimeSpan(from: $0.from, to: $0.to) } + $0.gaps }
        guard let from = spans.map(\.from).min(), let to = spans.map(\.to).max(), from < to else { return nil }
        (self.from, self.to) = (from, to)
        ticks = Self.ticks(from, to)
    }

    /// Hundredths of a percent from the beginning: 0 to 10,000.
    func position(_ time: UnixTime) -> Int {
        let length = to.interval(since: from)
        // Years have four digits, so this stays far below the range.
        return Int(min(max(from, time), to).interval(since: from) * 10_000 / length)
    }

    /// Hundredths as a percentage, without a locale: `12.5%`.
    static func percent(_ hundredths: Int) -> String {
        let (whole, rest) = (hundredths / 100, hundredths % 100)
        return rest == 0 ? "\(whole)%" : "\(whole).\(rest < 10 ? "0" : "")\(rest)%"
    }

    /// The labels.
    var picture: String {
        let labels = ticks.enumerated().map { number, tick in
            let position = position(tick.time)
            // A label in the middle of the very edge would be cut off.
            let anchor = position < 400 ? " class=\"first\"" : position > 9_500 ? " class=\"last\"" : ""
            let minor = number % 2 == 1 ? " class=\"minor\"" : ""
            return "<g\(minor)><text x=\"\(Self.percent(position))\" y=\"12\"\(anchor)>\(tick.label)</text></g>"
        }
        return "<svg class=\"axis\" aria-hidden=\"true\">\(labels.joined())</svg>"
    }

    /// A line at each tick.
    var grid: String {
        ticks.map { tick in
            let x = Self.percent(position(tick.time))
            return "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"24\"/>"
        }.joined()
    }

    // MARK: Ticks

    /// At whole hours, days or months. Each label has the year, or the first of each day has it.
    private static func ticks(_ from: UnixTime, _ to: UnixTime) -> [(time: UnixTime, label: String)] {
        let length = to.interval(since: from)
        let steps: [Int64] = [1, 2, 3, 6, 12, 24, 48, 7 * 24, 14 * 24].map { $0 * UnixTime.hour }
        guard let step = steps.first(where: { length / $0 < tickLimit }) else { return months(from, to) }
        var time = UnixTime(seconds: (from.seconds / step + (from.seconds % step > 0 ? 1 : 0)) * step)
        var ticks: [(UnixTime, String)] = []
        while time <= to, ticks.count <= tickLimit {
            let iso = time.iso8601
            ticks.append(
                (
                    time,
                    step >= UnixTime.day ? String(iso.prefix(10)) : "\(iso.prefix(10)) \(iso.dropFirst(11).prefix(5))"
                ))
            time = time + step
        }
        return ticks
    }

    private static func months(_ from: UnixTime, _ to: UnixTime) -> [(time: UnixTime, label: String)] {
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
            return UnixTime(iso8601: Array("\(label)-01T00:00:00Z".utf8)[...]).flatMap {
                $0 < from || $0 > to ? nil : ($0, label)
            }
        }
    }
}
