internal import TrailSealControls
internal import TrailSealFormat
internal import TrailSealPrimitives
package import TrailSealVerification

// Converts results of the engine and the evaluator to records. Only here do bytes of the archive become display text.

extension ReportDocument {
    /// Creates a report of `verify`.
    package init(_ result: VerificationResult, controls: ControlsSection?, head: ReportHead) {
        var head = head
        head.run.isComplete = result.isComplete
        head.verification = ReportHead.Verification(
            verdict: result.verdict, summary: result.summary, warnings: result.warnings, readSince: result.readSince,
            accounting: result.accounting.map { AccountingRecord($0, allowances: head.inputs.allowances) })
        self.init(head: head)
        chains = result.chains.map(ChainRecord.init)
        findings = result.findings.map(FindingRecord.init)
        accounts = controls?.records
    }

    /// Creates a report of `controls`.
    package init(_ controls: ControlsSection, head: ReportHead) {
        self.init(head: head)
        accounts = controls.records
    }
}

extension ReportHead {
    /// Creates a head without a verification.
    package init(tool: Tool, run: Run, inputs: Inputs) {
        self.tool = tool
        self.run = run
        self.inputs = inputs
        verification = nil
    }
}

extension ChainName {
    init(_ chain: ChainID) {
        organizationID = chain.organizationID?.description
        accountID = chain.accountID.description
        region = chain.region.description
        trail = chain.trail.description
        homeRegion = chain.homeRegion.description
        kind = chain.kind.rawValue
    }
}

extension ChainRecord {
    init(_ chain: ChainResult) {
        bucket = chain.bucket?.description
        prefix = chain.prefix?.description
        name = ChainName(chain.id)
        verdict = chain.verdict
        digests = chain.digests
        logs = chain.logs
        newest = chain.newest.map {
            Newest(key: $0.location.key.description, endTime: $0.end, proof: $0.proof.map(\.label))
        }
        isBeginningProven = chain.isBeginningProven
        isEndProven = chain.isEndProven
        covered = chain.covered
        gaps = chain.gaps
        readSince = chain.readSince
        digestSpans = chain.digestSpans
    }
}

extension FindingRecord {
    init(_ finding: Finding) {
        code = .known(finding.code)
        verdict = finding.verdict
        isAllowed = finding.isAllowed
        reason = finding.reason
        bucket = finding.bucket?.description
        key = finding.key?.description
        path = finding.path?.description
        message = finding.message
        expected = finding.expected
        actual = finding.actual
        from = finding.from
        to = finding.to
        count = finding.count
        if case .logDigestUnverified(_, let number) = finding.detail { differing = number }
        chain = finding.chain.map(ChainName.init)
        owner = finding.owner
    }
}

extension DigestProof {
    /// The kind of the proof, and where the signature was found.
    var label: String {
        switch self {
        case .link: "link"
        case .signature(.successor): "signature: in its successor"
        case .signature(.saved(let source)): "signature: " + source.label
        }
    }
}

/// The records of the files of a result.
package struct ResultFiles: FileRecords {
    private let result: VerificationResult

    /// Creates the records of `result`.
    package init(_ result: VerificationResult) { self.result = result }

    /// Calls `body` for every digest file in scope, in canonical order.
    package func forEachDigest(_ body: (DigestRecord) -> Void) {
        result.forEachDigest { digest in
            body(
                DigestRecord(
                    verdict: digest.verdict, bucket: digest.bucket?.description, key: digest.key?.description,
                    path: digest.path.description, startTime: digest.start, endTime: digest.end,
                    sha256: digest.hash?.hex, proof: digest.proof?.label, logFiles: digest.logFileCount,
                    chain: digest.chain.map(ChainName.init)))
        }
    }

    /// Calls `body` for every log file in scope.
    package func forEachLog(_ body: (LogRecord) -> Void) {
        result.forEachLog { log in
            body(
                LogRecord(
                    verdict: log.standing?.rawValue ?? "unreferenced", bucket: log.bucket?.description,
                    key: log.key?.description, path: log.path?.description, chain: log.chain.map(ChainName.init)))
        }
    }
}

extension ControlsSection {
    /// The controls as records.
    var records: [AccountRecord] {
        accounts.map { account in
            AccountRecord(
                accountID: account.accountID.map { EscapedText.string(of: $0) }, capturedAt: account.capturedAt,
                unknownMembers: account.unknownMemberCount,
                controls: account.controls.map { control in
                    ControlRecord(
                        id: control.id.rawValue, title: control.id.title, severity: control.id.severity,
                        status: control.status.rawValue, reason: control.reason, notes: control.notes,
                        resources: control.resources.map { record($0, proof(control, $0)) },
                        nextStep: control.nextStep, remediation: control.id.remediation,
                        relatedRequirements: control.id.relatedRequirements)
                })
        }
    }

    private func record(_ resource: ResourceResult, _ proof: ArchiveProof?) -> ControlRecord.Resource {
        ControlRecord.Resource(
            id: resource.id.description, status: resource.status.rawValue, reason: resource.reason,
            notes: resource.notes + ControlsSection.notes(resource, proof),
            evidence: resource.evidence.map {
                ControlRecord.EvidenceMember(member: $0.member, value: JSONWriter(evidence: $0.value))
            },
            nextStep: ControlResult.nextStep(resource.calls),
            archive: proof.map {
                ControlRecord.ArchiveHalf(
                    verdict: $0.verdict, chains: $0.chains, digests: $0.digests, logs: $0.logs, covered: $0.covered)
            })
    }
}

extension ControlResult {
    /// The most commands in the next step of a control. Each resource has its own next step.
    private static let commandLimit = 4

    /// The remediation if the control failed, the AWS CLI calls if it isn't decided, or nil if it passed.
    fileprivate var nextStep: String? {
        switch status {
        case .passed: return nil
        case .failed: return id.remediation
        case .warning, .notAvailable:
            if lacksTrail {
                return calls.isEmpty
                    ? "No enabled Region has a trail. Create one with: aws cloudtrail create-trail"
                    : Self.nextStep(calls, "Add the answers of the Regions that were not asked")
            }
            var found: [AWSCall] = []
            for call in calls + resources.lazy.flatMap(\.calls) where !found.contains(call) {
                if found.count == Self.commandLimit { return Self.nextStep(found).map { $0 + "; and so on" } }
                found.append(call)
            }
            return Self.nextStep(found)
        }
    }

    /// Returns the calls as commands, or nil if there are none.
    fileprivate static func nextStep(_ calls: [AWSCall], _ lead: String = "Add the answer of") -> String? {
        guard !calls.isEmpty else { return nil }
        let commands = calls.map { call in
            (["aws"] + call.arguments.map { ShellText.word($0) } + ["--output json"]).joined(separator: " ")
        }
        return "\(lead): " + commands.joined(separator: "; ")
    }
}

extension JSONWriter {
    fileprivate init(evidence value: EvidenceValue) {
        func text(_ value: String) -> JSONWriter { .string(EscapedText.string(of: value)) }
        switch value {
        case .bool(let flag): self = .bool(flag)
        case .text(let value): self = text(value)
        case .texts(let values): self = .array(values.map(text))
        case .time(let time): self = .optional(time)
        case .error(let code): self = .object([("Error", .object([("Code", text(code))]))])
        case .absent: self = .null
        }
    }
}
