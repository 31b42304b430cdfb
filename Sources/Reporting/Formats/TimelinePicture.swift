internal import CloudTrailVerification
internal import Primitives

/// Every chain along one axis of time, as an inline picture: verified, unverified and invalid digests, and time that no
/// digest covers. Readable for one chain over a day and for hundreds over a year: a row is a line of text high where
/// there are few, thinner where there are many, and spans narrower than a pixel are widened to one if they are bad.
struct TimelinePicture {
    let chains: [ChainRecord]
    let findings: [FindingRecord]

    /// In the picture's units, which are pixels at full width.
    private static let width = 1_000.0
    private static let labelWidth = 250.0
    private static let axisHeight = 24.0
    /// From this many chains on, rows are thin and labels small.
    private static let manyChains = 60
    /// A picture must fit on a page: more chains go to further ones, each with an axis of its own.
    private static let rowsOfPicture = 60

    private struct Scale {
        let from: UnixTime
        let to: UnixTime

        func x(_ time: UnixTime) -> Double {
            let share = Double(time.interval(since: from)) / Double(max(1, to.interval(since: from)))
            return labelWidth + min(max(share, 0), 1) * (width - labelWidth)
        }
    }

    func write(_ output: ReportOutput) {
        output.line("<section>\n<h2>Timeline</h2>")
        let begins = chains.flatMap { $0.digestSpans.map(\.from) + $0.gaps.map(\.from) }
        let ends = chains.flatMap { $0.digestSpans.map(\.to) + $0.gaps.map(\.to) }
        guard let from = begins.min(), let to = ends.max(), from < to else {
            return output.line("<p>No digest file in scope.</p>\n</section>")
        }
        let scale = Scale(from: from, to: to)
        let row = chains.count > Self.manyChains ? 11.0 : 20.0
        let marks = Dictionary(grouping: findings.filter { $0.verdict != .note && $0.topic == .log }) {
            $0.chain
        }
        for start in stride(from: 0, to: chains.count, by: Self.rowsOfPicture) {
            let part = chains[start..<min(start + Self.rowsOfPicture, chains.count)]
            let height = Self.axisHeight + row * Double(part.count) + 4
            output.line(
                "<div class=\"scroll\"><svg viewBox=\"0 0 \(Int(Self.width)) \(Int(height))\" role=\"img\" aria-label=\"Coverage "
                    + "of \(TextTable.count(part.count, "chain")) from \(from.iso8601) to \(to.iso8601)\">")
            writeAxis(scale, height, output)
            for (index, chain) in part.enumerated() {
                let top = Self.axisHeight + row * Double(index)
                writeRow(chain, marks[chain.name] ?? [], top, row, scale, output)
            }
            output.line("</svg></div>")
        }
        output.line("<p class=\"legend\">")
        for (color, words) in [
            (Self.color(.verified), "verified"), (Self.color(.unverified), "unverified"),
            (Self.color(.invalid), "invalid"), ("#fff", "no digest file"),
        ] { output.line("<span><i style=\"background:\(color)\"></i>\(words)</span>") }
        output.line("<span>&#9662; finding about a log file</span>\n</p>\n</section>")
    }

    private static func color(_ verdict: Verdict) -> String {
        switch verdict {
        case .verified: "#3aa76d"
        case .unverified: "#e0a030"
        case .invalid: "#d23b3b"
        }
    }

    // MARK: Axis

    private func writeAxis(_ scale: Scale, _ height: Double, _ output: ReportOutput) {
        for (time, label) in ticks(scale) {
            let x = Self.number(scale.x(time))
            output.line(
                "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"16\" y2=\"\(Self.number(height))\" stroke=\"#d8dee6\"/>"
                    + "<text class=\"axis\" x=\"\(x)\" y=\"11\" text-anchor=\"middle\">\(label)</text>")
        }
    }

