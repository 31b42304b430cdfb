internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Reads a report from its JSON form, so that it can be rendered in another format later.
package enum ReportReader {
    /// The largest report that is read, in bytes. It suffices for a finding about each of a million files.
    package static let sizeLimit: UInt64 = 2 << 30

    /// Reads a report. Errors: `ReportReadingError` that names the wrong member.
    package static func read(_ bytes: [UInt8]) throws(ReportReadingError) -> ReportDocument {
        let value: JSONWriter
        do throws(JSONSyntaxError) { value = try JSONWriter.parse(bytes) } catch {
            throw ReportReadingError("it isn't JSON: \(error.reason) at byte \(error.offset)")
        }
        let place = JSONPath(value: value, path: "")
        guard case .members = value else { throw ReportReadingError("it isn't a JSON object") }
        let version = try place.member("schemaVersion").string()
        guard version.split(separator: ".").first == "1" else {
            throw ReportReadingError(
                "schemaVersion \(EscapedText.string(of: version)) is of a newer version; use a newer trailseal")
        }
        return ReportDocument(
            head: try head(place),
            chains: try place.member("chains").array { (place) throws(ReportReadingError) in try chain(place) },
            findings: try place.member("findings").array { (place) throws(ReportReadingError) in try finding(place) },
            changes: try place.member("changes").array { (place) throws(ReportReadingError) in
                try ChangeMembers.change(place)
            },
            accounts: try place.member("accounts").optional { (place) throws(ReportReadingError) in
                try place.array { (place) throws(ReportReadingError) in try account(place) }
            })
    }

    // MARK: Head

    private static func head(_ place: JSONPath) throws(ReportReadingError) -> ReportHead {
        let (tool, run) = (try place.member("tool"), try place.member("run"))
        guard try tool.member("name").string() == "trailseal" else { throw tool.fail("trailseal") }
        let verdict = try place.member("verdict").optional { (place) throws(ReportReadingError) in
            try place.one(of: Verdict.self)
        }
        return ReportHead(
            tool: ReportHead.Tool(
                version: try tool.member("version").string(), libcrypto: try text(tool, "libcrypto"),
                zlib: try text(tool, "zlib")),
            run: try self.run(run),
            inputs: try inputs(place.member("inputs")),
            verification: try verdict.map { (verdict) throws(ReportReadingError) in
                ReportHead.Verification(
                    verdict: verdict, summary: try summary(place.member("summary")),
                    warnings: try place.member("warnings").strings(), readSince: try time(place, "readSince"),
                    accounting: try place.member("accounting").optional { (place) throws(ReportReadingError) in
                        try AccountingMembers.read(place)
                    })
            },
            changeCounts: try place.member("changeCounts").optional { (place) throws(ReportReadingError) in
                try ChangeMembers.counts(place)
            })
    }

    private static func run(_ run: JSONPath) throws(ReportReadingError) -> ReportHead.Run {
        var record = ReportHead.Run(
            startedAt: try run.member("startedAt").time(), finishedAt: try run.member("finishedAt").time(),
            arguments: try run.member("arguments").strings(), host: try run.member("host").string(),
            jobs: try run.member("jobs").count(), isComplete: try run.member("complete").bool(),
            custody: try run.member("custody").optional { (place) throws(ReportReadingError) in
                try CustodyMembers.read(place)
            })
        record.shard = try run.member("shard").optional { (place) throws(ReportReadingError) in
            let shard = ReportHead.Shard(
                index: try place.member("index").count(), count: try place.member("count").count(),
                emptyArchives: try numbers(place.member("emptyArchives")),
                accountFolders: try text(place, "accountFolders"),
                crossAccountReference: try text(place, "crossing"),
                isOfAll: try flag(place, "ofAll"))
            guard AccountShard(index: shard.index, count: shard.count) != nil else { throw place.fail("a shard") }
            return shard
        }
        record.shards = try run.member("shards").optional { (place) throws(ReportReadingError) in
            ReportHead.Shards(
                count: try place.member("count").count(), missing: try numbers(place.member("missing")),
                doubled: try numbers(place.member("doubled")), isConsistent: try place.member("consistent").bool())
        }
        record.isDeterministic = try flag(run, "deterministic")
        return record
    }

    private static func numbers(_ place: JSONPath) throws(ReportReadingError) -> [Int] {
        try place.array { (place) throws(ReportReadingError) in try place.count() }
    }

    private static func inputs(_ place: JSONPath) throws(ReportReadingError) -> ReportHead.Inputs {
        func one(_ place: JSONPath) throws(ReportReadingError) -> ReportHead.Input {
            func number(_ name: String) throws(ReportReadingError) -> Int? {
                try place.member(name).optional { (place) throws(ReportReadingError) in try place.count() }
            }
            return ReportHead.Input(
                path: try place.member("path").string(), sha256: try text(place, "sha256"),
                keys: try number("keys"), read: try number("read"), used: try number("used"),
                usedByAll: try number("usedByAll"))
        }
        func list(_ name: String) throws(ReportReadingError) -> [ReportHead.Input] {
            try place.member(name).array { (place) throws(ReportReadingError) in try one(place) }
        }
        var inputs = ReportHead.Inputs()
        guard !place.isNull else { return inputs }
        inputs.archives = try list("archives")
        inputs.keyFiles = try list("keyFiles")
        inputs.signatures = try list("signatures")
        inputs.trailDescriptions = try list("trailDescriptions")
        inputs.state = try place.member("state").optional { (place) throws(ReportReadingError) in try one(place) }
        inputs.forgotten =
            try place.member("forgotten").optional { (place) throws(ReportReadingError) in
                try place.array { (place) throws(ReportReadingError) in try ForgottenRecord.read(place) }
            } ?? []
        inputs.isFull = try flag(place, "full")
        inputs.retention = try seconds(place.member("retentionSeconds"))
        inputs.maximumAge = try seconds(place.member("maxAgeSeconds"))
        inputs.from = try time(place, "from")
        inputs.to = try time(place, "to")
        let logsFrom = try time(place, "logsFrom")
        inputs.copiedLogs = try flag(place, "digestsOnly") ? .none : logsFrom.map { .from($0) } ?? .all
        inputs.accounts = try place.member("accounts").strings()
        inputs.regions = try place.member("regions").strings()
        inputs.trails = try place.member("trails").strings()
        inputs.allowances = try place.member("allow").strings()
        return inputs
    }

    private static func seconds(_ place: JSONPath) throws(ReportReadingError) -> Int64? {
        try place.optional { (place) throws(ReportReadingError) in Int64(try place.count()) }
    }

    private static func summary(_ place: JSONPath) throws(ReportReadingError) -> VerificationSummary {
        var summary = VerificationSummary()
        summary.digests = try digests(place.member("digests"))
        summary.logs = try logs(place.member("logs"))
        summary.notJudged = try place.member("notJudged").count()
        let bytes = try place.member("bytes")
        summary.compressedByteCount = try bytes.member("compressed").unsigned()
        summary.inflatedByteCount = try bytes.member("inflated").unsigned()
        summary.chains = try place.member("chains").count()
        let findings = try place.member("findings")
        summary.findings.invalid = try findings.member("invalid").count()
        summary.findings.unverified = try findings.member("unverified").count()
        summary.findings.note = try findings.member("note").count()
        summary.findings.allowed = try findings.member("allowed").count()
        summary.unknownMembers = try place.member("unknownMembers").count()
        return summary
    }

    // MARK: Parts

    /// Returns a flag; false if it is absent.
    private static func flag(_ place: JSONPath, _ name: String) throws(ReportReadingError) -> Bool {
        try place.member(name).optional { (place) throws(ReportReadingError) in try place.bool() } ?? false
    }

    private static func text(_ place: JSONPath, _ name: String) throws(ReportReadingError) -> String? {
        try place.member(name).optional { (place) throws(ReportReadingError) in try place.string() }
    }

    private static func time(_ place: JSONPath, _ name: String) throws(ReportReadingError) -> UnixTime? {
        try place.member(name).optional { (place) throws(ReportReadingError) in try place.time() }
    }

    static func digests(_ place: JSONPath) throws(ReportReadingError) -> VerificationSummary.DigestCounts {
        var counts = VerificationSummary.DigestCounts()
        counts.verified = try place.member("verified").count()
        counts.unverified = try place.member("unverified").count()
        counts.invalid = try place.member("invalid").count()
        counts.missing = try place.member("missing").count()
        return counts
    }

    static func logs(_ place: JSONPath) throws(ReportReadingError) -> VerificationSummary.LogCounts {
        var counts = VerificationSummary.LogCounts()
        counts.verified = try place.member("verified").count()
        counts.unverified = try place.member("unverified").count()
        counts.invalid = try place.member("invalid").count()
        counts.missing = try place.member("missing").count()
        counts.unreferenced = try place.member("unreferenced").count()
        return counts
    }

    static func span(_ place: JSONPath) throws(ReportReadingError) -> TimeSpan {
        TimeSpan(from: try place.member("from").time(), to: try place.member("to").time())
    }

    static func name(_ place: JSONPath) throws(ReportReadingError) -> ChainName {
        ChainName(
            organizationID: try text(place, "organizationId"), accountID: try place.member("accountId").string(),
            region: try place.member("region").string(), trail: try place.member("trail").string(),
            homeRegion: try place.member("homeRegion").string(), kind: try place.member("kind").string())
    }

    private static func chain(_ place: JSONPath) throws(ReportReadingError) -> ChainRecord {
        let ends = try place.member("endsProven")
        return ChainRecord(
            bucket: try text(place, "bucket"), prefix: try text(place, "prefix"), name: try name(place),
            verdict: try place.member("verdict").one(of: Verdict.self), digests: try digests(place.member("digests")),
            logs: try logs(place.member("logs")),
            newest: try place.member("newestDigest").optional { (place) throws(ReportReadingError) in
                ChainRecord.Newest(
                    key: try place.member("key").string(), endTime: try place.member("endTime").time(),
                    proof: try text(place, "proof"))
            }, isBeginningProven: try ends.member("from").bool(), isEndProven: try ends.member("to").bool(),
            covered: try place.member("covered").array { (place) throws(ReportReadingError) in try span(place) },
            gaps: try place.member("gaps").array { (place) throws(ReportReadingError) in try span(place) },
            readSince: try time(place, "readSince"),
            digestSpans: try place.member("digestSpans").array { (place) throws(ReportReadingError) in
                DigestSpan(
                    from: try place.member("from").time(), to: try place.member("to").time(),
                    count: try count(place.member("count")), verdict: try place.member("verdict").one(of: Verdict.self))
            })
    }

    /// The most digests in one span: three hundred years of hours. The limit bounds the work for an untrusted file.
    private static let spanLimit = 3_000_000

    private static func count(_ place: JSONPath) throws(ReportReadingError) -> Int {
        let count = try place.int()
        guard (1...spanLimit).contains(count) else { throw place.fail("a number of digest files") }
        return count
    }

    private static func finding(_ place: JSONPath) throws(ReportReadingError) -> FindingRecord {
        let chain = try place.member("chain").optional { (place) throws(ReportReadingError) in try name(place) }
        return FindingRecord(
            code: ReportedCode(try place.member("code").string()),
            verdict: try place.member("verdict").one(of: FindingVerdict.self),
            isAllowed: try place.member("allowed").bool(), reason: try text(place, "reason"),
            bucket: try text(place, "bucket"), key: try text(place, "key"), path: try text(place, "path"),
            message: try place.member("message").string(),
            expected: try text(place, "expected"), actual: try text(place, "actual"), from: try time(place, "from"),
            to: try time(place, "to"),
            count: try place.member("count").optional { (place) throws(ReportReadingError) in try place.count() },
            differing: try place.member("differing").optional { (place) throws(ReportReadingError) in try place.count()
            },
            chain: chain, owner: chain == nil ? try owner(place) : nil, changes: try place.member("changes").strings())
    }

    private static func owner(_ place: JSONPath) throws(ReportReadingError) -> FindingOwner? {
        FindingOwner(
            accountID: try text(place, "accountId"), region: try text(place, "region"), trail: try text(place, "trail"))
    }

    private static func account(_ place: JSONPath) throws(ReportReadingError) -> AccountRecord {
        AccountRecord(
            accountID: try text(place, "accountId"), capturedAt: try time(place, "capturedAt"),
            unknownMembers: try place.member("unknownMembers").count(),
            controls: try place.member("controls").array { (place) throws(ReportReadingError) in try control(place) })
    }

    private static func control(_ place: JSONPath) throws(ReportReadingError) -> ControlRecord {
        ControlRecord(
            id: try place.member("id").string(), title: try place.member("title").string(),
            severity: try place.member("severity").string(), status: try place.member("status").string(),
            reason: try place.member("reason").string(), notes: try place.member("notes").strings(),
            resources: try place.member("resources").array { (place) throws(ReportReadingError) in try resource(place)
            },
            nextStep: try text(place, "nextStep"), remediation: try place.member("remediation").string(),
            relatedRequirements: try place.member("relatedRequirements").strings(),
            history: try place.member("history").optional { (place) throws(ReportReadingError) in
                try ChangeMembers.history(place)
            })
    }

    private static func resource(_ place: JSONPath) throws(ReportReadingError) -> ControlRecord.Resource {
        let evidence = try place.member("evidence")
        guard case .members(let members) = evidence.value else { throw evidence.fail("an object") }
        return ControlRecord.Resource(
            id: try place.member("id").string(), status: try place.member("status").string(),
            reason: try place.member("reason").string(), notes: try place.member("notes").strings(),
            evidence: members.map { ControlRecord.EvidenceMember(member: $0.name, value: $0.value) },
            nextStep: try text(place, "nextStep"),
            archive: try place.member("archive").optional { (place) throws(ReportReadingError) in
                ControlRecord.ArchiveHalf(
                    verdict: try place.member("verdict").optional { (place) throws(ReportReadingError) in
                        try place.one(of: Verdict.self)
                    }, chains: try place.member("chains").count(), digests: try digests(place.member("digests")),
                    logs: try logs(place.member("logs")),
                    covered: try place.member("covered").optional { (place) throws(ReportReadingError) in
                        try span(place)
                    })
            })
    }
}
