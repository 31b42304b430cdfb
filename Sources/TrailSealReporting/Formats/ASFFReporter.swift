internal import TrailSealControls
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes the AWS Security Finding Format for `aws securityhub batch-import-findings --findings file://PATH`
/// (Documentation/OUTPUT.md, "ASFF").
///
/// A file is an array of at most 100 findings, the most that one call takes; more findings go to further files. AWS imports
/// only an account's own findings, so each of several accounts gets its own files. Notes are left out. Controls are
/// findings.
struct ASFFReporter: Reporter {
    /// The most findings in one call of BatchImportFindings.
    static let batchLimit = 100
    /// The version of ASFF.
    static let schemaVersion = "2018-10-08"
    /// The content of a file without findings.
    static let emptyPart = "[]\n"
    /// The account if none is known. ASFF requires twelve digits.
    private static let nobody = "000000000000"

    /// Whether a file that starts with `start` is an ASFF file, or one that was emptied.
    static func isPart(_ start: String) -> Bool {
        start == emptyPart || start.hasPrefix("[") && start.contains(JSONWriter.string(schemaVersion).serialized())
    }

    private enum Item {
        case group(FindingGroup, id: String)
        case control(ControlRecord, ControlSubject, account: String?)
    }

    private var ids = StableIDs()
    private var head: ReportHead?
    /// The accounts of chains, findings and descriptions.
    private var accounts: Set<String> = []
    /// The account of the first chain.
    private var firstAccount: String?
    /// The findings by account. Those of no account are under nil.
    private var items: [String?: [Item]] = [:]

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) { self.head = head }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .finding, .change: break
        case .chain(let chain):
            let account = known(chain.name.accountID)
            firstAccount = firstAccount ?? account
        case .group(let group):
            let account = known(group.accountID)
            // The id is made even if the group is left out, so that ids are the same in all formats.
            let id = ids.id(of: group)
            if group.verdict != .note { items[account, default: []].append(.group(group, id: id)) }
        case .account(let account):
            let owner = known(account.accountID)
            for control in account.controls {
                items[owner, default: []] += ControlSubject.all(of: control, in: account)
                    .map { .control(control, $0, account: account.accountID) }
            }
        }
    }

    /// Returns the account, and remembers it. Returns nil if it isn't an account id.
    private mutating func known(_ account: String?) -> String? {
        guard let account, Place.isAccount(account) else { return nil }
        accounts.insert(account)
        return account
    }

    func end(_ output: ReportOutput) {
        let owners = accounts.isEmpty ? [Self.nobody] : accounts.sorted()
        let first = firstAccount ?? owners.first
        let batches = owners.map { owner in
            ((items[owner] ?? []).map { asff($0, owner) })
                + (owner == first ? (items[nil] ?? []).map { asff($0, owner, isOrphan: true) } : [])
        }
        guard let parts = output.parts else { return Self.write(batches.joined(), output) }
        let isOne = owners.count == 1
        if !isOne { output.write(Self.emptyPart) }
        for (owner, findings) in zip(owners, batches) {
            let owner = isOne ? nil : owner
            var rest = findings[...]
            repeat {
                // The first file, which the user named, is already open.
                if !isOne || rest.startIndex > findings.startIndex { parts.begin(owner) }
                Self.write(rest.prefix(Self.batchLimit), output)
                rest = rest.dropFirst(Self.batchLimit)
            } while !rest.isEmpty
        }
        for owner in owners { parts.emptyOthers(owner) }
        parts.emptyOthers(nil)
    }

    private static func write(_ findings: some Sequence<JSONWriter>, _ output: ReportOutput) {
        var separator = "[\n"
        for finding in findings {
            output.write(separator + finding.serialized())
            separator = ",\n"
        }
        output.write(separator == "[\n" ? emptyPart : "\n]\n")
    }

    // MARK: Findings

    /// The start of the run, for example `2026-11-23T03:17:41.000Z`.
    private var stamp: String { (head?.run.startedAt.iso8601.dropLast()).map { $0 + ".000Z" } ?? "" }

    private func asff(_ item: Item, _ owner: String, isOrphan: Bool = false) -> JSONWriter {
        switch item {
        case .group(let group, let id): asff(group, id: id, owner, isOrphan: isOrphan)
        case .control(let control, let subject, let account):
            asff(control, subject, account: account, owner, isOrphan: isOrphan)
        }
    }

    private func asff(_ group: FindingGroup, id: String, _ owner: String, isOrphan: Bool) -> JSONWriter {
        let types =
            group.verdict == .unverified
            ? "Software and Configuration Checks/AWS Security Best Practices"
            : group.known?.descriptor.effect == .removal
                ? "Effects/Data Destruction/CloudTrailLogDeleted" : "TTPs/Defense Evasion/CloudTrailLogTampering"
        let home =
            [group.region, group.chain?.homeRegion].compactMap(\.self).first(where: Place.isRegion) ?? "us-east-1"
        var fields: [(String, String)] = []
        func field(_ name: String, _ value: String?) { if let value { fields.append((name, value)) } }
        field("verdict", group.verdict.rawValue)
        field("reason", group.reason)
        field("count", "\(group.count)")
        field("items", group.items.map { "\($0)" })
        field("from", group.from?.iso8601)
        field("to", group.to?.iso8601)
        field("followUps", group.consequences.isEmpty ? nil : group.consequences)
        if group.count == 1, let only = group.examples.first {
            field("path", only.path)
            field("expected", only.expected)
            field("actual", only.actual)
        }
        field("owner", group.owner?.selector)
        field("logs", head?.inputs.logsNotCopied)
        field("around", group.changes.isEmpty ? nil : group.changes.map(\.line).joined(separator: "; "))
        return common(
            id: id, generator: group.code.text, owner, isOrphan: isOrphan, region: home,
            severity: group.severity.label, types: types, title: group.title, description: group.description,
            around: Self.around(group),
            remediation: group.nextStep,
            resources: group.affected.map { Self.resource(Self.type(of: $0), $0.id, home) }, fields: fields,
            compliance: [("Status", .string(group.verdict == .invalid ? "FAILED" : "WARNING"))])
    }

    /// Returns a sentence about the nearest control changes, at the end of the description. A finding's note is for the
    /// customer to write.
    private static func around(_ group: FindingGroup) -> String {
        guard !group.changes.isEmpty else { return "" }
        let lines = group.changes.prefix(3).map { $0.line(width: 140, isASCII: false) }
        return " \(ChangeRecord.aroundTitle): \(lines.joined(separator: "; "))."
    }

    private static func type(of thing: AffectedThing) -> String {
        switch thing.kind {
        case .object: "AwsS3Object"
        case .trail: "AwsCloudTrailTrail"
        case .other: "Other"
        }
    }

    private func asff(
        _ control: ControlRecord, _ subject: ControlSubject, account: String?, _ owner: String, isOrphan: Bool
    ) -> JSONWriter {
        var compliance: [(String, JSONWriter)] = [
            ("Status", .string(subject.status)), ("SecurityControlId", .string(control.id)),
            ("RelatedRequirements", ReportMembers.texts(Array(control.relatedRequirements.prefix(32)))),
        ]
        if subject.status != "PASSED" {
            compliance.append(
                (
                    "StatusReasons",
                    .array([
                        .object([
                            ("ReasonCode", .string(subject.status)),
                            ("Description", .string(subject.reason.shortened(to: 2_048))),
                        ])
                    ])
                ))
        }
        return common(
            id: "trailseal/\(account ?? "-")/\(control.id)/\(StableHash.of([subject.id]))",
            generator: control.id, owner, isOrphan: isOrphan, region: subject.region,
            severity: subject.status == "PASSED" ? "INFORMATIONAL" : control.severity,
            types: "Software and Configuration Checks/Industry and Regulatory Standards/"
                + Self.standard(of: control),
            title: "\(control.id) \(control.title)", description: subject.reason,
            remediation: subject.nextStep ?? control.remediation,
            resources: [Self.resource(subject.asffType, subject.id, subject.region)], fields: [],
            compliance: compliance)
    }

    /// Returns the best-known standard that contains the control.
    private static func standard(of control: ControlRecord) -> String {
        guard let id = ControlID(rawValue: control.id) else { return "" }
        if id.isFoundational { return "AWS Foundational Security Best Practices" }
        return id.standards.contains { $0.hasPrefix("CIS") } ? "CIS AWS Foundations Benchmark" : "PCI-DSS"
    }

    private static func resource(_ type: String, _ id: String, _ region: String) -> JSONWriter {
        .object([
            ("Type", .string(type)), ("Id", .string(id.shortened(to: 2_048))),
            ("Partition", .string(asffPartition(region))), ("Region", .string(region)),
        ])
    }

    /// Returns the partition of a Region. ASFF knows only three: aws, aws-cn and aws-us-gov.
    private static func asffPartition(_ region: String) -> String {
        let partition = Partition.of(region: region)
        return partition.hasPrefix("aws-iso") ? "aws" : partition
    }

    private func common(
        id: String, generator: String, _ owner: String, isOrphan: Bool, region: String, severity: String, types: String,
        title: String, description: String, around: String = "", remediation: String, resources: [JSONWriter],
        fields: [(String, String)], compliance: [(String, JSONWriter)]
    ) -> JSONWriter {
        let end = around + (isOrphan ? " It belongs to no account, so it is filed under \(owner)." : "")
        let libraries = head?.tool.libraries.map { [("libraries", $0)] } ?? []
        let fields =
            [("version", head?.tool.version ?? "")] + libraries + fields + (isOrphan ? [("account", "none")] : [])
        let label = JSONWriter.object([
            ("Label", .string(severity)), ("Original", .string(String(generator.prefix(64)))),
        ])
        let partition = Partition.of(region: region)
        return .object([
            ("SchemaVersion", .string(Self.schemaVersion)), ("Id", .string(id.shortened(to: 512))),
            ("ProductArn", .string("arn:\(partition):securityhub:\(region):\(owner):product/\(owner)/default")),
            ("GeneratorId", .string("trailseal/" + generator.shortened(to: 256))), ("AwsAccountId", .string(owner)),
            ("CreatedAt", .string(stamp)), ("UpdatedAt", .string(stamp)),
            ("Severity", label),
            (
                "FindingProviderFields",
                .object([("Severity", label), ("Types", .array([.string(types)]))])
            ), ("Types", .array([.string(types)])),
            ("Title", .string(title.shortened(to: 256))),
            (
                "Description",
                .string(description.shortened(to: 1_024 - end.unicodeScalars.count) + end)
            ),
            (
                "Remediation",
                .object([("Recommendation", .object([("Text", .string(remediation.shortened(to: 512)))]))])
            ), ("Resources", .array(resources)),
            (
                "ProductFields",
                .object(fields.map { ("trailseal/" + $0, .string($1.shortened(to: 2_048))) })
            ), ("Compliance", .object(compliance)), ("RecordState", .string("ACTIVE")),
            ("Workflow", .object([("Status", .string(severity == "INFORMATIONAL" ? "RESOLVED" : "NEW"))])),
        ])
    }
}
