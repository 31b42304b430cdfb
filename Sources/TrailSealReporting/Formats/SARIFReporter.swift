internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes a report as SARIF 2.1.0 (Documentation/OUTPUT.md, "SARIF"). Each group of findings and each control is a
/// result. Each finding code and each control that occurs is a rule.
struct SARIFReporter: Reporter {
    private var ids = StableIDs()
    private struct Rule {
        let id: String
        let title: String
        let help: String
        let level: String
        let securitySeverity: String
    }

    private var head: ReportHead?
    private var rules: [Rule] = []
    private var indexOfRule: [String: Int] = [:]
    private var isFirst = true
    /// The first control changes as JSON.
    private var changes: [JSONWriter] = []
    /// The most control changes in a report. Code-scanning services refuse large files.
    private static let changeLimit = 1_000

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        self.head = head
        output.write(
            "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"results\":["
        )
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .finding: break
        case .group(let group): write(result(group), output)
        case .change(let change):
            if changes.count < Self.changeLimit { changes.append(.object(ChangeMembers.change(change))) }
        case .account(let account):
            for control in account.controls { write(result(control, account), output) }
        }
    }

    private mutating func write(_ result: JSONWriter, _ output: ReportOutput) {
        output.write((isFirst ? "\n" : ",\n") + result.serialized())
        isFirst = false
    }

    private mutating func index(of rule: @autoclosure () -> Rule, _ id: String) -> Int {
        if let index = indexOfRule[id] { return index }
        indexOfRule[id] = rules.count
        rules.append(rule())
        return rules.count - 1
    }

    // MARK: Results

    private mutating func result(_ group: FindingGroup) -> JSONWriter {
        let weight = group.known?.descriptor.verdict ?? group.verdict
        let index = index(
            of: Rule(
                id: group.code.text, title: group.title, help: FindingRecord.nextStep(group.known, nil),
                level: Self.level(weight),
                securitySeverity: Self.securitySeverity(weight, group.known?.descriptor.severity)),
            group.code.text)
        var properties = group.facts
        if group.count == 1, let only = group.examples.first {
            if let expected = only.expected { properties.append(("expected", .string(expected))) }
            if let actual = only.actual { properties.append(("actual", .string(actual))) }
            if let location = only.location { properties.append(("object", .string(location))) }
        }
        let locations = locations(group)
        var members: [(String, JSONWriter)] = [
            ("ruleId", .string(group.code.text)), ("ruleIndex", .int(index)),
            ("level", .string(Self.level(group.verdict))),
            ("message", .object([("text", .string(group.description))])),
            ("occurrenceCount", .int(group.count)), ("locations", .array(Array(locations.prefix(1)))),
        ]
        if locations.count > 1 { members.append(("relatedLocations", .array(Array(locations.dropFirst())))) }
        members += [
            ("partialFingerprints", .object([("trailsealFinding/v1", .string(ids.id(of: group)))])),
            ("properties", .object(properties)),
        ]
        if group.isAllowed {
            members.append(
                (
                    "suppressions",
                    .array([
                        .object([("kind", .string("external")), ("justification", .string("allowed with --allow"))])
                    ])
                ))
        }
        return .object(members)
    }

    /// Returns the locations of the group's examples, without duplicates.
    private func locations(_ group: FindingGroup) -> [JSONWriter] {
        var known: Set<String> = []
        return group.examples.compactMap { example in
            let name = example.path ?? example.location ?? example.chain?.trailARN ?? "archive"
            let uri = Self.uri(name)
            return known.insert(uri).inserted ? physical(uri, logical: group.chainTitle) : nil
        }
    }

    private func physical(_ uri: String, logical: String?) -> JSONWriter {
        var members: [(String, JSONWriter)] = [
            (
                "physicalLocation",
                .object([
                    ("artifactLocation", .object([("uri", .string(uri))])),
                    // Archives are binary, but code-scanning services require a line.
                    ("region", .object([("startLine", .int(1))])),
                ])
            )
        ]
        if let logical {
            members.append(
                ("logicalLocations", .array([.object([("fullyQualifiedName", .string(logical))])])))
        }
        return .object(members)
    }

    private mutating func result(_ control: ControlRecord, _ account: AccountRecord) -> JSONWriter {
        let severity = ["CRITICAL": "9.5", "HIGH": "8.0", "MEDIUM": "5.5", "LOW": "3.0"][control.severity] ?? "3.0"
        let level = control.severity == "LOW" ? "warning" : "error"
        let index = index(
            of: Rule(
                id: control.id, title: control.title, help: control.remediation, level: level,
                securitySeverity: severity), control.id)
        // SARIF requires the level "none" unless the kind is "fail".
        let kind = control.isPassed ? "pass" : control.isFailed ? "fail" : "open"
        let owner = account.accountID ?? "-"
        let file = head?.inputs.trailDescriptions.first?.path ?? "trail-description"
        return .object([
            ("ruleId", .string(control.id)), ("ruleIndex", .int(index)), ("kind", .string(kind)),
            ("level", .string(control.isFailed ? level : "none")),
            ("message", .object([("text", .string(control.reason))])),
            ("locations", .array([physical(Self.uri(file), logical: "account \(owner)")])),
            (
                "partialFingerprints",
                .object([("trailsealFinding/v1", .string("trailseal/\(owner)/\(control.id)"))])
            ),
            (
                "properties",
                .object([("status", .string(control.status)), ("accountId", .optional(account.accountID))])
            ),
        ])
    }

    /// Returns a score from 0.0 to 10.0, as in CVSS. Code-scanning services map the score to one of four classes.
    private static func securitySeverity(_ verdict: FindingVerdict, _ severity: FindingSeverity?) -> String {
        switch verdict {
        case .invalid: "9.0"
        case .unverified: severity == .high ? "7.0" : "4.0"
        case .note: "0.1"
        }
    }

    private static func level(_ verdict: FindingVerdict) -> String {
        switch verdict {
        case .invalid: "error"
        case .unverified: "warning"
        case .note: "note"
        }
    }

    /// Returns a path as a relative or absolute URI reference (RFC 3986).
    static func uri(_ path: String) -> String {
        let isS3 = path.hasPrefix("s3://")
        var result = isS3 ? "s3://" : ""
        for byte in path.utf8.dropFirst(isS3 ? 5 : 0) {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: result += String(UnicodeScalar(byte))
            case _ where "-._~/!$&()*+,=@".utf8.contains(byte): result += String(UnicodeScalar(byte))
            default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        // If the text began with two slashes, the next component would be read as a host.
        return result.hasPrefix("//") ? "/." + result : result
    }

    // MARK: The run

    mutating func end(_ output: ReportOutput) {
        guard let head else { return }
        let libraries = head.tool.libraries.map { " (\($0))" } ?? ""
        let driver = JSONWriter.object([
            ("name", .string("trailseal")), ("fullName", .string("trailseal \(head.tool.version)\(libraries)")),
            ("version", .string(head.tool.version)), ("semanticVersion", .string(head.tool.version)),
            ("rules", .array(rules.map(Self.rule))),
        ])
        var run: [(String, JSONWriter)] = [
            ("tool", .object([("driver", driver)])),
            ("invocations", .array([invocation(head)])),
            ("artifacts", .array(artifacts(head))),
            ("columnKind", .string("unicodeCodePoints")),
        ]
        // A change is not a finding, so it gets no result.
        if let counts = head.changeCounts {
            run.append(
                (
                    "properties",
                    .object([("changeCounts", ChangeMembers.counts(counts)), ("changes", .array(changes))])
                ))
        }
        output.write("\n],")
        // The run's opening brace and its results are already written. These are its other members.
        output.write(String(JSONWriter.object(run).serialized().dropFirst()))
        output.write("]}\n")
    }

    private static func rule(_ rule: Rule) -> JSONWriter {
        .object([
            ("id", .string(rule.id)), ("name", .string(rule.id)),
            ("shortDescription", .object([("text", .string(rule.title))])),
            ("fullDescription", .object([("text", .string(rule.title + "."))])),
            ("help", .object([("text", .string(rule.help))])),
            ("defaultConfiguration", .object([("level", .string(rule.level))])),
            (
                "properties",
                .object([
                    ("tags", .array([.string("security"), .string("cloudtrail")])),
                    ("security-severity", .string(rule.securitySeverity)),
                ])
            ),
        ])
    }

    private func invocation(_ head: ReportHead) -> JSONWriter {
        let forgotten = head.inputs.forgotten
        return .object([
            ("executionSuccessful", .bool(head.run.isComplete)),
            ("arguments", ReportMembers.texts(head.run.arguments)),
            ("startTimeUtc", .optional(head.run.startedAt)), ("endTimeUtc", .optional(head.run.finishedAt)),
            ("machine", .string(head.run.host)),
            (
                "properties",
                .object(
                    [("verdict", .optional(head.verification?.verdict.rawValue))]
                        + (head.inputs.logsNotCopied.map { [("logs", .string($0))] } ?? [])
                        + (forgotten.isEmpty ? [] : [("forgotten", .array(forgotten.map(\.json)))]))
            ),
        ])
    }

    private func artifacts(_ head: ReportHead) -> [JSONWriter] {
        let inputs = head.inputs
        return (inputs.keyFiles + inputs.signatures + inputs.trailDescriptions + (inputs.state.map { [$0] } ?? []))
            .compactMap { input in
                input.sha256.map { hash in
                    .object([
                        ("location", .object([("uri", .string(Self.uri(input.path)))])),
                        ("hashes", .object([("sha-256", .string(hash))])),
                    ])
                }
            }
    }
}
