import Foundation
import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Control changes in JSON and JSON Lines, and reports without them.
@Suite struct ChangeJSONTests {
    private static func object(_ text: some StringProtocol) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func readBack() throws {
        let document = ChangedRun.document()
        #expect(try document.readBack() == document)
        #expect(try document.readBack().written(.json) == document.written(.json))
    }

    @Test func members() throws {
        let text = ChangedRun.document().written(.json)
        let report = try Self.object(text)
        #expect(
            report["changeCounts"] as? [String: Int]
                == ["changes": 7, "omitted": 2, "unreadable": 1, "unconnectedOmitted": 3])
        let changes = try #require(report["changes"] as? [[String: Any]])
        #expect(changes.count == 7)
        #expect(changes[0]["time"] as? String == "2026-10-01T02:10:00Z")
        #expect(changes[0]["outcome"] as? String == "done" && changes[0]["error"] is NSNull)
        #expect(changes[1]["outcome"] as? String == "denied" && changes[1]["error"] as? String == "AccessDenied")
        #expect((changes[0]["who"] as? [String: Any])?["mfa"] as? Bool == false)
        let subjects = try changes.map { try #require($0["subject"] as? [String: String]) }
        #expect(subjects[0] == ["trail": ChangedRun.trail])
        #expect(subjects[2] == ["bucket": "logs", "object": "AWSLogs/111122223333/gone.json.gz"])
        #expect(subjects.dropFirst(3).prefix(3).map(\.keys.first) == ["key", "logGroup", "account"])
        #expect(changes[5]["accountId"] is NSNull && changes[5]["eventId"] is NSNull)
        let findings = try #require(report["findings"] as? [[String: Any]])
        #expect(findings[0]["changes"] as? [String] == ChangedRun.gap.changes)
        // Between the findings and the accounts.
        let places = ["\"findings\": [", "\n  \"changes\": [", "\"accounts\": [\n"].map {
            text.firstRange(of: $0)?.lowerBound
        }
        #expect(places.compactMap(\.self).count == 3)
        #expect(zip(places.compactMap(\.self), places.compactMap(\.self).dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func aRunThatFoundNoChangesSaysSo() throws {
        let document = ChangedRun.document {
            $0.changes = []
            $0.head.changeCounts = ChangeCounts(changes: 0, omitted: 0, unreadable: 0, unconnectedOmitted: 0)
            $0.findings = []
        }
        #expect(try Self.object(document.written(.json))["changes"] as? [String] == [])
        #expect(try document.readBack() == document)
    }

    @Test func lines() throws {
        let lines = try ChangedRun.document().written(.jsonl).split(separator: "\n").map { try Self.object($0) }
        let kinds = lines.compactMap { $0["kind"] as? String }
        #expect(kinds.filter { $0 == "change" }.count == 7)
        #expect(kinds.firstIndex(of: "change") ?? 0 > kinds.lastIndex(of: "finding") ?? 99)
        #expect(lines.last?["changeCounts"] != nil)
        #expect(lines.first { $0["kind"] as? String == "finding" }?["changes"] != nil)
        #expect(lines.filter { $0["kind"] as? String == "control" }.allSatisfy { $0["history"] != nil })
    }

    /// A run that didn't look for changes has no member about them, and no other trace of them.
    @Test(arguments: ReportFormat.allCases) func withoutChanges(_ format: ReportFormat) {
        let text = ChangedRun.without.written(format)
        for word in ["hange", "history", "Recorded around", "mark-c", "around"] {
            #expect(!text.contains(word), "\(word)")
        }
        // What no numbers announce isn't reported either.
        var document = ChangedRun.document()
        document.head.changeCounts = nil
        document.accounts = ChangedRun.without.accounts
        #expect(document.written(format) == text)
    }

    @Test(arguments: [
        ("\"outcome\": \"done\"", "\"outcome\": \"perhaps\"", "changes[0].outcome isn't done or denied"),
        ("\"logGroup\": \"trail-logs\"", "\"unknown\": \"x\"", "changes[4].subject isn't about"),
        ("\"omitted\": 2", "\"omitted\": -1", "changeCounts.omitted isn't a count"),
        ("\"atCapture\": \"on\"", "\"atCapture\": \"x\"", "history[0].atCapture isn't one of"),
    ]) func wrongMembersAreNamed(_ part: String, _ other: String, _ message: String) throws {
        let text = ChangedRun.document().written(.json)
        let place = try #require(text.firstRange(of: part))
        let edited = text.replacingCharacters(in: place, with: other)
        let error = try #require(throws: ReportReadingError.self) { try ReportReader.read(Array(edited.utf8)) }
        #expect(error.description.contains(message), "\(error.description)")
    }

    @Test func reportsWithChangesAreNotMerged() throws {
        var reports = ShardedRun().reports
        reports[1].head.changeCounts = ChangedRun.counts
        let error = try #require(throws: ReportMergingError.self) { try ReportMerging.merge(reports) }
        #expect(error.position == 1)
        #expect(error.description == "it has control changes, which need a run without --shard")
        let whole = try #require(throws: ReportMergingError.self) { try ReportMerging.merge([ChangedRun.document()]) }
        #expect(whole.description == "it is not the report of a shard (verify --shard)")
    }

    @Test func groupsHaveTheNearestChangesOfTheirFindings() throws {
        var findings = [ChangedRun.gap, ChangedRun.gap, ChangedRun.gap]
        findings[1].changes = ["event-start", "event-stop", "event-key"]
        findings[2].changes = ["event-group"]
        let groups = FindingGroups(of: ChangedRun.document { $0.findings = findings }).all
        // Each once, at most five. An id that the report lacks is left out.
        #expect(
            groups.map { $0.changes.compactMap(\.eventID) }
                == [["event-denied", "event-stop", "event-object", "event-start", "event-key"]])
    }
}
