internal import TrailSealPrimitives
internal import TrailSealVerification

/// Writes records as JSON members (Documentation/OUTPUT.md, "JSON"). `ReportReader` reads them back.
enum ReportMembers {
    /// The version of the JSON report.
    static let schemaVersion = "1.0"

    static func head(_ head: ReportHead) -> [(String, JSONWriter)] {
        var members: [(String, JSONWriter)] = [
            ("schemaVersion", .string(schemaVersion)),
            (
                "tool",
                .object(
                    [("name", .string("trailseal")), ("version", .string(head.tool.version))]
                        + (head.tool.libcrypto.map { [("libcrypto", .string($0))] } ?? [])
                        + (head.tool.zlib.map { [("zlib", .string($0))] } ?? []))
            ),
            ("run", run(head.run)), ("inputs", inputs(head.inputs)),
        ]
        if let verification = head.verification {
            members += [
                ("verdict", .string(verification.verdict.rawValue)), ("readSince", .optional(verification.readSince)),
                ("summary", summary(verification.summary)), ("warnings", texts(verification.warnings)),
            ]
            if let accounting = verification.accounting {
                members.append(("accounting", AccountingMembers.json(accounting)))
            }
            if let counts = head.changeCounts { members.append(("changeCounts", ChangeMembers.counts(counts))) }
        }
        return members
    }

    private static func run(_ run: ReportHead.Run) -> JSONWriter {
        var members: [(String, JSONWriter)] = [
            ("startedAt", .optional(run.startedAt)), ("finishedAt", .optional(run.finishedAt)),
            ("arguments", texts(run.arguments)), ("host", .string(run.host)), ("jobs", .int(run.jobs)),
            ("complete", .bool(run.isComplete)),
        ]
        if let shard = run.shard {
            members.append(
                (
                    "shard",
                    .object([
                        ("index", .int(shard.index)), ("count", .int(shard.count)),
                        ("emptyArchives", .array(shard.emptyArchives.map { .int($0) })),
                        ("accountFolders", shard.accountFolders.map(JSONWriter.string) ?? .null),
                        ("crossing", shard.crossAccountReference.map(JSONWriter.string) ?? .null),
                        ("ofAll", .bool(shard.isOfAll)),
                    ])
                ))
        }
        if let shards = run.shards {
            members.append(
                (
                    "shards",
                    .object([
                        ("count", .int(shards.count)), ("missing", .array(shards.missing.map { .int($0) })),
                        ("doubled", .array(shards.doubled.map { .int($0) })),
                        ("consistent", .bool(shards.isConsistent)),
                    ])
                ))
        }
        if run.isDeterministic { members.append(("deterministic", .bool(true))) }
        if let custody = run.custody { members.append(("custody", CustodyMembers.json(custody))) }
        return .object(members)
    }

    private static func inputs(_ inputs: ReportHead.Inputs) -> JSONWriter {
        func one(_ item: ReportHead.Input) -> JSONWriter {
            var members: [(String, JSONWriter)] = [("path", .string(item.path))]
            if let hash = item.sha256 { members.append(("sha256", .string(hash))) }
            if let keys = item.keys { members.append(("keys", .int(keys))) }
            if let read = item.read { members.append(("read", .int(read))) }
            if let used = item.used { members.append(("used", .int(used))) }
            if let used = item.usedByAll { members.append(("usedByAll", .int(used))) }
            return .object(members)
        }
        func list(_ items: [ReportHead.Input]) -> JSONWriter { .array(items.map(one)) }
        return .object([
            ("archives", list(inputs.archives)), ("keyFiles", list(inputs.keyFiles)),
            ("signatures", list(inputs.signatures)), ("trailDescriptions", list(inputs.trailDescriptions)),
            ("state", inputs.state.map(one) ?? .null), ("forgotten", .array(inputs.forgotten.map(\.json))),
            ("full", .bool(inputs.isFull)), ("retentionSeconds", .optional(inputs.retention.map { Int(clamping: $0) })),
            ("maxAgeSeconds", .optional(inputs.maximumAge.map { Int(clamping: $0) })),
            ("from", .optional(inputs.from)), ("to", .optional(inputs.to)),
            ("logsFrom", .optional(inputs.logsFrom)), ("digestsOnly", .bool(inputs.copiedLogs == .none)),
            ("accounts", texts(inputs.accounts)),
            ("regions", texts(inputs.regions)), ("trails", texts(inputs.trails)), ("allow", texts(inputs.allowances)),
        ])
    }

