import Foundation
import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Control changes in the formats of other products.
@Suite struct ChangeFormatTests {
    private static let line = "2026-10-01T02:10:00Z StopLogging by \(ChangedRun.mallory) from 192.0.2.7"

    private static func objects(_ text: String) throws -> [[String: Any]] {
        try text.split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    /// The rows of a CSV file without quotes.
    private static func rows(_ text: String) throws -> [[String: String]] {
        let rows = text.components(separatedBy: "\r\n").dropLast().map { $0.components(separatedBy: ",") }
        let names = try #require(rows.first)
        return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(names, $0)) }
    }

    @Test func csvOfVerify() throws {
        let text = ChangedRun.document().written(.csv)
        let lines = text.components(separatedBy: "\r\n").filter { $0.hasPrefix("change,") }
        #expect(lines.count == 7)
        #expect(
            lines[0].hasPrefix(
                "change,StopLogging,done,false,111122223333,us-east-1,\(ChangedRun.trail),,,,,2026-10-01T02:10:00Z,,,,,"
                    + "logging stopped,,INFORMATIONAL,Control change,,,\"AssumedRole \(ChangedRun.mallory), role "))
        #expect(
            lines[0].contains(
                "from 192.0.2.7, aws-cli/2.17; about trail \(ChangedRun.trail); event event-stop; in s3://"))
        #expect(lines[1].hasPrefix("change,DeleteTrail,denied,") && lines[1].contains("; error AccessDenied; "))
        #expect(lines[2].contains(",logs,AWSLogs/111122223333/gone.json.gz,"))
    }

    @Test func csvOfChanges() throws {
        var document = ChangedRun.document()
        // A user agent of a browser would be quoted.
        document.changes[0].proofs.append(contentsOf: document.changes[1].proofs)
        let rows = try Self.rows(document.written(.csv, TextStyle(), .changes))
        #expect(rows.count == 7 && rows.allSatisfy { $0.count == 25 })
        #expect(rows[0]["whoArn"] == ChangedRun.mallory && rows[0]["mfa"] == "false")
        #expect(rows[0]["controls"] == "CloudTrail.1 CloudTrail.3")
        #expect(rows[0]["proofs"]?.components(separatedBy: "; ").count == 2)
        #expect(rows[1]["outcome"] == "denied" && rows[1]["error"] == "AccessDenied")
        #expect(rows.map { $0["subjectKind"] } == ["trail", "trail", "bucket", "key", "logGroup", "account", "trail"])
        #expect(rows[5]["eventId"] == "" && rows[5]["invokedBy"] == "organizations.amazonaws.com")
    }

    @Test(arguments: [ReportFormat.Table.findings, .changes]) func noCellIsAFormula(_ table: ReportFormat.Table) throws
    {
        let text = try ChangedRun.hostileDocument().written(.csv, TextStyle(), table)
        #expect(text.contains("'=cmd|"))
        #expect(!text.contains(",=cmd") && !text.contains("\"=cmd") && !text.hasPrefix("="))
        // No cell begins a line of its own.
        #expect(text.utf8.count { $0 == 0x0A } == text.components(separatedBy: "\r\n").count - 1)
    }

    @Test func sarif() throws {
        let report = try Self.objects(ChangedRun.document().written(.sarif).replacingOccurrences(of: "\n", with: ""))[0]
        let run = try #require((report["runs"] as? [[String: Any]])?.first)
        let properties = try #require(run["properties"] as? [String: Any])
        #expect((properties["changes"] as? [[String: Any]])?.count == 7)
        #expect((properties["changeCounts"] as? [String: Int])?["changes"] == 7)
        let results = try #require(run["results"] as? [[String: Any]])
        #expect(results.count == 1 + 2)
        let facts = try #require(results[0]["properties"] as? [String: Any])
        #expect(facts["changes"] as? [String] == ["event-denied", "event-stop", "event-object"])
        #expect((facts["around"] as? [String])?[1] == Self.line)
        let many = ChangedRun.document { $0.changes = Array(repeating: ChangedRun.stop, count: 3_000) }
        #expect(many.written(.sarif).ranges(of: "\"eventName\":\"StopLogging\"").count == 1_000)
    }

    @Test func junit() {
        let text = ChangedRun.document().written(.junit)
        #expect(text.contains("<property name=\"controlChanges\" value=\"7 changes, 1 denied\"/>"))
        #expect(
            text.contains(
                "</skipped>\n      <system-out>Recorded around this time: 2026-10-01T02:12:00Z DeleteTrail by"))
        #expect(text.contains("\nRecorded around this time: \(Self.line)\n"))
        #expect(text.ranges(of: "<system-out>").count == 1)
    }

    @Test func ocsf() throws {
        let events = try Self.objects(ChangedRun.document().written(.ocsf))
        #expect(
            events.compactMap { $0["class_uid"] as? Int } == [2_004] + Array(repeating: 6_003, count: 7) + [
                2_003, 2_003,
            ])
        let changes = events.filter { $0["class_uid"] as? Int == 6_003 }
        #expect(changes.compactMap { $0["activity_id"] as? Int } == [3, 4, 4, 3, 4, 3, 3])
        #expect(changes.compactMap { $0["status_id"] as? Int } == [1, 2, 1, 1, 1, 1, 1])
        #expect(changes[0]["time"] as? Int == Int(ChangedRun.stop.time.seconds) * 1_000)
        let sources = changes.compactMap { $0["src_endpoint"] as? [String: String] }
        #expect(
            sources.prefix(3) == [["ip": "192.0.2.7"], ["ip": "2001:db8::1"], ["svc_name": "config.amazonaws.com"]])
        #expect(sources[5] == ["name": "not recorded"])
        #expect(changes.allSatisfy { ($0["actor"] as? [String: Any])?["user"] != nil })
        #expect((events[0]["unmapped"] as? [String: Any])?["around"] != nil)
    }

    @Test(arguments: ["192.0.2.7", "0.0.0.0", "::", "::1", "2001:db8::1", "1:2:3:4:5:6:7:8", "fe80:0:0:0:0:0:0:a"])
    func addresses(_ text: String) { #expect(IPAddress.isValid(text)) }

    @Test(arguments: [
        "", "AWS Internal", "cloudtrail.amazonaws.com", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", ":", ":::",
        "1::2::3",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "1:2:3:4:5:6:7::8", "fe80::1%eth0",
    ]) func otherTexts(_ text: String) { #expect(!IPAddress.isValid(text)) }

    @Test func asff() throws {
        let document = ChangedRun.document()
        let findings = try #require(
            try JSONSerialization.jsonObject(with: Data(document.written(.asff).utf8)) as? [[String: Any]])
        #expect(findings.count == 3)
        let text = try #require(findings[0]["Description"] as? String)
        #expect(
            text.contains(" Recorded around this time: 2026-10-01T02:12:00Z DeleteTrail by ") && text.hasSuffix("."))
        #expect((findings[0]["ProductFields"] as? [String: String])?["trailseal/around"]?.contains(Self.line) == true)
        #expect(findings.dropFirst().allSatisfy { !($0["Description"] as? String ?? "").contains("Recorded") })
        // Whatever the names are, the text and the hint both fit.
        let hostile = try ChangedRun.hostileDocument().written(.asff)
        let long = try #require(try JSONSerialization.jsonObject(with: Data(hostile.utf8)) as? [[String: Any]])
        let description = try #require(long[0]["Description"] as? String)
        #expect(description.unicodeScalars.count <= 1_024)
        #expect(description.contains("No digest file covers this time. Recorded around this time: "))
    }

    @Test func prometheus() {
        let text = ChangedRun.document().written(.prometheus)
        #expect(text.contains("# TYPE trailseal_control_changes gauge\n"))
        #expect(text.contains("trailseal_control_changes{archive=\"tree\",outcome=\"done\"} 6\n"))
        #expect(text.contains("trailseal_control_changes{archive=\"tree\",outcome=\"denied\"} 1\n"))
    }

    /// No format passes on what a terminal or a page would act on.
    @Test(arguments: ReportFormat.allCases) func hostileTextsStayText(_ format: ReportFormat) throws {
        let document = try ChangedRun.hostileDocument()
        for table in [ReportFormat.Table.findings, .changes] {
            for verbosity in [0, 1] {
                let text = document.written(format, TextStyle(verbosity: verbosity), table)
                #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
                let isMarkup = format == .html || format == .junit
                #expect(!isMarkup || !text.contains("<script"))
                #expect(!isMarkup || !text.contains("]]><"))
            }
        }
    }
}
