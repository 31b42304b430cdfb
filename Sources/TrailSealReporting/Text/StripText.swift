internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the strips of all chains below one time axis.
struct StripText {
    private static let widest = 120
    private var strips: [CoverageStrip] = []
    private var positions: [ChainName: Int] = [:]
    private var labels: [String] = []
    private let labelWidth: Int
    private let axis: TimeAxis?
    private let style: TextStyle

    /// Creates the strips. Chains with a problem come first.
    init(_ chains: [ChainRecord], _ style: TextStyle) {
        let chains = Verdict.worstFirst.flatMap { verdict in chains.filter { $0.verdict == verdict } }
        self.style = style
        let areOfOneAccount = Set(chains.map(\.name.accountID)).count < 2
        let areOfOneTrail = Set(chains.map(\.name.trail)).count < 2
        let longest = style.width * 2 / 5
        labels = chains.map { chain in
            let name = chain.name
            // Values that all chains share are left out, which leaves more columns for the strips.
            let text =
                (areOfOneAccount ? "" : name.accountID + " ") + name.region
                + (areOfOneTrail && chains.count > 1 ? "" : " " + name.trail) + (name.isBackfill ? " (backfill)" : "")
            return TextLayout.cut(text, to: longest, isASCII: style.isASCII)
        }
        labelWidth = labels.map(TextLayout.width).max() ?? 0
        axis = TimeAxis(chains, columns: min(Self.widest, style.width - 4 - labelWidth))
        guard let axis else { return }
        for (position, chain) in chains.enumerated() {
            strips.append(CoverageStrip(chain, axis))
            positions[chain.name] = position
        }
    }

    /// Marks the time of a finding if timelines show it.
    mutating func mark(_ finding: FindingRecord) {
        guard finding.isMarked, let position = finding.chain.flatMap({ positions[$0] }),
            let time = finding.moment
        else { return }
        strips[position].mark(time, isInvalid: finding.verdict == .invalid)
    }

    /// Returns the lines. There are none if no chain has a digest or a gap. Of many chains, only those with a problem are
    /// shown.
    func lines() -> [String] {
        guard let axis else { return [] }
        let isShort = style.verbosity == 0 && strips.count > TextReporter.shortLimit
        let chosen = strips.indices.filter { !isShort || strips[$0].hasProblem }
        let shown = chosen.prefix(isShort ? TextReporter.shortLimit : Int.max)
        guard !shown.isEmpty else { return [] }
        var lines = ["  " + String(repeating: " ", count: labelWidth + 2) + axis.label]
        for index in shown {
            let padding = String(repeating: " ", count: labelWidth - TextLayout.width(labels[index]))
            lines.append("  \(labels[index])\(padding)  \(strips[index].cells(style))")
        }
        if shown.count < chosen.count { lines.append("  ... and \(chosen.count - shown.count) more; -v shows them") }
        if shown.contains(where: { strips[$0].hasProblem }) {
            let (full, shade) = style.isASCII ? ("#", "~") : ("█", "▒")
            lines.append("  \(full) verified  \(shade) unverified  _ no digest  ? finding  ! invalid")
        }
        return lines + [""]
    }
}
