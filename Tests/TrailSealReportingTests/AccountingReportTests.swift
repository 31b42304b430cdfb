import Foundation
import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealReporting
@testable import TrailSealVerification

/// What reports say about an accounting. Without one they say nothing.
@Suite struct AccountingReportTests {
    private typealias Ends = AccountingSummary.Ends

    private static let without = AccountedRun.document { $0 = nil }

    private static func verdictLine(_ edit: (inout AccountingSummary?) -> Void = { _ in }) -> String {
        AccountedRun.document(edit).written(.text).split(separator: "\n").last.map(String.init) ?? ""
    }

    // MARK: JSON

    @Test func jsonHasTheMemberIfThereIsAnAccounting() throws {
        func report(_ document: ReportDocument) throws -> [String: Any] {
            let value = try JSONSerialization.jsonObject(with: Data(document.written(.json).utf8))
            return try #require(value as? [String: Any])
        }
        #expect(try report(Self.without)["accounting"] == nil)
        let accounting = try #require(try report(AccountedRun.document())["accounting"] as? [String: Any])
        #expect(Set(accounting.keys) == ["balanced", "ends", "files", "listedLogs", "chains", "excuses"])
        #expect(accounting["balanced"] as? Bool == true)
        #expect(accounting["ends"] as? [String: String] == ["from": "state", "to": "archive"])
        let files = try #require(accounting["files"] as? [String: Int])
        #expect(files.count == 21 && files["walked"] == 37_452 && files["obstacles"] == 0)
        let logs = try #require(accounting["listedLogs"] as? [String: Int])
        #expect(logs.count == 9 && logs["listed"] == 36_000 && logs["notAskedFor"] == 4)
        let chains = try #require(accounting["chains"] as? [[String: Any]])
        #expect(chains.map { $0["region"] as? String } == ["eu-west-1", "us-east-1"])
        #expect(chains[0]["required"] is NSNull && chains[0]["organizationId"] as? String == "o-exampleorg")
        let excuses = try #require(accounting["excuses"] as? [[String: Any]])
        #expect(excuses.map { $0["item"] as? String } == ["combination", "time", "digest", "path", "log"])
        #expect(excuses.allSatisfy { $0.count == 10 })
        #expect(
            excuses[2]["path"] as? String == "tree/<b>\\x1b[31m/" + AccountedRun.head.splitAtLastSlash.name.description)
    }

    /// The order in which the engine gives chains and excuses doesn't matter.
    @Test func listsAreOrdered() {
        let reversed = AccountedRun.document {
            $0?.chains.reverse()
            $0?.excuses.reverse()
        }
        #expect(reversed == AccountedRun.document())
    }

    @Test func jsonLinesHaveItInTheSummary() throws {
        func summary(_ document: ReportDocument) throws -> [String: Any] {
            let lines = document.written(.jsonl).split(separator: "\n")
            #expect(lines.dropLast().allSatisfy { !$0.contains("accounting") })
            let value = try JSONSerialization.jsonObject(with: Data(try #require(lines.last).utf8))
            return try #require(value as? [String: Any])
        }
        #expect(try summary(AccountedRun.document())["accounting"] is [String: Any])
        #expect(try summary(Self.without)["accounting"] == nil)
    }

    /// An allowance that the policy has, but the user's values lack, is named by its code.
    @Test func allowancesOutOfRange() throws {
        for position in [-1, 5, .max] {
            let document = AccountedRun.document {
                $0?.excuses = [AccountingSummary.Excuse(.coverageGap, allowance: position, .path("x"))]
            }
            let excuses = try #require(document.head.verification?.accounting?.excuses)
            #expect(excuses.map(\.allowance) == ["coverage-gap"])
        }
    }

    @Test func shardsReadBack() throws {
        let values = AccountingSummary.Combination(accountID: nil, region: "eu-west-1", trail: nil)
        var document = AccountedRun.document {
            var shared = AccountingSummary.Shared(combinations: [.init(values, isExcused: true)])
            shared.files.hidden = 3
            shared.files.walked = 3
            shared.logs.unreferenced = 1
            shared.digests.invalid = 2
            $0?.shared = shared
        }
        document.head.run.shard = ReportHead.Shard(index: 2, count: 3)
        #expect(document.head.verification?.accounting?.shared?.combinations.count == 1)
        #expect(try document.readBack() == document)
        document.head.run.shards = ReportHead.Shards(count: 3, missing: [1], doubled: [2, 3], isConsistent: false)
        #expect(try document.readBack() == document)
    }

    /// The error names each member that is wrong or missing.
    @Test(arguments: [
        ("\"walked\": 37452", "\"walked\": -1", "accounting.files.walked"),
        ("\"walked\": 37452", "\"walkedOff\": 1", "accounting.files.walked"),
        ("\"listed\": 36000", "\"listed\": 9223372036854775807", "accounting.listedLogs.listed"),
        ("\"balanced\": true", "\"balanced\": 1", "accounting.balanced"),
        ("\"from\": \"state\"", "\"from\": \"moon\"", "accounting.ends.from"),
        ("\"item\": \"digest\"", "\"item\": \"planet\"", "accounting.excuses[2].item"),
        ("\"covered\": true", "\"covered\": null", "accounting.chains[0].covered"),
    ]) func whatCannotBeRead(_ old: String, _ new: String, _ member: String) throws {
        let text = AccountedRun.document().written(.json)
        let edited = text.replacing(old, with: new, maxReplacements: 1)
        #expect(edited != text)
        let error = #expect(throws: ReportReadingError.self) { try ReportReader.read(Array(edited.utf8)) }
        #expect(error?.description.hasPrefix(member + " ") == true, "\(String(describing: error))")
    }

    // MARK: Text and HTML

    @Test func textHasOneLineAndTheVerdictIsLast() {
        let text = AccountedRun.document().written(.text)
        let lines = text.split(separator: "\n").map(String.init)
        let own = text.replacing("\n  ", with: " ").split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("Accounted for: ") }
        #expect(
            own == [
                "Accounted for: 37,452 files walked (1,440 verified as digests, 35,990 verified as logs, "
                    + "12 saved signatures, 3 hidden, 5 verified earlier, 2 allowed), 36,000 listed logs "
                    + "(35,990 verified, 1 outside the copy, 5 verified earlier, 4 not asked for)"
            ])
        #expect(lines.last?.hasPrefix("Verdict: verified, ") == true)
        #expect(!Self.without.written(.text).contains("Account"))
    }

    @Test func oneFileAndNoLogs() {
        let text = AccountedRun.document {
            $0?.files = AccountingSummary.FileCounts()
            $0?.files.walked = 1
            $0?.files.obstacles = 1
            $0?.listedLogs = AccountingSummary.ListedCounts()
            $0?.isBalanced = false
        }.written(.text)
        #expect(text.contains("\nNot all accounted for: 1 file walked (1 obstacle), 0 listed logs\n"))
    }

    @Test func everyBinHasWords() {
        #expect(Set(AccountingSummary.FileBin.allCases.map(\.label)).count == AccountingSummary.FileBin.allCases.count)
        #expect(
            Set(AccountingSummary.ListedBin.allCases.map(\.label)).count == AccountingSummary.ListedBin.allCases.count)
    }

    @Test(arguments: AccountingSummary.End.allCases, AccountingSummary.End.allCases)
    func verdictLineNamesTheArchivesOwnEnds(_ from: AccountingSummary.End, _ to: AccountingSummary.End) {
        let line = Self.verdictLine { $0?.ends = Ends(from: from, to: to) }
        let ends = line.contains("its ends")
        #expect((ends || line.contains("its beginning")) == (from == .archive))
        #expect((ends || line.contains("its end,")) == (to == .archive))
        #expect(line.contains("the last 6 hours") == (to == .archive))
        #expect(line.hasSuffix(" (trailseal explain not-proven)"))
    }

    @Test func verdictLineWithoutAnAccounting() {
        let line = Self.verdictLine { $0 = nil }
        #expect(line.hasSuffix("Not proven: its ends (trailseal explain not-proven)"))
        #expect(!line.contains("6 hours") && !line.contains("read again"))
    }

    @Test func verdictLineNamesWhatWasNotRead() {
        #expect(
            Self.verdictLine().contains(". 5 logs not read again; --full reads them. 4 logs not asked for. Not proven"))
        let none = Self.verdictLine {
            $0?.listedLogs.verifiedEarlier = 0
            $0?.listedLogs.notAskedFor = 0
        }
        #expect(!none.contains("read again") && !none.contains("asked for"))
    }

    @Test func verdictLineNamesShards() {
        var document = Self.without
        func line() -> String { document.written(.text).split(separator: "\n").last.map(String.init) ?? "" }
        document.head.run.shards = ReportHead.Shards(count: 3)
        #expect(line() == Self.verdictLine { $0 = nil })
        document.head.run.shards = ReportHead.Shards(count: 3, missing: [2])
        #expect(line().hasPrefix("Verdict: verified (shard 2 of 3 is missing), "))
        #expect(document.written(.html).contains("<b>(shard 2 of 3 is missing)</b>"))
        #expect(ShortText.lines(document).first?.hasPrefix("VERIFIED (shard 2 of 3 is missing) tree") == true)
        document.head.run.shards = ReportHead.Shards(
            count: 99, missing: Array(1...25), doubled: [30, 31], isConsistent: false)
        #expect(
            line().contains(
                "19, 20 and 5 more of 99 are missing; shards 30, 31 of 99 are given twice; the shards don't"))
    }

    /// The run ends with 3, and the last line says why.
    @Test func verdictLineNamesFailedControls() {
        var document = Self.without
        func line() -> String { document.written(.text).split(separator: "\n").last.map(String.init) ?? "" }
        func account(_ statuses: String...) -> AccountRecord {
            AccountRecord(
                unknownMembers: 0,
                controls: statuses.map {
                    ControlRecord(
                        id: "CloudTrail.1", title: "t", severity: "HIGH", status: $0, reason: "r", notes: [],
                        resources: [], remediation: "m", relatedRequirements: [])
                })
        }
        document.accounts = [account("PASSED", "WARNING")]
        #expect(line().hasPrefix("Verdict: verified, findings"))
        document.accounts = [account("PASSED", "FAILED")]
        #expect(line().hasPrefix("Verdict: verified, but 1 control FAILED, findings") && document.exitStatus == 3)
        document.accounts = [account("FAILED"), account("FAILED")]
        #expect(line().hasPrefix("Verdict: verified, but 2 controls FAILED, findings"))
        document.head.verification?.verdict = .unverified
        #expect(line().hasPrefix("Verdict: unverified, findings"))
    }

    @Test func htmlHasATable() {
        let html = AccountedRun.document().written(.html)
        #expect(html.contains("<h2>Accounting</h2>"))
        #expect(html.contains("<td>verified as logs</td><td class=\"number\">35,990</td>"))
        #expect(html.contains("the digest file tree/&lt;b&gt;\\x1b[31m/"))
        #expect(html.contains("5 logs not read again; --full reads them"))
        #expect(!html.contains("<b>\u{1B}") && !html.contains("invalid digests"))
        #expect(!Self.without.written(.html).contains("Accounting"))
        let open = AccountedRun.document {
            $0?.isBalanced = false
            $0?.excuses = (0..<150).map { .init(.coverageGap, allowance: 0, .path(ByteString("\($0)"))) }
        }
        #expect(open.written(.html).contains("The accounting doesn't balance."))
        #expect(open.written(.html).contains("<p>and 50 more</p>"))
    }

    /// Formats for systems that take single findings don't have the accounting.
    @Test(arguments: [ReportFormat.junit, .sarif, .csv, .asff, .ocsf, .prometheus])
    func otherFormatsSayNothing(_ format: ReportFormat) {
        #expect(AccountedRun.document().written(format) == Self.without.written(format))
    }
}
