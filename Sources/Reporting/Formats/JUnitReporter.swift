internal import CloudTrailVerification
internal import Primitives

/// JUnit XML as CI systems read it (Documentation/OUTPUT.md, "JUnit"). A suite is a chain, a test case a digest file;
/// further cases are bad log files, gaps and whatever else was found. failure: tampered; error: not to be looked at;
/// skipped: no proof either way. A good log file has no case: a hundred thousand rows would help nobody.
struct JUnitReporter: Reporter {
    private struct Case {
        var className: String
        var name: String
        /// `failure`, `error` or `skipped` with its message; nil where it passed.
        var outcome: (element: String, type: String, message: String, detail: String)?
    }

    private struct Suite {
        var name: String
        var cases: [Case] = []
        func count(_ element: String) -> Int { cases.count { $0.outcome?.element == element } }
    }

    private var head: ReportHead?
    private var suites: [Suite] = []
    private var suiteOfChain: [ChainName: Int] = [:]
    /// Where each digest's own case stands: what was found of it is told there.
    private var caseOfDigest: [DigestPlace: Int] = [:]

    private var names: Set<CaseName> = []

    private struct CaseName: Hashable {
        let suite: Int
        let name: String
    }

    private struct DigestPlace: Hashable {
        let suite: Int
        let end: UnixTime
    }

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .group: break
        case .chain(let chain): add(chain)
        case .finding(let finding): if finding.verdict != .note { add(finding) }
        case .account(let account): add(account)
        }
    }

    private mutating func suite(_ name: String) -> Int {
        if let index = suites.firstIndex(where: { $0.name == name }) { return index }
        suites.append(Suite(name: name))
        return suites.count - 1
    }

    private mutating func add(_ chain: ChainRecord) {
        let index = suites.count
        // Before and after it joined an organization, a trail has two chains of one title.
        let isTaken = suites.contains { $0.name == chain.name.title }
        let owner = chain.name.organizationID.map { "organization \($0)" } ?? "no organization"
        let title = isTaken ? "\(chain.name.title) (\(owner))" : chain.name.title
        suites.append(Suite(name: title))
        suiteOfChain[chain.name] = index
        for span in chain.digestSpans {
            for end in span.ends {
                let outcome: (String, String, String, String)? =
                    switch span.verdict {
                    case .verified: nil
                    case .unverified: ("skipped", "digest-unverified", "The digest file is not verified.", "")
                    case .invalid: ("failure", "digest-invalid", "The digest file is invalid.", "")
                    }
                caseOfDigest[DigestPlace(suite: index, end: end)] = suites[index].cases.count
                suites[index].cases.append(
                    Case(className: title, name: "digest \(end.iso8601)", outcome: outcome))
            }
        }
    }

    private mutating func add(_ finding: FindingRecord) {
        let index = finding.chain.flatMap { suiteOfChain[$0] } ?? suite("archive")
        let element =
            finding.verdict == .invalid ? "failure" : finding.known == .fileUnreadable ? "error" : "skipped"
        var name = [finding.code.text, finding.key ?? finding.path ?? finding.owner?.selector].compactMap(\.self)
            .joined(separator: " ")
        if let from = finding.from, let to = finding.to { name += " \(from.iso8601) to \(to.iso8601)" }
        var detail = [finding.message]
        if let location = finding.location { detail.append("key: \(location)") }
        if let path = finding.path { detail.append("path: \(path)") }
        if let expected = finding.expected { detail.append("expected: \(expected)") }
        if let actual = finding.actual { detail.append("actual: \(actual)") }
        detail.append("next: \(finding.nextStep)")
        let outcome = (element, finding.code.text, finding.message, detail.joined(separator: "\n"))
        if finding.topic == .digest, let end = finding.key.flatMap(Self.digestEnd),
            let own = caseOfDigest.removeValue(forKey: DigestPlace(suite: index, end: end)),
            suites[index].cases[own].outcome?.element == element
        {
            suites[index].cases[own].outcome = outcome
        } else {
            // Several files may stand for one object.
            if !names.insert(CaseName(suite: index, name: name)).inserted, let path = finding.path {
                name += " (\(path))"
            }
            suites[index].cases.append(Case(className: suites[index].name, name: name, outcome: outcome))
        }
    }

    /// The stamp in a digest's key.
    private static func digestEnd(_ key: String) -> UnixTime? {
        let name = key.utf8.split(separator: UInt8(ascii: "_")).last { $0.count >= 16 && $0.first != UInt8(ascii: "b") }
        return name.flatMap { UnixTime(keyForm: Array($0.prefix(16))[...]) }
    }

    private mutating func add(_ account: AccountRecord) {
        let index = suite("controls of \(account.accountID ?? "an account that is not stated")")
        for control in account.controls {
            let outcome: (String, String, String, String)? =
                switch control.status {
                case "PASSED": nil
                case "FAILED": ("failure", control.id, control.reason, control.remediation)
                default:
                    (
                        "skipped", control.id,
                        ([control.reason] + [control.nextStep].compactMap(\.self)).joined(separator: " "), ""
                    )
                }
            suites[index].cases.append(
                Case(className: suites[index].name, name: "\(control.id) \(control.title)", outcome: outcome))
        }
    }

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        // Jenkins wants no zone; all times are UTC.
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
            for one in suite.cases { write(one, output) }
            output.line("  </testsuite>")
        }
        output.line("</testsuites>")
    }

    private func properties(_ head: ReportHead) -> [(String, String)] {
        [("tool", "trailseal \(head.tool.version)"), ("host", head.run.host)]
            + (head.verification.map { [("verdict", $0.verdict.rawValue)] } ?? [])
            + (head.inputs.logsNotCopied.map { [("logs", $0)] } ?? [])
            + head.inputs.archives.map { ("archive", $0.path) }
            + (head.run.isComplete ? [] : [("complete", "false")])
    }

    private func write(_ one: Case, _ output: ReportOutput) {
        let start =
            "    <testcase classname=\"\(XMLText.escaped(one.className))\" name=\"\(XMLText.escaped(one.name))\" "
            + "time=\"0.0\""
        guard let outcome = one.outcome else { return output.line(start + "/>") }
        let message = XMLText.escaped(outcome.message)
        output.line(start + ">")
        if outcome.element == "skipped" {
            output.line("      <skipped message=\"\(XMLText.escaped(outcome.type)): \(message)\"/>")
        } else {
            output.line(
                "      <\(outcome.element) message=\"\(message)\" type=\"\(XMLText.escaped(outcome.type))\">"
                    + "\(XMLText.escaped(outcome.detail))</\(outcome.element)>")
        }
        output.line("    </testcase>")
    }
}
