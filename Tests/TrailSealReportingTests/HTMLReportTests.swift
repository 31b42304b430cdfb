import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// What the HTML report contains, and where.
@Suite struct HTMLReportTests {
    private static func finding(_ code: FindingCode, _ chain: ChainName?, _ number: Int, reason: String? = nil)
        -> FindingRecord
    {
        let key = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/x_20261001T0020Z_\(number).json.gz"
        return FindingRecord(
            code: .known(code), verdict: code.descriptor.verdict, isAllowed: false, reason: reason, bucket: "logs",
            key: key,
            path: "tree/" + key, message: "What was found.", chain: chain)
    }

    private static func name(_ account: Int, _ region: String = "us-east-1", trail: String = "main") -> ChainName {
        ChainName(
            accountID: "\(111_122_223_000 + account)", region: region, trail: trail, homeRegion: region,
            kind: "standard")
    }

    private static func chain(_ name: ChainName, _ verdict: Verdict = .verified) -> ChainRecord {
        var chain = AccountedRun.document().chains[0]
        chain.name = name
        chain.verdict = verdict
        chain.digestSpans = [DigestSpan(from: AccountedRun.start, to: AccountedRun.end, count: 4, verdict: verdict)]
        return chain
    }

    private static func document(_ edit: (inout ReportDocument) -> Void) -> ReportDocument {
        var document = AccountedRun.document()
        document.findings = []
        edit(&document)
        return document
    }

    private static func account(_ id: String, _ status: String) -> AccountRecord {
        let control = ControlRecord(
            id: "CloudTrail.1", title: "t", severity: "HIGH", status: status, reason: "r", notes: [], resources: [],
            remediation: "m", relatedRequirements: [])
        return AccountRecord(accountID: id, unknownMembers: 0, controls: [control])
    }

    private static func count(_ part: String, in text: String) -> Int { text.ranges(of: part).count }

    @Test func orderOfSections() {
        let html = Self.document {
            $0.findings = (0..<60).map { Self.finding(.logMissing, Self.name($0), $0, reason: "\($0)") }
            $0.accounts = [Self.account("111122223333", "PASSED"), Self.account("444455556666", "FAILED")]
        }.written(.html)
        let parts = [
            "class=\"verdict", "id=\"found\"", "id=\"group-1\"", "id=\"group-50\"", "id=\"totals\"", "id=\"scope\"",
            "<nav class=\"contents\"", "id=\"timeline\"", "id=\"controls\"", "<td>444455556666</td>", "id=\"method\"",
            "id=\"custody\"", "class=\"signature\"", "id=\"accounting\"", "id=\"chains\" class=\"annex\"",
            "id=\"further\" class=\"annex\"", "id=\"group-51\"", "id=\"accounts\" class=\"annex\"",
        ]
        let places = parts.map { html.firstRange(of: $0)?.lowerBound }
        for (part, place) in zip(parts, places) { #expect(place != nil, "\(part)") }
        #expect(places.compactMap(\.self).isSorted)
        for id in ["found", "timeline", "controls", "custody", "chains", "further", "accounts"] {
            #expect(html.contains("<a href=\"#\(id)\">"), "\(id)")
        }
    }

    /// The verdict's box names each cause once, whatever comes between.
    @Test func verdictNamesCauses() {
        let html = Self.document {
            $0.findings =
                (0..<9).map { Self.finding(.logHashMismatch, Self.name($0), $0) } + [
                    Self.finding(.digestKeyUnknown, nil, 0)
                ]
        }.written(.html)
        #expect(html.contains("log file does not match its signed digest</a> <span class=\"soft\">9</span>"))
        #expect(html.contains("<a href=\"#group-2\">"))
        // One card covers all chains of a cause.
        #expect(html.contains("in 9 chains") && !html.contains("id=\"group-3\""))
    }

    @Test func manyChainsAreSummarized() {
        let regions = ["ap-south-1", "eu-west-1", "sa-east-1", "us-east-1"]
        let chains = (0..<100).flatMap { account in
            regions.map { Self.chain(Self.name(account, $0), account == 7 ? .unverified : .verified) }
        }
        let html = Self.document {
            $0.chains = chains
            $0.findings = [Self.finding(.logMissing, Self.name(3, "eu-west-1"), 1)]
        }.written(.html)
        #expect(Self.count("<svg class=\"bar\"", in: html) == 4 + 1 + 99)
        #expect(html.contains(">111122223003: 3 verified chains</th>") && !html.contains(">111122223007: "))
        #expect(Self.count("<td class=\"time\">eu-west-1</td>", in: html) == 100)
        // One for the chain, and one for the legend.
        #expect(Self.count("<use href=\"#mark-i\"", in: html) == 2)
    }

    /// Names can't end an element, an attribute or the style sheet.
    @Test func namesAreEscaped() {
        let html = Self.document {
            $0.chains = [Self.chain(Self.name(1, trail: "<i>\"'&"))]
            $0.findings = [Self.finding(.logMissing, Self.name(1, trail: "<i>\"'&"), 1)]
            $0.head.inputs.archives = [ReportHead.Input(path: "\"}</style><script>")]
            $0.head.run.custody = ReportHead.Custody()
            $0.head.run.custody?.caseID = "\\\"</style><b>"
            $0.head.run.arguments = ["verify", "it's <b>", "a\\\\b\\x1b"]
        }.written(.html)
        for part in ["<i>", "<script", "</style><", "\"'&", "<b>\""] { #expect(!html.contains(part), "\(part)") }
        #expect(Self.count("</style>", in: html) == 1)
        #expect(html.contains("trailseal verify &#39;it&#39;\\&#39;&#39;s &lt;b&gt;&#39; $&#39;a\\\\b\\x1b&#39;</pre>"))
    }

    /// Otherwise the dark and the printed report would have the colours of the light one.
    @Test func coloursAreInTheStyleSheet() throws {
        let html = Self.document {
            $0.chains = [Self.chain(Self.name(1), .invalid)]
            $0.findings = [Self.finding(.logMissing, Self.name(1), 1)]
        }.written(.html)
        let body = html[try #require(html.firstRange(of: "</style>")).upperBound...]
        for part in [" fill=", " stroke=", " style=", "rgb("] { #expect(!body.contains(part), "\(part)") }
        #expect(body.firstMatch(of: /"#[0-9a-fA-F]{3,8}"/) == nil)
    }

    @Test(arguments: [true, false]) func manyFindingsStaySmall(areOfOneChain: Bool) {
        let html = Self.document {
            $0.findings = (0..<50_000).map {
                Self.finding(
                    .logUnreferenced, areOfOneChain ? nil : Self.name($0), $0, reason: areOfOneChain ? nil : "\($0)")
            }
        }.written(.html)
        #expect(html.utf8.count < 1_000_000)
        #expect(html.contains(areOfOneChain ? "<b>50,000 log files</b>" : "<p>49,450 more kinds aren't shown here."))
    }

    /// The box agrees with the exit status.
    @Test func verdictIsRestricted() {
        var document = Self.document { $0.accounts = [Self.account("111122223333", "FAILED")] }
        #expect(document.exitStatus == 3)
        #expect(document.written(.html).contains("<div class=\"verdict unverified\">"))
        #expect(document.written(.html).contains(">verified</strong> <b>but 1 control FAILED</b>"))
        #expect(document.written(.html).contains("Apart from what was allowed, "))
        document.head.verification?.verdict = .unverified
        document.head.run.isComplete = false
        #expect(document.written(.html).contains("<b>and 1 control FAILED (interrupted, incomplete)</b>"))
    }
}

extension [String.Index] {
    fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0 < $1 } }
}
