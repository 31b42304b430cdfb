internal import CloudTrailControls
internal import CloudTrailVerification
internal import Primitives

/// AWS Security Finding Format for `aws securityhub batch-import-findings --findings file://PATH`: arrays of at most a
/// hundred findings, the most that one call takes; further ones go to further parts. Notes are left out, controls are
/// findings of their own (Documentation/OUTPUT.md, "ASFF").
struct ASFFReporter: Reporter {
    private var ids = StableIDs()
    /// Most findings in one call of BatchImportFindings.
    static let batchLimit = 100
    static let schemaVersion = "2018-10-08"

    /// Whether a file that starts like this is such an array, or one that was emptied.
    static func isPart(_ start: String) -> Bool {
        start == emptyPart || start.hasPrefix("[") && start.contains(JSONWriter.string(schemaVersion).serialized())
    }

    static let emptyPart = "[]\n"

    private var head: ReportHead?
    private var written = 0

    mutating func begin(_ head: ReportHead, _ output: ReportOutput) {
        self.head = head
        output.write("[")
    }

    mutating func record(_ event: ReportEvent, _ output: ReportOutput) {
        switch event {
        case .digest, .log, .chain, .group: break
        case .finding(let finding): if finding.verdict != .note { write(asff(finding), output) }
        case .account(let account):
            for control in account.controls {
                for one in ControlSubject.all(of: control, in: account) { write(asff(control, one, account), output) }
            }
        }
    }

    mutating func end(_ output: ReportOutput) { output.write(written == 0 ? "]\n" : "\n]\n") }

    private mutating func write(_ finding: JSONWriter, _ output: ReportOutput) {
        if written == Self.batchLimit {
            end(output)
            output.beginPart()
            output.write("[")
            written = 0
        }
        output.write((written == 0 ? "\n" : ",\n") + finding.serialized())
        written += 1
    }

    // MARK: Findings

    /// `2026-11-23T03:17:41.000Z`.
    private var stamp: String { (head?.run.startedAt.iso8601.dropLast()).map { $0 + ".000Z" } ?? "" }

    private mutating func asff(_ finding: FindingRecord) -> JSONWriter {
        let (account, region) = finding.place
        let types =
            finding.verdict == .unverified
            ? "Software and Configuration Checks/AWS Security Best Practices"
            : finding.known?.descriptor.effect == .removal
                ? "Effects/Data Destruction/CloudTrailLogDeleted" : "TTPs/Defense Evasion/CloudTrailLogTampering"
        let home = [region, finding.chain?.homeRegion].compactMap(\.self).first(where: Place.isRegion) ?? "us-east-1"
        let resource: (type: String, id: String) =
            finding.objectARN.map { ("AwsS3Object", $0) }
            ?? finding.chain.map { ("AwsCloudTrailTrail", $0.trailARN) }
            ?? ("Other", finding.path ?? finding.owner?.selector ?? finding.expected ?? finding.code.text)
        var fields: [(String, JSONWriter)] = []
        func field(_ name: String, _ value: String?) {
            if let value { fields.append(("trailseal/" + name, .string(value.shortened(to: 2_048)))) }
        }
        field("verdict", finding.verdict.rawValue)
        field("logs", head?.inputs.logsNotCopied)
        field("path", finding.path)
        field("expected", finding.expected)
        field("actual", finding.actual)
        field("from", finding.from?.iso8601)
        field("to", finding.to?.iso8601)
        field("count", finding.count.map { "\($0)" })
        field("owner", finding.owner?.selector)
        return common(
            id: ids.id(of: finding), generator: finding.code.text, account: account, region: home,
            severity: finding.severity.label, types: types, title: finding.title,
            description: finding.message, remediation: finding.nextStep,
            resources: [Self.resource(resource.type, resource.id, home)], fields: fields,
            compliance: [("Status", .string(finding.verdict == .invalid ? "FAILED" : "WARNING"))])
    }

