internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes control changes as lines of text: a table that fits the width, or whole records.
struct ChangeText {
    private static let indent = "  "
    /// The least columns of an effect beside the other columns. If there are fewer, it has lines of its own.
    private static let leastEffect = 28
    /// The columns of a name that is cut.
    private static let nameWidth = 28
    /// The width of the column of value names, in columns.
    private static let valueColumn = 11

    let style: TextStyle
    /// Whether each change is shown with everything that is known about it.
    let isWhole: Bool

    /// Returns the section of a report of `verify`. Without `-v` it has the first changes only.
    func section(_ changes: [ChangeRecord], _ counts: ChangeCounts, _ verification: ReportHead.Verification?)
        -> [String]
    {
        let shown = changes.prefix(isWhole ? Int.max : TextReporter.shortLimit)
        let rest = changes.count - shown.count
        let more = rest > 0 ? [Self.indent + "... and \(TextTable.count(rest, "more change")); -v shows them all"] : []
        return [style.paint("Control changes", .bold)] + lines(Array(shown)) + more
            + sums(changes, counts, verification) + [""]
    }

    /// Returns the changes as lines.
    func lines(_ changes: [ChangeRecord]) -> [String] { isWhole ? changes.flatMap(record) : table(changes) }

    /// Returns the number of changes, and sentences about those that aren't listed.
    func sums(_ changes: [ChangeRecord], _ counts: ChangeCounts, _ verification: ReportHead.Verification?)
        -> [String]
    {
        let sum = counts.sentence(
            denied: changes.count { !$0.isDone }, logs: verification?.summary.logs.verified)
        return ([sum] + counts.lacking).flatMap { TextHead.paragraph($0, style) }
    }

    // MARK: Table

    private func table(_ changes: [ChangeRecord]) -> [String] {
        guard !changes.isEmpty else { return [] }
        let room = style.width - Self.indent.count
        let rows = changes.map { [$0.time.iso8601, $0.eventName, $0.actor, $0.sourceIP ?? "-"] }
        let cut = rows.map { row in
            row.map { TextLayout.cut($0, to: Self.nameWidth, isASCII: style.isASCII) }
        }
        let used = (0..<4).reduce(0) { sum, column in sum + 2 + (cut.map { TextLayout.width($0[column]) }.max() ?? 0) }
        let titles = ["time", "event", "who", "from"]
        guard room - used >= Self.leastEffect else { return narrow(zip(rows, changes), titles, room) }
        let whole = zip(cut, changes).map { $0 + [effect($1, room - used)] }
        return TextTable.lines([titles + ["effect"]] + whole, width: room, wrapsLast: true, isASCII: style.isASCII)
            .map { Self.indent + $0 }
    }

    /// Returns a table in which each effect is below its change.
    private func narrow(
        _ changes: some Sequence<([String], ChangeRecord)>, _ titles: [String], _ room: Int
    ) -> [String] {
        let changes = Array(changes)
        let flexible = [(2, Self.nameWidth), (3, 20), (2, 20), (1, 16), (3, 12), (1, 12), (2, 12)].map {
            TextTable.Flexible(column: $0.0, minimum: $0.1)
        }
        let lines = TextTable.lines(
            [titles] + changes.map(\.0), width: room, flexible: flexible, isASCII: style.isASCII)
        let effects =
            [[]]
            + changes.map { _, change in
                TextLayout.wrap(effect(change, room - 2), width: style.width, first: Self.indent + "  ")
            }
        return zip(lines, effects).flatMap { [Self.indent + $0] + $1 }
    }

    /// Returns the effect. A word that is too long for a line loses its middle.
    private func effect(_ change: ChangeRecord, _ room: Int) -> String {
        change.effect.split(separator: " ").map { word in
            TextLayout.cut(String(word), to: room, isASCII: style.isASCII)
        }.joined(separator: " ")
    }

    // MARK: Whole records

    private func record(_ change: ChangeRecord) -> [String] {
        func value(_ name: String, _ text: String?) -> [String] {
            guard let text, !text.isEmpty else { return [] }
            let start = name + ":" + String(repeating: " ", count: max(1, Self.valueColumn - name.count - 1))
            return TextLayout.wrap(text, width: style.width, first: Self.indent + "  " + start)
        }
        let place = [change.accountID, change.region, change.eventSource].compactMap(\.self)
        let word = change.isDone ? change.outcome : style.paint(change.outcome, .yellow)
        return ["\(Self.indent)\(change.time.iso8601)  \(style.paint(change.eventName, .bold))  \(word)"]
            + value("effect", change.effect) + value("who", change.whoWords) + value("from", change.origin)
            + value("about", change.subject.label) + value("place", place.joined(separator: ", "))
            + value("controls", change.controls.joined(separator: ", ")) + value("event id", change.eventID)
            + change.proofs.flatMap { proof in
                value("log", proof.location) + value("sha256", proof.sha256) + value("digest", proof.digestKey)
            }
    }
}
