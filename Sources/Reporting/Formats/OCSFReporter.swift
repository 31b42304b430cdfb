internal import CloudTrailControls
internal import CloudTrailVerification
internal import Primitives

/// OCSF 1.8.0 as JSON Lines: a Detection Finding (class 2004) for every finding, a Compliance Finding (class 2003) for
/// every control (Documentation/OUTPUT.md, "OCSF"). Notes are informational detections.
struct OCSFReporter: Reporter {
    private var ids = StableIDs()
    private var head: ReportHead?

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .group: break
        case .finding(let finding): output.line(detection(finding).serialized())
        case .account(let account):
            for control in account.controls { output.line(compliance(control, account).serialized()) }
        }
    }

    mutating func end(_ output: ReportOutput) {}

    /// Milliseconds since 1970.
    private var time: Int { Int(clamping: head?.run.startedAt.seconds ?? 0) * 1_000 }

    private func common(
        classID: Int, severity: (id: Int, name: String), message: String, account: String?, region: String?
    ) -> [(String, JSONWriter)] {
        var cloud: [(String, JSONWriter)] = [("provider", .string("AWS"))]
        if let region { cloud.append(("region", .string(region))) }
        if let account {
            // Its alias is not known. Readers such as Prowler's models want a name all the same.
            cloud.append(
                (
                    "account",
                    .object([
                        ("uid", .string(account)), ("name", .string(account)), ("type_id", .int(10)),
                        ("type", .string("AWS Account")),
                    ])
                ))
        }
        return [
            ("activity_id", .int(1)), ("activity_name", .string("Create")), ("category_uid", .int(2)),
            ("category_name", .string("Findings")), ("class_uid", .int(classID)),
            ("class_name", .string(classID == 2_004 ? "Detection Finding" : "Compliance Finding")),
            ("type_uid", .int(classID * 100 + 1)), ("time", .int(time)), ("severity_id", .int(severity.id)),
            ("severity", .string(severity.name)), ("status_id", .int(1)), ("status", .string("New")),
            ("message", .string(message)),
            (
                "metadata",
                .object([
                    ("version", .string("1.8.0")), ("profiles", .array([.string("cloud")])),
                    (
                        "product",
                        .object([
                            ("name", .string("trailseal")), ("vendor_name", .string("TrailSeal")),
                            ("version", .string(head?.tool.version ?? "")),
                        ])
                    ), ("log_provider", .string("AWS CloudTrail")),
                ])
            ), ("cloud", .object(cloud)),
        ]
    }

    private func severity(_ label: String) -> (Int, String) {
        switch label {
        case "CRITICAL": (5, "Critical")
        case "HIGH": (4, "High")
        case "MEDIUM": (3, "Medium")
        case "LOW": (2, "Low")
        default: (1, "Informational")
        }
    }

    private mutating func detection(_ finding: FindingRecord) -> JSONWriter {
        let (account, region) = finding.place
        var info: [(String, JSONWriter)] = [
            ("uid", .string(ids.id(of: finding))), ("title", .string(finding.title)),
            ("desc", .string(finding.message)), ("created_time", .int(time)),
            (
                "analytic",
                .object([
                    ("type_id", .int(1)), ("type", .string("Rule")), ("uid", .string(finding.code.text)),
                    ("name", .string(finding.code.text)),
                ])
            ),
        ]
        if let attack = attack(finding) { info.append(("attacks", .array([attack]))) }
        var members = common(
            classID: 2_004, severity: severity(finding.severity.label), message: finding.title, account: account,
            region: region)
        members += [
            ("is_alert", .bool(finding.verdict == .invalid)), ("finding_info", .object(info)),
            ("resources", .array([resource(finding, region)])), ("evidences", .array([evidence(finding)])),
            ("remediation", .object([("desc", .string(finding.nextStep))])),
        ]
        return .object(members)
    }

    private func resource(_ finding: FindingRecord, _ region: String?) -> JSONWriter {
        let (id, type): (String, String) =
            finding.objectARN.map { ($0, "AWS::S3::Object") }
            ?? finding.chain.map { ($0.trailARN, "AWS::CloudTrail::Trail") }
            ?? (finding.path ?? finding.owner?.selector ?? finding.expected ?? finding.code.text, "Other")
        var members: [(String, JSONWriter)] = [
            ("uid", .string(id)), ("type", .string(type)),
            ("cloud_partition", .string(Partition.of(region: region ?? ""))), ("role_id", .int(3)),
            ("role", .string("Affected")),
        ]
        if let region { members.append(("region", .string(region))) }
        return .object(members)
    }

    /// What was recorded is data; what is there is the file.
    private func evidence(_ finding: FindingRecord) -> JSONWriter {
        var data: [(String, JSONWriter)] = [
            ("code", .string(finding.code.text)), ("verdict", .string(finding.verdict.rawValue)),
            ("allowed", .bool(finding.isAllowed)),
        ]
        func add(_ name: String, _ value: JSONWriter) { if value != .null { data.append((name, value)) } }
        add("logs", .optional(head?.inputs.logsNotCopied))
        add("object", .optional(finding.location))
        add("expected", .optional(finding.expected))
        add("actual", .optional(finding.actual))
        add("from", .optional(finding.from))
        add("to", .optional(finding.to))
        add("count", .optional(finding.count))
        add("chain", .optional(finding.chain?.title))
        add("owner", .optional(finding.owner?.selector))
        var members: [(String, JSONWriter)] = [("data", .object(data))]
        if let path = finding.path {
            var file: [(String, JSONWriter)] = [
                ("name", .string(path.split(separator: "/").last.map(String.init) ?? path)), ("path", .string(path)),
                ("type_id", .int(1)), ("type", .string("Regular File")),
            ]
            if let actual = finding.actual, actual.utf8.count == 64 {
                file.append(
                    (
                        "hashes",
                        .array([
                            .object([
                                ("algorithm_id", .int(3)), ("algorithm", .string("SHA-256")),
                                ("value", .string(actual)),
                            ])
                        ])
                    ))
            }
            members.append(("file", .object(file)))
        }
        return .object(members)
    }

    /// The technique of MITRE ATT&CK that would leave this behind.
    private func attack(_ finding: FindingRecord) -> JSONWriter? {
        let technique: (id: String, name: String)
        switch finding.known?.descriptor.effect {
        case .removal: technique = ("T1070", "Indicator Removal")
        case .impairment: technique = ("T1562", "Impair Defenses")
        case nil:
            guard finding.verdict == .invalid else { return nil }
            technique = ("T1565", "Data Manipulation")
        }
        return .object([
            ("technique", .object([("uid", .string(technique.id)), ("name", .string(technique.name))]))
        ])
    }

    private func compliance(_ control: ControlRecord, _ account: AccountRecord) -> JSONWriter {
        let status: (id: Int, name: String) =
            switch control.status {
            case "PASSED": (1, "Pass")
            case "FAILED": (3, "Fail")
            default: (2, "Warning")
            }
        let subjects = ControlSubject.all(of: control, in: account)
        let uid = "trailseal/\(account.accountID ?? "-")/\(control.id)"
        var members = common(
            classID: 2_003, severity: severity(control.isPassed ? "" : control.severity),
            message: "\(control.id) \(control.title)", account: account.accountID, region: subjects.first?.region)
        members += [
            (
                "finding_info",
                .object([
                    ("uid", .string(uid)), ("title", .string("\(control.id) \(control.title)")),
                    ("desc", .string(control.reason)), ("created_time", .int(time)),
                ])
            ),
            (
                "compliance",
                .object([
                    ("control", .string(control.id)),
                    ("standards", ReportMembers.texts(ControlID(rawValue: control.id)?.standards ?? [])),
                    ("requirements", ReportMembers.texts(control.relatedRequirements)),
                    ("status_id", .int(status.id)), ("status", .string(status.name)),
                    ("status_details", ReportMembers.texts([control.reason] + control.notes)),
                ])
            ),
            (
                "resources",
                .array(
                    subjects.map {
                        .object([
                            ("uid", .string($0.id)), ("type", .string($0.asffType)), ("region", .string($0.region)),
                            ("cloud_partition", .string(Partition.of(region: $0.region))),
                        ])
                    })
            ), ("remediation", .object([("desc", .string(control.nextStep ?? control.remediation))])),
        ]
        return .object(members)
    }
}
