internal import TrailSealPrimitives

/// The chain-of-custody section: what was run on which files, with hashes for repeating it. A printed page has lines for the
/// examiner's signature.
struct CustodyRecord: HTMLSection {
    let head: ReportHead
    let exitStatus: Int

    var id: String { "custody" }
    var title: String { "Chain of custody" }

    func write(_ output: ReportOutput) {
        let (run, custody) = (head.run, head.run.custody)
        if !run.arguments.isEmpty {
            let words = run.arguments.map { ShellText.word(EscapedText.bytes(of: $0)) }
            output.line("<h3>Command line</h3>")
            output.line("<pre>\(HTMLText.escaped((["trailseal"] + words).joined(separator: " ")))</pre>")
        }
        var list = HTMLList()
        list.add("Exit status", "\(exitStatus)")
        list.add("Tool", "TrailSeal \(head.tool.version)" + (head.tool.libraries.map { ", \($0)" } ?? ""))
        list.addCode("Tool SHA-256", custody?.toolSHA256)
        list.addCode("Working directory", custody?.workingDirectory)
        list.add("Host", run.isDeterministic ? nil : run.host)
        list.add("User", custody?.user)
        list.add("Platform", custody?.platform)
        list.add(
            "Self-test",
            custody?.isSelfTestPassed.map { $0 ? "passed" : "FAILED: trust no verdict of this installation" })
        list.add("Started", run.isDeterministic ? "left out (--deterministic)" : run.startedAt.iso8601)
        list.add("Finished", run.isDeterministic ? nil : run.finishedAt.iso8601)
        list.add("Threads", run.isDeterministic ? nil : "\(run.jobs)")
        if let manifest = custody?.manifest {
            list.addCode("Manifest SHA-256", manifest.sha256)
            list.add(
                "Manifest",
                "\(TextTable.count(manifest.files, "file")), \(manifest.bytes) bytes on disk; the hash is that of the output of "
                    + "trailseal manifest --format sha256sum")
        }
        list.write(output)
        writeInputs(output)
        writeForgotten(output)
        writeSignature(output)
    }

    private func writeInputs(_ output: ReportOutput) {
        let inputs = head.inputs
        var rows: [(kind: String, input: ReportHead.Input, amount: String, noHash: String)] = []
        func add(_ kind: String, _ files: [ReportHead.Input], _ noHash: String, _ amount: (ReportHead.Input) -> String?)
        {
            rows += files.map { (kind, $0, amount($0) ?? "", noHash) }
        }
        add("archive", inputs.archives, head.run.custody?.manifest == nil ? "not hashed" : "see the manifest") { _ in
            nil
        }
        add("public keys", inputs.keyFiles, "folder") { $0.keys.map { TextTable.count($0, "key") } }
        add("signatures", inputs.signatures, "folder") { path in
            path.read.map { "\(Numbers.grouped($0)) read" + (path.used.map { ", \(Numbers.grouped($0)) used" } ?? "") }
        }
        add("trail description", inputs.trailDescriptions, "folder") { _ in nil }
        add("state", inputs.state.map { [$0] } ?? [], "new") { _ in nil }
        guard !rows.isEmpty else { return }
        output.line("<h3>Inputs</h3>")
        let table = HTMLTable.begin(["Input", "Path", "SHA-256", "Content"], output)
        for row in rows {
            table.row([
                HTMLTable.cell(row.kind), HTMLTable.code(row.input.path),
                HTMLTable.code(row.input.sha256 ?? row.noHash),
                HTMLTable.cell(row.amount),
            ])
        }
        table.end()
    }

    /// Writes the chains that the user removed from the state since the last full run (STATE-10).
    private func writeForgotten(_ output: ReportOutput) {
        guard !head.inputs.forgotten.isEmpty else { return }
        output.line("<h3>Chains that the state forgot since the last full run</h3>")
        let table = HTMLTable.begin(["Chains", "At", "By", "Reason"], output)
        for order in head.inputs.forgotten {
            table.row([
                HTMLTable.cell(order.selector), HTMLTable.time(order.at.iso8601), HTMLTable.cell(order.user),
                HTMLTable.cell(order.reason),
            ])
        }
        table.end()
    }

    private func writeSignature(_ output: ReportOutput) {
        output.line("<div class=\"signature\">\n<h3>Examiner</h3>\n<dl>")
        let examiner = head.run.custody?.examiner.map(HTMLText.escaped) ?? ""
        for (name, value) in [("Name", examiner), ("Date", ""), ("Signature", "")] {
            output.line("<div><dt>\(name)</dt><dd>\(value)</dd></div>")
        }
        output.line("</dl>\n</div>")
    }
}