    /// At most eight marks, at whole hours, days or months.
    private func ticks(_ scale: Scale) -> [(UnixTime, String)] {
        let length = scale.to.interval(since: scale.from)
        let steps: [Int64] = [1, 2, 3, 6, 12, 24, 48, 7 * 24, 14 * 24, 30 * 24, 91 * 24, 182 * 24, 365 * 24]
        let step =
            (steps.first { length / ($0 * UnixTime.hour) <= 8 } ?? length / UnixTime.hour / 8 + 1) * UnixTime.hour
        var time = UnixTime(seconds: (scale.from.seconds / step + (scale.from.seconds % step > 0 ? 1 : 0)) * step)
        var ticks: [(UnixTime, String)] = []
        while time <= scale.to, ticks.count < 12 {
            let iso = time.iso8601
            let label =
                step >= UnixTime.day
                ? String(iso.prefix(10)) : "\(iso.dropFirst(5).prefix(5)) \(iso.dropFirst(11).prefix(5))"
            // A label at the very edge would be cut off.
            if scale.x(time) < Self.width - 30 { ticks.append((time, label)) }
            time = time + step
        }
        return ticks
    }

    // MARK: Rows

    private func writeRow(
        _ chain: ChainRecord, _ marks: [FindingRecord], _ top: Double, _ height: Double, _ scale: Scale,
        _ output: ReportOutput
    ) {
        let name = chain.name
        let label = "\(name.accountID) \(name.region) \(name.trail)\(name.isBackfill ? " (backfill)" : "")"
        let size = height < 15 ? "9" : "11"
        let bar = height - (height < 15 ? 3 : 6)
        var text =
            "<g><title>\(HTMLReporter.escape(label)): \(chain.verdict.rawValue)</title>"
            + "<text x=\"0\" y=\"\(Self.number(top + bar - (height < 15 ? 0 : 2)))\" style=\"font-size:\(size)px\">"
            + "\(HTMLReporter.escape(label.shortened(to: height < 15 ? 52 : 42)))</text>"
        let begin = scale.x(scale.from)
        text += rectangle(begin, Self.width - begin, top, bar, "#fff", stroke: true)
        // Good spans first, so that a bad one beside them is not painted over.
        let spans = chain.digestSpans.sorted { $0.verdict < $1.verdict }
        for span in Self.joined(spans) {
            let x = scale.x(span.from)
            text += rectangle(
                x, max(scale.x(span.to) - x, span.verdict == .verified ? 0.3 : 1.5), top, bar, Self.color(span.verdict))
        }
        for gap in chain.gaps {
            let x = scale.x(gap.from)
            text += rectangle(x, max(scale.x(gap.to) - x, 1.5), top, bar, "#fff", stroke: true)
        }
        // A thousand marks in one row would be a bar.
        for time in Set(marks.compactMap(\.moment)).sorted().prefix(1_000) {
            let x = scale.x(time)
            text += "<path d=\"M\(Self.number(x - 3)) \(Self.number(top))h6l-3 5z\" fill=\"#7a1020\"/>"
        }
        output.line(text + "</g>")
    }

    /// Neighbouring spans of one verdict as one: digests need not be equally long.
    private static func joined(_ spans: [DigestSpan]) -> [DigestSpan] {
        var joined: [DigestSpan] = []
        for span in spans {
            if let last = joined.last, last.verdict == span.verdict, last.to == span.from {
                joined[joined.count - 1].to = span.to
            } else {
                joined.append(span)
            }
        }
        return joined
    }

    private func rectangle(
        _ x: Double, _ width: Double, _ y: Double, _ height: Double, _ fill: String, stroke: Bool = false
    ) -> String {
        "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
            + "height=\"\(Self.number(height))\" fill=\"\(fill)\"\(stroke ? " stroke=\"#b9c2cd\" stroke-width=\"0.5\"" : "")/>"
    }

    /// A number with at most two places, without a locale.
    private static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = (hundredths / 100, abs(hundredths % 100))
        return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
