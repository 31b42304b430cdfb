internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes JUnit XML as CI systems read it (Documentation/OUTPUT.md, "JUnit").
///
/// A suite is a chain. A passing case is a span of verified digest files; any other case is a group of findings. `failure`
/// stands for invalid findings, `error` for unreadable files, and `skipped` for unverified findings, allowed or not.
struct JUnitReporter: Reporter {
    private struct Outcome {
        /// `failure`, `error` or `skipped`.
        var element: String
        var type: String
        var message: String
        var detail = ""
    }

    private struct Case {
        var name: String
        /// The outcome; nil if the case passed.
        var outcome: Outcome?
        /// Lines about what was recorded around its time.
        var notes: [String] = []
    }

    private struct Suite {
        var name: String
        var cases: [Case] = []
        var names: [String: Int] = [:]

        func count(_ element: String) -> Int { cases.count { $0.outcome?.element == element } }

        /// Adds a case. If the name is taken, it gets a number.
        mutating func add(_ name: String, _ outcome: Outcome?, notes: [String] = []) {
            let count = (names[name] ?? 0) + 1
            names[name] = count
            cases.append(Case(name: count == 1 ? name : "\(name) (\(count))", outcome: outcome, notes: notes))
        }
    }

    private var head: ReportHead?
    private var suites: [Suite] = []
    private var deniedChanges = 0
    private var suiteOfName: [String: Int] = [:]
    private var suiteOfChain: [ChainName: Int] = [:]

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .finding: break
        case .change(let change): if !change.isDone { deniedChanges += 1 }
        case .chain(let chain): add(chain)
        case .group(let group): if group.verdict != .note || group.isAllowed { add(group) }
        case .account(let account): add(account)
        }
    }

    private mutating func suite(_ name: String) -> Int {
        if let index = suiteOfName[name] { return index }
        suiteOfName[name] = suites.count
        suites.append(Suite(name: name))
        return suites.count - 1
    }

    private mutating func add(_ chain: ChainRecord) {
        // A trail that joined an organization has two chains with the same title.
        let owner = chain.name.organizationID.map { "organization \($0)" } ?? "no organization"
        let isTaken = suiteOfName[chain.name.title] != nil
        let index = suite(isTaken ? "\(chain.name.title) (\(owner))" : chain.name.title)
        suiteOfChain[chain.name] = index
        for span in chain.digestSpans where span.verdict == .verified {
            suites[index].add("digests \(span.from.iso8601) to \(span.to.iso8601)", nil)
        }
    }

    private mutating func add(_ group: FindingGroup) {
        let index = group.chain.flatMap { suiteOfChain[$0] } ?? suite("archive")
        let element = group.verdict == .invalid ? "failure" : group.known == .fileUnreadable ? "error" : "skipped"
        let owner = group.chain == nil ? group.owner?.selector : nil
        let name = [group.code.text, group.reason, owner, group.isAllowed ? "(allowed)" : nil]
        let message = group.isAllowed ? "Allowed. \(group.description)" : group.description
        suites[index].add(
            name.compactMap(\.self).joined(separator: " "),
            Outcome(element: element, type: group.code.text, message: message, detail: Self.detail(group)),
            notes: group.changes.map { "\(ChangeRecord.aroundTitle): \($0.line)" })
    }

    private static func detail(_ group: FindingGroup) -> String {
        var lines = [group.text]
        func add(_ name: String, _ value: String?) { if let value { lines.append("\(name): \(value)") } }
        if group.count == 1, let only = group.examples.first {
            add("key", only.location)
            add("path", only.path)
            add("expected", only.expected)
            add("actual", only.actual)
        } else {
            for example in group.examples { add("example", example.subject) }
        }
        add("time", group.span.isEmpty ? nil : group.span)
        add("follows", group.consequences.isEmpty ? nil : group.consequences)
        add("next", group.nextStep)
        return lines.joined(separator: "\n")
    }

    private mutating func add(_ account: AccountRecord) {
        let index = suite("controls of \(account.accountID ?? "an unnamed account")")
        for control in account.controls {
            let outcome: Outcome? =
                switch control.status {
                case "PASSED": nil
                case "FAILED":
                    Outcome(
                        element: "failure", type: control.id, message: control.reason, detail: control.remediation)
                default:
                    Outcome(
                        element: "skipped", type: control.id,
                        message: ([control.reason] + [control.nextStep].compactMap(\.self)).joined(separator: " "))
                }
            suites[index].add("\(control.id) \(control.title)", outcome)
        }
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        // Jenkins accepts no time zone. All times are UTC.
        let stamp = String(head.run.startedAt.iso8601.dropLast())
        let seconds = max(0, head.run.finishedAt.interval(since: head.run.startedAt))
        func attributes(_ name: String, _ suites: [Suite]) -> String {
            func sum(_ element: String) -> Int { suites.map { $0.count(element) }.reduce(0, +) }
            return "name=\"\(XMLText.escaped(name))\" tests=\"\(suites.map(\.cases.count).reduce(0, +))\" "
                + "failures=\"\(sum("failure"))\" errors=\"\(sum("error"))\" skipped=\"\(sum("skipped"))\" "
        }
        output.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        output.line("<testsuites \(attributes("trailseal", suites))time=\"\(seconds).0\" timestamp=\"\(stamp)\">")
        for suite in suites {
            output.line("  <testsuite \(attributes(suite.name, [suite]))time=\"0.0\" timestamp=\"\(stamp)\">")
            output.line("    <properties>")
            for (name, value) in properties(head) {
                output.line("      <property name=\"\(name)\" value=\"\(XMLText.escaped(value))\"/>")
            }
            output.line("    </properties>")
            for one in suite.cases { write(one, of: suite.name, output) }
            output.line("  </testsuite>")
        }
        output.line("</testsuites>")
    }

    private func properties(_ head: ReportHead) -> [(String, String)] {
        [("tool", "trailseal \(head.tool.version)")] + (head.tool.libraries.map { [("libraries", $0)] } ?? [])
            + [("host", head.run.host)]
            + (head.verification.map { [("verdict", $0.verdict.rawValue)] } ?? [])
            + (head.inputs.logsNotCopied.map { [("logs", $0)] } ?? [])
            + head.inputs.archives.map { ("archive", $0.path) }
            + (head.run.isComplete ? [] : [("complete", "false")])
            + (head.changeCounts.map { [("controlChanges", $0.words(denied: deniedChanges))] } ?? [])
    }

    private func write(_ one: Case, of suite: String, _ output: ReportOutput) {
        let start =
            "    <testcase classname=\"\(XMLText.escaped(suite))\" name=\"\(XMLText.escaped(one.name))\" "
            + "time=\"0.0\""
        guard let outcome = one.outcome else { return output.line(start + "/>") }
        let message = XMLText.escaped(outcome.message)
        output.line(start + ">")
        if outcome.element == "skipped" {
            // The element has no type attribute. Its text is an extension that JUnit readers keep or ignore.
            let start = "      <skipped message=\"\(XMLText.escaped(outcome.type)): \(message)\""
            output.line(
                outcome.detail.isEmpty ? start + "/>" : "\(start)>\(XMLText.escaped(outcome.detail))</skipped>")
        } else {
            output.line(
                "      <\(outcome.element) message=\"\(message)\" type=\"\(XMLText.escaped(outcome.type))\">"
                    + "\(XMLText.escaped(outcome.detail))</\(outcome.element)>")
        }
        if !one.notes.isEmpty {
            output.line("      <system-out>\(XMLText.escaped(one.notes.joined(separator: "\n")))</system-out>")
        }
        output.line("    </testcase>")
    }
}