    private func asff(_ control: ControlRecord, _ subject: ControlSubject, _ account: AccountRecord) -> JSONWriter {
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
            id: "trailseal/\(account.accountID ?? "-")/\(control.id)/\(StableHash.of([subject.id]))",
            generator: control.id, account: account.accountID, region: subject.region,
            severity: subject.status == "PASSED" ? "INFORMATIONAL" : control.severity,
            types: "Software and Configuration Checks/Industry and Regulatory Standards/"
                + Self.standard(of: control),
            title: "\(control.id) \(control.title)", description: subject.reason,
            remediation: subject.nextStep ?? control.remediation,
            resources: [Self.resource(subject.asffType, subject.id, subject.region)], fields: [],
            compliance: compliance)
    }

    /// The best known standard that has the control.
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

    /// ASFF knows three partitions.
    private static func asffPartition(_ region: String) -> String {
        let partition = Partition.of(region: region)
        return partition.hasPrefix("aws-iso") ? "aws" : partition
    }

    private func common(
        id: String, generator: String, account: String?, region: String, severity: String, types: String, title: String,
        description: String, remediation: String, resources: [JSONWriter], fields: [(String, JSONWriter)],
        compliance: [(String, JSONWriter)]
    ) -> JSONWriter {
        // Twelve digits are required; what belongs to no account is nobody's.
        let owner = account.flatMap { Place.isAccount($0) ? $0 : nil } ?? "000000000000"
        let label = JSONWriter.object([
            ("Label", .string(severity)), ("Original", .string(String(generator.prefix(64)))),
        ])
        let partition = Partition.of(region: region)
        return .object([
            ("SchemaVersion", .string(Self.schemaVersion)), ("Id", .string(id.shortened(to: 512))),
            ("ProductArn", .string("arn:\(partition):securityhub:\(region):\(owner):product/\(owner)/default")),
            ("GeneratorId", .string("trailseal/" + generator)), ("AwsAccountId", .string(owner)),
            ("CreatedAt", .string(stamp)), ("UpdatedAt", .string(stamp)),
            ("Severity", label),
            (
                "FindingProviderFields",
                .object([("Severity", label), ("Types", .array([.string(types)]))])
            ), ("Types", .array([.string(types)])),
            ("Title", .string(title.shortened(to: 256))), ("Description", .string(description.shortened(to: 1_024))),
            (
                "Remediation",
                .object([("Recommendation", .object([("Text", .string(remediation.shortened(to: 512)))]))])
            ), ("Resources", .array(resources)),
            (
                "ProductFields",
                .object([("trailseal/version", .string(head?.tool.version ?? ""))] + fields)
            ), ("Compliance", .object(compliance)), ("RecordState", .string("ACTIVE")),
            ("Workflow", .object([("Status", .string(severity == "INFORMATIONAL" ? "RESOLVED" : "NEW"))])),
        ])
    }
}

/// What a control's finding is about: the account for the controls that one trail fulfils, else each trail or bucket.
struct ControlSubject {
    let id: String
    let status: String
    let reason: String
    /// What to ask AWS if it isn't decided.
    let nextStep: String?
    let region: String
    /// `AwsAccount`, `AwsCloudTrailTrail` or `AwsS3Bucket`.
    let asffType: String

    static func all(of control: ControlRecord, in account: AccountRecord) -> [ControlSubject] {
        let region = control.resources.lazy.compactMap { Self.region($0.id) }.first ?? "us-east-1"
        let isOfAccount = control.id == "CloudTrail.1" || control.id == "CloudTrail.3"
        if isOfAccount || control.resources.isEmpty {
            return [
                ControlSubject(
                    id: "AWS::::Account:\(account.accountID ?? "000000000000")", status: control.status,
                    reason: control.reason, nextStep: control.nextStep, region: region, asffType: "AwsAccount")
            ]
        }
        return control.resources.map { resource in
            let isTrail = resource.id.hasPrefix("arn:")
            return ControlSubject(
                id: isTrail ? resource.id : "arn:\(Partition.of(region: region)):s3:::\(resource.id)",
                status: resource.status, reason: resource.reason, nextStep: resource.nextStep,
                region: Self.region(resource.id) ?? region,
                asffType: isTrail ? "AwsCloudTrailTrail" : "AwsS3Bucket")
        }
    }

    /// The region in an ARN.
    private static func region(_ arn: String) -> String? {
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
        return parts.count > 4 && parts[0] == "arn" && Place.isRegion(String(parts[3])) ? String(parts[3]) : nil
    }
}
