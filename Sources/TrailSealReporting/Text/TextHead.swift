internal import TrailSealPrimitives
internal import TrailSealVerification

/// The first lines of a text report: the program, the archives and the inputs of the run.
struct TextHead {
    /// The most key files that are named without `-v`.
    private static let fileLimit = 4

    let style: TextStyle

    /// Returns the lines, with an empty one at the end.
    func lines(_ head: ReportHead) -> [String] {
        let archives = head.inputs.archives.map(\.path).joined(separator: ", ")
        return [style.paint("TrailSeal \(head.tool.version)", .bold) + ": \(archives)"]
            + inputs(head).flatMap { Self.paragraph("\($0.name): \($0.value)", style) } + [""]
    }

    /// Returns a sentence, broken between words.
    static func paragraph(_ text: String, _ style: TextStyle) -> [String] {
        TextLayout.wrap(text, width: style.width - 2).enumerated().map {
            $0.offset == 0 ? $0.element : "  " + $0.element
        }
    }

    /// Returns the inputs of the run as names and values.
    private func inputs(_ head: ReportHead) -> [(name: String, value: String)] {
        let inputs = head.inputs
        var lines: [(name: String, value: String)] = []
        if style.verbosity > 0, let libraries = head.tool.libraries { lines.append(("Libraries", libraries)) }
        if inputs.keyFiles.count > Self.fileLimit, style.verbosity == 0 {
            let keys = TextTable.count(inputs.keyFiles.reduce(0) { $0 + ($1.keys ?? 0) }, "key")
            lines.append(("Keys", "\(keys) in \(inputs.keyFiles.count) files; -v lists them with their hashes"))
        } else {
            lines += inputs.keyFiles.map { file in
                let hash = file.sha256.map { ", SHA-256 \($0)" } ?? ""
                return ("Keys", "\(file.path), \(TextTable.count(file.keys ?? 0, "key"))\(hash)")
            }
        }
        for path in inputs.signatures {
            guard let read = path.read, let used = path.used else { continue }
            let answers = "\(TextTable.count(read, "saved answer")), \(Numbers.grouped(used)) used"
            lines.append(("Signatures", "\(path.path), \(answers)"))
        }
        if let shard = head.run.shard { lines.append(("Shard", "\(shard.label) (trailseal merge)")) }
        if let state = inputs.state {
            let full = inputs.isFull ? ", everything read again (--full)" : ""
            lines.append(("State", "\(state.path), \(state.sha256.map { "SHA-256 \($0)" } ?? "new")\(full)"))
        }
        lines += inputs.forgotten.map { ("Forgotten", $0.line) }
        if let retention = inputs.retention { lines.append(("Retention", DurationText.text(seconds: retention))) }
        if inputs.from != nil || inputs.to != nil {
            lines.append(("Window", "\(inputs.from?.iso8601 ?? "beginning") to \(inputs.to?.iso8601 ?? "end")"))
        }
        if let logs = inputs.logsNotCopied { lines.append(("Logs", logs)) }
        return lines
    }
}