    private static func summary(_ summary: VerificationSummary) -> JSONWriter {
        .object([
            ("digests", digests(summary.digests)), ("logs", logs(summary.logs)), ("notJudged", .int(summary.notJudged)),
            (
                "bytes",
                .object([
                    ("compressed", .unsigned(summary.compressedByteCount)),
                    ("inflated", .unsigned(summary.inflatedByteCount)),
                ])
            ),
            ("chains", .int(summary.chains)),
            (
                "findings",
                .object([
                    ("invalid", .int(summary.findings.invalid)), ("unverified", .int(summary.findings.unverified)),
                    ("note", .int(summary.findings.note)), ("allowed", .int(summary.findings.allowed)),
                ])
            ), ("unknownMembers", .int(summary.unknownMembers)),
        ])
    }

    static func digests(_ counts: VerificationSummary.DigestCounts) -> JSONWriter {
        .object([
            ("verified", .int(counts.verified)), ("unverified", .int(counts.unverified)),
            ("invalid", .int(counts.invalid)), ("missing", .int(counts.missing)),
        ])
    }

    static func logs(_ counts: VerificationSummary.LogCounts) -> JSONWriter {
        .object([
            ("verified", .int(counts.verified)), ("unverified", .int(counts.unverified)),
            ("invalid", .int(counts.invalid)), ("missing", .int(counts.missing)),
            ("unreferenced", .int(counts.unreferenced)),
        ])
    }

    static func texts(_ values: [String]) -> JSONWriter { .array(values.map { .string($0) }) }

    static func span(_ span: TimeSpan) -> JSONWriter {
        .object([("from", .optional(span.from)), ("to", .optional(span.to))])
    }

    static func name(_ name: ChainName) -> [(String, JSONWriter)] {
        [
            ("organizationId", .optional(name.organizationID)), ("accountId", .string(name.accountID)),
            ("region", .string(name.region)), ("trail", .string(name.trail)),
            ("homeRegion", .string(name.homeRegion)), ("kind", .string(name.kind)),
        ]
    }

    private static func chain(_ chain: ChainName?) -> JSONWriter { chain.map { .object(name($0)) } ?? .null }

    static func chain(_ chain: ChainRecord) -> [(String, JSONWriter)] {
        let newest: JSONWriter =
            chain.newest.map {
                .object([
                    ("key", .string($0.key)), ("endTime", .optional($0.endTime)), ("proof", .optional($0.proof)),
                ])
            } ?? .null
        let spans = chain.digestSpans.map { span in
            JSONWriter.object([
                ("from", .optional(span.from)), ("to", .optional(span.to)), ("count", .int(span.count)),
                ("verdict", .string(span.verdict.rawValue)),
            ])
        }
        return [("bucket", .optional(chain.bucket)), ("prefix", .optional(chain.prefix))] + name(chain.name) + [
            ("verdict", .string(chain.verdict.rawValue)), ("digests", digests(chain.digests)),
            ("logs", logs(chain.logs)), ("newestDigest", newest),
            ("endsProven", .object([("from", .bool(chain.isBeginningProven)), ("to", .bool(chain.isEndProven))])),
            ("covered", .array(chain.covered.map(span))), ("gaps", .array(chain.gaps.map(span))),
            ("readSince", .optional(chain.readSince)),
            ("digestSpans", .array(spans)),
        ]
    }

    /// Returns a finding. Reports without control changes don't have the member `changes`.
    static func finding(_ finding: FindingRecord, withChanges: Bool) -> [(String, JSONWriter)] {
        let owner = finding.owner.map {
            [
                ("accountId", JSONWriter.optional($0.accountID)), ("region", .optional($0.region)),
                ("trail", .optional($0.trail)),
            ]
        }
        return [
            ("code", .string(finding.code.text)), ("verdict", .string(finding.verdict.rawValue)),
            ("allowed", .bool(finding.isAllowed)), ("reason", .optional(finding.reason)),
            ("group", .optional(finding.group)), ("bucket", .optional(finding.bucket)),
            ("key", .optional(finding.key)), ("path", .optional(finding.path)), ("message", .string(finding.message)),
            ("expected", .optional(finding.expected)), ("actual", .optional(finding.actual)),
            ("from", .optional(finding.from)), ("to", .optional(finding.to)), ("count", .optional(finding.count)),
            ("differing", .optional(finding.differing)), ("chain", chain(finding.chain)),
        ] + (owner ?? []) + (withChanges ? [("changes", texts(finding.changes))] : [])
    }

