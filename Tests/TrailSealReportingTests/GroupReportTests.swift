import Foundation
import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Formats of other systems show groups. JSON, JSON Lines and CSV show each finding.
@Suite struct GroupReportTests {
    private static let chain = ChainName(
        organizationID: nil, accountID: "111122223333", region: "us-east-1", trail: "management",
        homeRegion: "us-east-1", kind: "standard")

    /// Forged logs of one Region, missing logs of a chain (one of them allowed), and a digest with its follow-ups.
    private static func document(forged: Int = 1_000, missing: Int = 12) -> ReportDocument {
        var document = AccountedRun.document()
        func finding(
            _ code: FindingCode, _ number: Int, reason: String? = nil, isAllowed: Bool = false, chain: ChainName? = nil
        ) -> FindingRecord {
            var finding = FindingRecord(
                code: .known(code), verdict: isAllowed ? .note : code.descriptor.verdict, isAllowed: isAllowed,
                path: "tree/\(number).json.gz", message: "Words.")
            finding.reason = reason
            finding.from = AccountedRun.start + Int64(60 * number)
            finding.chain = chain
            if chain == nil { finding.owner = FindingOwner(accountID: "111122223333", region: "us-east-1", trail: nil) }
            return finding
        }
        document.findings =
            (0..<forged).map { finding(.logUnreferenced, $0, reason: "not-covered") }
            + (0..<missing).map { finding(.logMissing, $0, chain: chain) }
            + [finding(.digestSignatureUnavailable, 7, isAllowed: true, chain: chain)]
            + [
                finding(.digestKeyUnknown, 8, reason: "ff", chain: chain),
                finding(.logDigestUnverified, 8, chain: chain),
            ]
        return document
    }

    private static func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func sarif(_ document: ReportDocument) throws -> [[String: Any]] {
        let runs = try object(document.written(.sarif))["runs"] as? [[String: Any]]
        return try #require(runs?.first?["results"] as? [[String: Any]])
    }

    @Test func sarif() throws {
        let results = try Self.sarif(Self.document())
        #expect(
            results.compactMap { $0["ruleId"] as? String } == [
                "log-missing", "log-unreferenced", "digest-key-unknown", "digest-signature-unavailable",
            ])
        #expect(results.compactMap { $0["occurrenceCount"] as? Int } == [12, 1_000, 1, 1])
        #expect(results.compactMap { ($0["locations"] as? [Any])?.count } == [1, 1, 1, 1])
        #expect(results.map { ($0["relatedLocations"] as? [Any])?.count } == [9, 9, nil, nil])
        let key = try #require(results[2]["properties"] as? [String: Any])
        #expect((key["followUps"] as? [[String: Any]])?.first?["code"] as? String == "log-digest-unverified")
        #expect(results[3]["suppressions"] != nil)
    }

    /// A group keeps its id in every format while its findings come and go.
    @Test func idsFollowNeitherCountsNorTimes() throws {
        func ids(_ document: ReportDocument) throws -> [[String]] {
            let sarif = try Self.sarif(document).compactMap {
                ($0["partialFingerprints"] as? [String: String])?["trailsealFinding/v1"]
            }
            let ocsf = try document.written(.ocsf).split(separator: "\n").compactMap {
                (try Self.object($0)["finding_info"] as? [String: Any])?["uid"] as? String
            }
            let asff = try JSONSerialization.jsonObject(with: Data(document.written(.asff).utf8)) as? [[String: Any]]
            return [sarif, ocsf, (asff ?? []).compactMap { $0["Id"] as? String }]
        }
        let all = try ids(Self.document())
        #expect(all[0] == all[1])
        #expect(Set(all[0]).count == 4)
        #expect(all[2] == Array(all[0].prefix(3)))
        #expect(try ids(Self.document(forged: 2, missing: 500)) == all)
    }

    /// If two groups differ only in weight, the allowed one gets the number.
    @Test func allowedGroupsAreNumbered() throws {
        var document = Self.document(forged: 0, missing: 2)
        document.findings[1].isAllowed = true
        document.findings[1].verdict = .note
        let ids = try Self.sarif(document).compactMap {
            ($0["partialFingerprints"] as? [String: String])?["trailsealFinding/v1"]
        }
        let missing = ids.filter { $0.contains("/log-missing/") }
        #expect(missing.count == 2)
        #expect(missing.last == missing.first.map { $0 + "-2" })
    }

    @Test func ocsf() throws {
        let events = try Self.document().written(.ocsf).split(separator: "\n").map { try Self.object($0) }
        #expect(events.compactMap { $0["count"] as? Int } == [12, 1_000, 1, 1])
        let begin = Int(AccountedRun.start.seconds) * 1_000
        #expect(events[1]["start_time"] as? Int == begin)
        #expect(events[1]["end_time"] as? Int == begin + 999 * 60_000)
        #expect((events[1]["evidences"] as? [Any])?.count == 10)
    }

    @Test func asff() throws {
        let text = Self.document().written(.asff)
        let findings = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(findings.count == 3)
        #expect((findings[1]["Resources"] as? [Any])?.count == 10)
        let fields = try #require(findings[1]["ProductFields"] as? [String: String])
        #expect(fields["trailseal/count"] == "1000")
        #expect(fields["trailseal/reason"] == "not-covered")
        #expect(fields["trailseal/from"] == "2026-10-01T00:00:00Z")
        let follows = try #require(findings[2]["ProductFields"] as? [String: String])["trailseal/followUps"]
        #expect(follows == "1 log-digest-unverified")
    }

    /// There is a case for each span of verified digests and each group. Allowed groups are skipped, because they
    /// aren't proved.
    @Test func junit() {
        let text = Self.document().written(.junit)
        let cases = text.matches(of: /<testcase classname="([^"]*)" name="([^"]*)"/).map { "\($0.1): \($0.2)" }
        #expect(
            cases == [
                "111122223333/us-east-1/management: digests 2026-10-01T00:00:00Z to 2026-10-01T04:00:00Z",
                "111122223333/us-east-1/management: log-missing",
                "111122223333/us-east-1/management: digest-key-unknown ff",
                "111122223333/us-east-1/management: digest-signature-unavailable (allowed)",
                "111122223333/eu-west-1/management: digests 2026-10-01T00:00:00Z to 2026-10-01T04:00:00Z",
                "archive: log-unreferenced not-covered 111122223333/us-east-1/*",
            ])
        #expect(text.contains("tests=\"6\" failures=\"1\" errors=\"0\" skipped=\"3\""))
    }

    @Test func csvHoldsEachFinding() {
        let rows = Self.document().written(.csv).split(separator: "\r\n")
        #expect(rows.count == 1 + 1_000 + 12 + 3)
        #expect(rows.first?.hasSuffix(",nextStep,severity,title,reason,group,notes") == true)
        #expect(rows[1].hasSuffix(",LOW,No verified digest lists a CloudTrail log file,not-covered,1,"))
    }
}
