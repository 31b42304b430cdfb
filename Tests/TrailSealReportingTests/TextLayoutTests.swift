import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// The text fits terminals from 80 to 200 columns.
@Suite struct TextLayoutTests {
    /// A report with long names, many chains, findings of one kind and of many.
    private static func document(chains count: Int) -> ReportDocument {
        var document = AccountedRun.document { $0 = nil }
        let first = document.chains[0]
        document.chains = (0..<count).map { number in
            var chain = first
            chain.name.accountID = "11112222333\(number % 10)"
            chain.name.region = "ap-northeast-\(number)"
            chain.name.trail = "organization-wide-management-and-data-events-trail-\(number % 7)"
            chain.bucket = "a-bucket-with-a-name-that-is-as-long-as-the-rules-of-s3-allow-\(number % 3)"
            chain.verdict = number.isMultiple(of: 5) ? .invalid : .verified
            chain.gaps = [TimeSpan(from: AccountedRun.start, to: AccountedRun.start + UnixTime.hour)]
            return chain
        }
        document.findings = (0..<40).map { number in
            var finding = FindingRecord(
                code: .known(number < 30 ? .logMissing : .coverageGap), verdict: number < 30 ? .invalid : .unverified,
                isAllowed: false, message: String(repeating: "A sentence with words. ", count: 12))
            finding.chain = document.chains[number % count].name
            finding.bucket = "bucket"
            finding.key = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/" + String(repeating: "k", count: 120)
            finding.path = "archive/" + (finding.key ?? "")
            finding.reason = "\(number)"
            finding.expected = String(repeating: "a", count: 64)
            return finding
        }
        document.head.verification?.summary.chains = count
        return document
    }

    private static func lines(_ document: ReportDocument, _ style: TextStyle) -> [String] {
        var text = ""
        ReportFormat.text.write(
            document, files: nil, context: ReportFormat.Context(style: style), to: ReportOutput(write: { text += $0 }))
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: [80, 81, 100, 131, 200], [1, 3, 20, 120]) func everyLineFits(_ width: Int, _ count: Int) {
        for isColored in [false, true] {
            let style = TextStyle(isColored: isColored, width: width, wrapsVerdict: true)
            let lines = Self.lines(Self.document(chains: count), style)
            #expect(lines.filter { TextLayout.width($0) > width } == [])
            #expect(lines.contains { $0.contains("…") } || width == 200)
        }
    }

    @Test func keysAreWholeIfAskedFor() {
        let key = String(repeating: "k", count: 120)
        #expect(!Self.lines(Self.document(chains: 3), TextStyle(width: 80)).contains { $0.contains(key) })
        #expect(Self.lines(Self.document(chains: 3), TextStyle(verbosity: 1, width: 80)).contains { $0.contains(key) })
    }

    @Test func theVerdictIsTheLastLineIfNobodyLooks() {
        let line = Self.lines(Self.document(chains: 3), TextStyle()).last { !$0.isEmpty }
        #expect(line?.hasPrefix("Verdict: ") == true && line?.hasSuffix("(trailseal explain not-proven)") == true)
    }

    @Test func healthyChainsOfManyAreCountedByAccount() {
        let lines = Self.lines(Self.document(chains: 120), TextStyle())
        // Chains with a problem come first. There are twenty of them.
        #expect(lines.filter { $0.hasSuffix("  invalid") && $0.contains("  720/72") }.count == 20)
        #expect(lines.filter { $0.hasSuffix("  verified") && $0.contains("  720/72") }.isEmpty)
        #expect(lines.contains { $0.contains("4 more chains that aren't verified") })
        #expect(lines.contains { $0.contains("chains verified") })
    }

    @Test func textIsCutInTheMiddle() {
        #expect(TextLayout.cut("abcdefghijklmnopqrstuvwxyz", to: 11, isASCII: false) == "ab…stuvwxyz")
        #expect(TextLayout.cut("short", to: 5, isASCII: true) == "short")
        #expect(TextLayout.width("\u{1B}[31minvalid\u{1B}[0m") == 7)
        #expect(TextLayout.width("日本") == 4)
    }

    @Test func aWordThatIsTooLongKeepsALineOfItsOwn() {
        #expect(
            TextLayout.wrap("a bb cccccccccc d", width: 6, first: "x: ") == ["x: a", "   bb", "   cccccccccc", "   d"])
    }

    @Test func anARNThatNoLineHoldsIsBroken() {
        let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management-events"
        #expect(
            TextLayout.wrap("\(arn) is logging.", width: 50)
                == ["arn:aws:cloudtrail:us-east-1:111122223333:trail/", "management-events is logging."])
        #expect(TextLayout.wrap("\(arn) is logging.", width: 66) == [arn, "is logging."])
    }

    @Test func aCommandThatIsBrokenStillRuns() {
        let command = "aws cloudtrail describe-trails --region us-east-1 --output json"
        #expect(
            TextLayout.wrap("Add the answer of: \(command); or not", width: 66)
                == ["Add the answer of:", command + ";", "or not"])
        let lines = TextLayout.wrap(command, width: 40)
        #expect(lines == ["aws cloudtrail describe-trails \\", "--region us-east-1 --output json"])
    }

    @Test(arguments: [4, 20, 40, 80, 200]) func progressStaysOnOneLine(_ columns: Int) {
        var line = ProgressLine()
        (line.readFiles, line.totalFiles, line.readBytes, line.seconds) = (81_022, 181_204, 1.2e9, 30)
        let text = line.fitting(columns)
        #expect(text.count < columns)
        #expect(columns < 20 || text.contains("44%"))
        #expect(columns < 40 || (text.contains("40.0 MB/s") && text.contains("ETA 00:37")))
        line.work = "hashing for the manifest"
        line.accounts = (220, 500)
        #expect(line.fitting(columns).count < columns)
        #expect(
            line.plain
                == "trailseal: hashing for the manifest  44%  220/500 accounts  81,022 files  1.2 GB  40.0 MB/s  ETA 00:38"
        )
    }
}