    static func digest(_ digest: DigestRecord) -> [(String, JSONWriter)] {
        [
            ("verdict", .string(digest.verdict.rawValue)), ("bucket", .optional(digest.bucket)),
            ("key", .optional(digest.key)), ("path", .string(digest.path)), ("startTime", .optional(digest.startTime)),
            ("endTime", .optional(digest.endTime)), ("sha256", .optional(digest.sha256)),
            ("proof", .optional(digest.proof)), ("logFiles", .optional(digest.logFiles)),
            ("chain", chain(digest.chain)),
        ]
    }

    static func log(_ log: LogRecord) -> [(String, JSONWriter)] {
        [
            ("verdict", .string(log.verdict)), ("bucket", .optional(log.bucket)), ("key", .optional(log.key)),
            ("path", .optional(log.path)), ("chain", chain(log.chain)),
        ]
    }

    static func account(_ account: AccountRecord, withChanges: Bool) -> JSONWriter {
        .object([
            ("accountId", .optional(account.accountID)), ("capturedAt", .optional(account.capturedAt)),
            ("unknownMembers", .int(account.unknownMembers)),
            ("controls", .array(account.controls.map { .object(control($0, withChanges: withChanges)) })),
        ])
    }

    /// Returns a control. Reports without control changes don't have the member `history`.
    static func control(_ control: ControlRecord, withChanges: Bool) -> [(String, JSONWriter)] {
        [
            ("id", .string(control.id)), ("title", .string(control.title)), ("severity", .string(control.severity)),
            ("status", .string(control.status)), ("reason", .string(control.reason)), ("notes", texts(control.notes)),
            ("resources", .array(control.resources.map(resource))), ("nextStep", .optional(control.nextStep)),
            ("remediation", .string(control.remediation)),
            ("relatedRequirements", texts(control.relatedRequirements)),
        ] + (withChanges ? [("history", ChangeMembers.history(control.history))] : [])
    }

    private static func resource(_ resource: ControlRecord.Resource) -> JSONWriter {
        var members: [(String, JSONWriter)] = [
            ("id", .string(resource.id)), ("status", .string(resource.status)), ("reason", .string(resource.reason)),
            ("notes", texts(resource.notes)), ("evidence", .object(resource.evidence.map { ($0.member, $0.value) })),
            ("nextStep", .optional(resource.nextStep)),
        ]
        if let half = resource.archive {
            members.append(
                (
                    "archive",
                    .object([
                        ("verdict", .optional(half.verdict?.rawValue)), ("chains", .int(half.chains)),
                        ("digests", digests(half.digests)), ("logs", logs(half.logs)),
                        ("covered", half.covered.map(span) ?? .null),
                    ])
                ))
        }
        return .object(members)
    }
}

/// Writes and reads the chain-of-custody record as JSON.
enum CustodyMembers {
    /// Returns the record as JSON.
    static func json(_ custody: ReportHead.Custody) -> JSONWriter {
        .object([
            ("caseId", .optional(custody.caseID)), ("evidenceIds", ReportMembers.texts(custody.evidenceIDs)),
            ("examiner", .optional(custody.examiner)), ("organization", .optional(custody.organization)),
            ("note", .optional(custody.note)), ("toolSha256", .optional(custody.toolSHA256)),
            ("workingDirectory", .optional(custody.workingDirectory)), ("user", .optional(custody.user)),
            ("platform", .optional(custody.platform)),
            ("selfTest", .optional(custody.isSelfTestPassed.map { $0 ? "passed" : "failed" })),
            (
                "manifest",
                custody.manifest.map {
                    .object([
                        ("files", .int($0.files)), ("bytes", .unsigned($0.bytes)), ("sha256", .string($0.sha256)),
                    ])
                } ?? .null
            ),
        ])
    }

    /// Reads a record. Errors: `ReportReadingError` that names the wrong member.
    static func read(_ place: JSONPath) throws(ReportReadingError) -> ReportHead.Custody {
        func text(_ name: String) throws(ReportReadingError) -> String? {
            try place.member(name).optional { (place) throws(ReportReadingError) in try place.string() }
        }
        var custody = ReportHead.Custody()
        custody.caseID = try text("caseId")
        custody.evidenceIDs = try place.member("evidenceIds").strings()
        custody.examiner = try text("examiner")
        custody.organization = try text("organization")
        custody.note = try text("note")
        custody.toolSHA256 = try text("toolSha256")
        custody.workingDirectory = try text("workingDirectory")
        custody.user = try text("user")
        custody.platform = try text("platform")
        custody.isSelfTestPassed = try text("selfTest").map { $0 == "passed" }
        custody.manifest = try place.member("manifest").optional { (place) throws(ReportReadingError) in
            ReportHead.Manifest(
                files: try place.member("files").count(), bytes: try place.member("bytes").unsigned(),
                sha256: try place.member("sha256").string())
        }
        return custody
    }
}
