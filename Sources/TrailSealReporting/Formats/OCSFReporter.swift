internal import TrailSealControls
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes OCSF 1.8.0 as JSON Lines: a Detection Finding (class 2004) for each group of findings, an API Activity (class 6003)
/// for each control change, and a Compliance Finding (class 2003) for each control (Documentation/OUTPUT.md, "OCSF"). Notes
/// are informational detections.
struct OCSFReporter: Reporter {
    private var ids = StableIDs()
    private var head: ReportHead?

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .finding: break
        case .group(let group): output.line(detection(group).serialized())
        case .change(let change): output.line(OCSFChange(change, metadata: metadata()).json.serialized())
        case .account(let account):
            for control in account.controls { output.line(compliance(control, account).serialized()) }
        }
    }

    mutating func end(_ output: ReportOutput) {}

    private var time: Int { Self.milliseconds(head?.run.startedAt) ?? 0 }

    /// Returns the milliseconds since 1970.
    static func milliseconds(_ time: UnixTime?) -> Int? {
        guard let (value, overflow) = time.map({ Int(clamping: $0.seconds).multipliedReportingOverflow(by: 1_000) })
        else {
            return nil
        }
        return overflow ? nil : value
    }

    private func common(
        classID: Int, severity: (id: Int, name: String), message: String, account: String?, region: String?
    ) -> [(String, JSONWriter)] {
        [
            ("activity_id", .int(1)), ("activity_name", .string("Create")), ("category_uid", .int(2)),
            ("category_name", .string("Findings")), ("class_uid", .int(classID)),
            ("class_name", .string(classID == 2_004 ? "Detection Finding" : "Compliance Finding")),
            ("type_uid", .int(classID * 100 + 1)), ("time", .int(time)), ("severity_id", .int(severity.id)),
            ("severity", .string(severity.name)), ("status_id", .int(1)), ("status", .string("New")),
            ("message", .string(message)),
            ("metadata", .object(metadata())), ("cloud", Self.cloud(account: account, region: region)),
        ]
    }

    private func metadata() -> [(String, JSONWriter)] {
        [
            ("version", .string("1.8.0")), ("profiles", .array([.string("cloud")])),
            (
                "product",
                .object(
                    [
                        ("name", .string("trailseal")), ("vendor_name", .string("TrailSeal")),
                        ("version", .string(head?.tool.version ?? "")),
                    ] + (head?.tool.libraries.map { [("feature", Self.libraries($0))] } ?? []))
            ), ("log_provider", .string("AWS CloudTrail")),
        ]
    }

    /// Returns the provider, the Region and the account as far as they are known.
    static func cloud(account: String?, region: String?) -> JSONWriter {
        var cloud: [(String, JSONWriter)] = [("provider", .string("AWS"))]
        if let region { cloud.append(("region", .string(region))) }
        if let account {
            // The account's alias isn't known, but readers such as Prowler's models require a name.
            cloud.append(
                (
                    "account",
                    .object([
                        ("uid", .string(account)), ("name", .string(account)), ("type_id", .int(10)),
                        ("type", .string("AWS Account")),
                    ])
                ))
        }
        return .object(cloud)
    }

    private static func libraries(_ versions: String) -> JSONWriter {
        .object([("name", .string("libraries")), ("version", .string(versions))])
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

    private mutating func detection(_ group: FindingGroup) -> JSONWriter {
        let (account, region) = group.place
        var info: [(String, JSONWriter)] = [
            ("uid", .string(ids.id(of: group))), ("title", .string(group.title)),
            ("desc", .string(group.description)), ("created_time", .int(time)),
            (
                "analytic",
                .object([
                    ("type_id", .int(1)), ("type", .string("Rule")), ("uid", .string(group.code.text)),
                    ("name", .string(group.code.text)),
                ])
            ),
        ]
        if let attack = attack(group) { info.append(("attacks", .array([attack]))) }
        var members = common(
            classID: 2_004, severity: severity(group.severity.label), message: group.title, account: account,
            region: region)
        members.append(("count", .int(group.count)))
        if let from = Self.milliseconds(group.from) { members.append(("start_time", .int(from))) }
        if let to = Self.milliseconds(group.to) { members.append(("end_time", .int(to))) }
        let logs = head?.inputs.logsNotCopied.map { [("logs", JSONWriter.string($0))] } ?? []
        members += [
            ("is_alert", .bool(group.verdict == .invalid)), ("finding_info", .object(info)),
            ("resources", .array(group.affected.map { resource($0, region) })),
            ("evidences", .array(group.examples.map(evidence))),
            ("remediation", .object([("desc", .string(group.nextStep))])),
            ("unmapped", .object(group.facts + logs)),
        ]
        return .object(members)
    }

    private func resource(_ thing: AffectedThing, _ region: String?) -> JSONWriter {
        let type =
            switch thing.kind {
            case .object: "AWS::S3::Object"
            case .trail: "AWS::CloudTrail::Trail"
            case .other: "Other"
            }
        var members: [(String, JSONWriter)] = [
            ("uid", .string(thing.id)), ("type", .string(type)),
            ("cloud_partition", .string(Partition.of(region: region ?? ""))), ("role_id", .int(3)),
            ("role", .string("Affected")),
        ]
        if let region { members.append(("region", .string(region))) }
        return .object(members)
    }

    /// Returns an evidence object. The facts of the finding are its data, and the file is its file.
    private func evidence(_ finding: FindingRecord) -> JSONWriter {
        let data: [(String, JSONWriter)] = [
            ("code", .string(finding.code.text)), ("object", .optional(finding.location)),
            ("expected", .optional(finding.expected)), ("actual", .optional(finding.actual)),
            ("from", .optional(finding.from)), ("to", .optional(finding.to)), ("count", .optional(finding.count)),
        ]
        var members: [(String, JSONWriter)] = [("data", .object(data.filter { $0.1 != .null }))]
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

    /// Returns the MITRE ATT&CK technique with this effect, or nil if there is none.
    private func attack(_ group: FindingGroup) -> JSONWriter? {
        let technique: (id: String, name: String)
        switch group.known?.descriptor.effect {
        case .removal: technique = ("T1070", "Indicator Removal")
        case .impairment: technique = ("T1562", "Impair Defenses")
        case nil:
            guard group.verdict == .invalid else { return nil }
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
