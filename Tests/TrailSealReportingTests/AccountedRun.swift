import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealReporting
@testable import TrailSealVerification

/// A run with a handmade result: two chains, an allowed newest digest, a Region without a chain, and logs that an
/// earlier run verified.
enum AccountedRun {
    static let start = time("2026-10-01T00:00:00Z")
    static let end = time("2026-10-01T04:00:00Z")

    static func time(_ text: String) -> UnixTime {
        UnixTime(iso8601: Array(text.utf8)[...]) ?? UnixTime(seconds: 0)
    }

    static func chain(_ region: ByteString, organization: ByteString? = nil) -> ChainID {
        ChainID(
            organizationID: organization, accountID: "111122223333", region: region, trail: "management",
            homeRegion: "us-east-1", kind: .standard)
    }

    static let chains = [chain("us-east-1"), chain("eu-west-1", organization: "o-exampleorg")]

    /// A digest file with a name that a page or a terminal would act on.
    static let head: ByteString = "tree/<b>\u{1B}[31m/111122223333_CloudTrail-Digest_x_20261001T040000Z.json.gz"
    static let allowances = [
        "digest-signature-unavailable", "coverage-gap=111122223333/ap-south-1/*",
        "coverage-gap=2026-10-01T01:00:00Z/2026-10-01T02:00:00Z", "reference-outside-archive", "file-unreadable",
    ]

    static var accounting: AccountingSummary {
        var files = AccountingSummary.FileCounts()
        files.walked = 37_452
        files.verifiedDigests = 1_440
        files.verifiedLogs = 35_990
        files.savedSignatures = 12
        files.hidden = 3
        files.verifiedEarlier = 5
        files.excused = 2
        var logs = AccountingSummary.ListedCounts()
        logs.listed = 36_000
        logs.verified = 35_990
        logs.verifiedEarlier = 5
        logs.outsideCopy = 1
        logs.notAskedFor = 4
        let whole = TimeSpan(from: start, to: end)
        let hour = TimeSpan(from: time("2026-10-01T01:00:00Z"), to: time("2026-10-01T02:00:00Z"))
        let values = AccountingSummary.Combination(accountID: "111122223333", region: "ap-south-1", trail: nil)
        return AccountingSummary(
            files: files, listedLogs: logs,
            chains: [
                AccountingSummary.Chain(chains[0], digests: 720, required: whole, isCovered: true),
                AccountingSummary.Chain(chains[1], digests: 720, required: nil, isCovered: true),
            ],
            excuses: [
                AccountingSummary.Excuse(.fileUnreadable, allowance: 4, .path("tree/odd")),
                AccountingSummary.Excuse(
                    .referenceOutsideArchive, allowance: 3, .log(S3Location(bucket: "other", key: "a/key"))),
                AccountingSummary.Excuse(.coverageGap, allowance: 2, .time(chains[1], hour)),
                AccountingSummary.Excuse(.coverageGap, allowance: 1, .combination(values)),
                AccountingSummary.Excuse(.digestSignatureUnavailable, allowance: 0, .digest(path: head)),
            ],
            ends: AccountingSummary.Ends(from: .state, to: .archive), isBalanced: true)
    }

    /// The result, changed by `edit` as a test needs it.
    static func document(_ edit: (inout AccountingSummary?) -> Void = { _ in }) -> ReportDocument {
        var accounting: AccountingSummary? = accounting
        edit(&accounting)
        var summary = VerificationSummary()
        summary.digests.verified = 1_440
        summary.digests.unverified = 1
        summary.logs.verified = 35_990
        summary.compressedByteCount = 1 << 30
        summary.inflatedByteCount = 1 << 34
        let results = chains.map { id in
            var chain = ChainResult(id: id)
            chain.bucket = "logs"
            chain.prefix = ""
            chain.digests.verified = 720
            chain.digests.unverified = id == chains[0] ? 1 : 0
            chain.logs.verified = id == chains[0] ? 35_000 : 990
            chain.covered = [TimeSpan(from: start, to: end)]
            chain.digestSpans = [DigestSpan(from: start, to: end, count: 4, verdict: .verified)]
            return chain
        }
        var finding = Finding(
            .digestSignatureUnavailable(isAllowableHead: true), FindingSubject(chain: chains[0], path: head, time: end))
        finding.verdict = .note
        finding.isAllowed = true
        summary.chains = results.count
        summary.findings.count(.note, isAllowed: true)
        return ReportDocument(
            VerificationResult(.verified, summary, chains: results, findings: [finding], accounting: accounting),
            controls: nil, head: reportHead)
    }

    private static var reportHead: ReportHead {
        var head = ReportHead(
            tool: ReportHead.Tool(version: "0.0.0", libcrypto: "OpenSSL 3", zlib: "1.3"),
            run: ReportHead.Run(
                startedAt: end, finishedAt: end + 60, arguments: ["verify", "tree"], host: "machine", jobs: 2),
            inputs: ReportHead.Inputs())
        head.inputs.archives = [ReportHead.Input(path: "tree")]
        head.inputs.keyFiles = [
            ReportHead.Input(path: "keys/us-east-1.json", sha256: String(repeating: "0", count: 64), keys: 1)
        ]
        head.inputs.state = ReportHead.Input(path: "state", sha256: String(repeating: "1", count: 64))
        head.inputs.allowances = allowances
        return head
    }
}

extension ReportDocument {
    /// The report in one format.
    func written(_ format: ReportFormat) -> String {
        var text = ""
        format.write(self, files: nil, to: ReportOutput(write: { text += $0 }))
        return text
    }

    /// The report, read back from its JSON form.
    func readBack() throws -> ReportDocument { try ReportReader.read(Array(written(.json).utf8)) }
}
