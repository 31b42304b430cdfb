internal import TrailSealPrimitives
internal import TrailSealVerification

/// The row of one chain, or of the verified chains of an account. Kinds differ in shape as well as color, for paper and for
/// color-blind readers.
struct TimelineRow {
    private enum Kind: String {
        case verified = "v"
        case unverified = "u"
        case invalid = "i"
        case gap = "g"

        init(_ verdict: Verdict) {
            switch verdict {
            case .verified: self = .verified
            case .unverified: self = .unverified
            case .invalid: self = .invalid
            }
        }
    }

    private struct Span {
        let kind: Kind
        let from: UnixTime
        var to: UnixTime
    }

    /// The columns of text for which the style sheet has room.
    private static let labelWidth = 42

    private let label: String
    /// The label, without the middle of the trail's name if it is too long.
    private let short: String
    private let verdict: Verdict
    private let spans: [Span]
    private let marks: Set<TimelineMarks.Mark>
    private let changes: [(position: Int, mark: ChangeMarks.Mark)]

    /// Creates the row of one chain.
    init(
        _ chain: ChainRecord, _ marks: Set<TimelineMarks.Mark>, _ changes: [(position: Int, mark: ChangeMarks.Mark)]
    ) {
        let name = chain.name
        let (place, kind) = ("\(name.accountID) \(name.region) ", name.isBackfill ? " (backfill)" : "")
        label = place + name.trail + kind
        let room = max(6, Self.labelWidth - TextLayout.width(place + kind))
        short = place + TextLayout.cut(name.trail, to: room, isASCII: false) + kind
        verdict = chain.verdict
        // Good spans come first, so that they don't cover the bad ones beside them.
        spans =
            Self.joined(chain.digestSpans.sorted { ($0.verdict, $0.from) < ($1.verdict, $1.from) })
            + chain.gaps.map { Span(kind: .gap, from: $0.from, to: $0.to) }
        self.marks = marks
        self.changes = changes
    }

    /// Creates the row of the verified chains of one account.
    init(account: String, _ chains: [ChainRecord], _ changes: [(position: Int, mark: ChangeMarks.Mark)]) {
        label = "\(account): \(TextTable.count(chains.count, "verified chain"))"
        short = label
        verdict = .verified
        spans = Self.joined(chains.flatMap(\.digestSpans).sorted { ($0.from, $0.to) < ($1.from, $1.to) })
        marks = []
        self.changes = changes
    }

    /// Returns the spans, with those of one kind that meet or overlap joined.
    private static func joined(_ spans: [DigestSpan]) -> [Span] {
        var joined: [Span] = []
        for span in spans {
            let kind = Kind(span.verdict)
            if let last = joined.last, last.kind == kind, last.from <= span.from, span.from <= last.to {
                joined[joined.count - 1].to = max(last.to, span.to)
            } else {
                joined.append(Span(kind: kind, from: span.from, to: span.to))
            }
        }
        return joined
    }

    /// Returns the row as HTML.
    func html(_ axis: TimelineAxis) -> String {
        let whole = HTMLText.escaped(label)
        let bars = spans.map { span in
            let x = axis.position(span.from)
            return Self.bar(span.kind, x, axis.position(span.to) - x)
        }
        // Marks closer than a thousandth of the axis would overlap, so only the worse one is drawn.
        var places: [Int: Bool] = [:]
        for mark in marks {
            let place = axis.position(mark.time) / 10
            places[place] = mark.isInvalid || places[place] == true
        }
        let signs = places.sorted { $0.key < $1.key }.map { place, isInvalid in
            "<use href=\"#\(isInvalid ? "mark-i" : "mark-u")\" x=\"\(TimelineAxis.percent(place * 10))\"/>"
        }
        let changed = changes.map { position, mark in
            "<use href=\"#mark-c\" x=\"\(TimelineAxis.percent(position))\"><title>\(HTMLText.escaped(mark.label))</title></use>"
        }
        let count = changes.reduce(0) { $0 + $1.mark.count }
        let more = count == 0 ? "" : ", " + TextTable.count(count, "control change")
        return "<tr><th scope=\"row\" title=\"\(whole)\">\(HTMLText.escaped(short))</th>"
            + "<td><svg class=\"bar\" role=\"img\"><title>\(whole): \(verdict.rawValue)\(more)</title><use href=\"#grid\"/>"
            + (bars + signs + changed).joined() + "</svg></td></tr>"
    }

    /// Returns a bar. Bad spans are at least wide enough to be seen.
    private static func bar(_ kind: Kind, _ x: Int, _ width: Int) -> String {
        let width = max(width, kind == .verified ? 1 : 40)
        let (x, share) = (TimelineAxis.percent(min(x, 10_000 - width)), TimelineAxis.percent(width))
        return "<rect class=\"\(kind.rawValue)\" x=\"\(x)\" y=\"8\" width=\"\(share)\" height=\"12\"/>"
    }

    // MARK: Shared pictures

    /// The mark of a control change: a diamond at the foot of the bar. Findings have no marks there.
    private static let changeMark = "<path id=\"mark-c\" class=\"mark-c\" d=\"M0 15l4 4.5-4 4.5-4-4.5z\"/>"

    /// Returns the SVG definitions that the rows use.
    static func definitions(_ axis: TimelineAxis, withChanges: Bool) -> String {
        """
        <svg class="shared" aria-hidden="true"><defs>\
        <pattern id="hatch-u" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">\
        <rect class="ground" width="6" height="6"/><rect class="line-u" width="3" height="6"/></pattern>\
        <pattern id="hatch-i" width="6" height="6" patternUnits="userSpaceOnUse">\
        <rect class="ground-i" width="6" height="6"/><path class="line-i" d="M0 0l6 6M6 0l-6 6"/></pattern>\
        <path id="mark-i" class="mark-i" d="M-5 0h10l-5 7z"/><path id="mark-u" class="mark-u" d="M-5 0h10l-5 7z"/>\
        \(withChanges ? changeMark : "")\
        <g id="grid" class="grid">\(axis.grid)</g></defs></svg>
        """
    }

    /// Returns the legend as HTML.
    static func legend(withChanges: Bool) -> String {
        let kinds: [(Kind, String)] = [
            (.verified, "verified"), (.unverified, "unverified"), (.invalid, "invalid"), (.gap, "no digest file"),
        ]
        let bars = kinds.map { kind, words in
            "<span><svg class=\"key\" aria-hidden=\"true\">\(bar(kind, 300, 9_400))</svg> \(words)</span>"
        }
        let marks =
            [("mark-i", "invalid log file", 10), ("mark-u", "unverified log file", 10)]
            + (withChanges ? [("mark-c", "control change", -7)] : [])
        let signs = marks.map { mark, words, y in
            "<span><svg class=\"key\" aria-hidden=\"true\"><use href=\"#\(mark)\" x=\"50%\" y=\"\(y)\"/></svg> \(words)</span>"
        }
        return "<p class=\"legend\">" + (bars + signs).joined(separator: " ") + "</p>"
    }
}
