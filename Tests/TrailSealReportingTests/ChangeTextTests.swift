import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Control changes as text for people.
@Suite struct ChangeTextTests {
    private static func lines(
        _ document: ReportDocument = ChangedRun.document(), _ style: TextStyle = TextStyle(),
        _ table: ReportFormat.Table = .changes
    ) -> [String] {
        document.written(.text, style, table).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test func table() {
        let lines = Self.lines(style: 160)
        #expect(lines.contains { $0.hasPrefix("  time                  event") && $0.hasSuffix("  effect") })
        #expect(
            lines.contains {
                $0.hasPrefix("  2026-10-01T02:10:00Z  StopLogging        arn:a…")
                    && $0.hasSuffix("Admin/mallory  192.0.2.7             logging stopped")
            })
        #expect(lines.contains { $0.hasSuffix("  denied: AccessDenied") })
    }

    private static func lines(style width: Int) -> [String] { lines(ChangedRun.document(), TextStyle(width: width)) }

    @Test func theEffectIsBelowIfTheLineIsTooShort() throws {
        let lines = Self.lines(style: 80)
        let stop = try #require(lines.firstIndex { $0.contains("  StopLogging") })
        #expect(lines[stop + 1] == "    logging stopped")
    }

    @Test func sums() {
        let lines = Self.lines()
        #expect(lines.contains("7 changes, 1 denied, in 35,990 verified log files."))
        #expect(lines.contains("2 changes aren't listed, because there are too many."))
        #expect(lines.contains("1 event has the name of a control change but couldn't be read."))
        #expect(lines.contains { $0.hasPrefix("3 events about buckets, keys and log groups aren't listed.") })
        #expect(lines.contains { $0.contains("trailseal verify lists the findings") })
        #expect(lines.last { !$0.isEmpty }?.hasPrefix("Verdict: unverified, findings: 1 unverified") == true)
        let none = ChangedRun.document {
            $0.changes = []
            $0.head.changeCounts = ChangeCounts(changes: 0, omitted: 0, unreadable: 0, unconnectedOmitted: 0)
        }
        #expect(Self.lines(none).contains("No changes in 35,990 verified log files."))
    }

    @Test func wholeRecords() throws {
        let lines = Self.lines(ChangedRun.document(), TextStyle(verbosity: 1, width: 200))
        let first = try #require(lines.firstIndex { $0.hasPrefix("  2026-10-01T02:10:00Z  StopLogging  done") })
        let record = lines[(first + 1)...].prefix { $0.hasPrefix("    ") }
        #expect(record.count == 10)
        #expect(record.contains("    log:       s3://logs/AWSLogs/x.json.gz"))
        #expect(record.contains("    digest:    AWSLogs/digest.json.gz"))
        #expect(record.contains { $0.hasPrefix("    who:       AssumedRole \(ChangedRun.mallory), role arn") })
        #expect(record.contains("    from:      192.0.2.7, aws-cli/2.17"))
    }

    @Test func verifyHasASection() throws {
        let lines = Self.lines(ChangedRun.document(), TextStyle(), .findings)
        let section = try #require(lines.firstIndex(of: "Control changes"))
        #expect(section > lines.firstIndex { $0.hasPrefix("Account 111122223333") } ?? 99_999)
        #expect(section < lines.firstIndex { $0.hasPrefix("Digests: ") } ?? 0)
        #expect(lines.contains { $0.hasPrefix("    history of \(ChangedRun.trail): off") })
        let many = ChangedRun.document { $0.changes = Array(repeating: ChangedRun.stop, count: 30) }
        #expect(Self.lines(many, TextStyle(), .findings).contains("  ... and 10 more changes; -v shows them all"))
        #expect(Self.lines(many).filter { $0.contains("  StopLogging") }.count == 30)
    }

    /// The finding shows who made the changes, without saying that they are its cause.
    @Test func aroundAFinding() throws {
        let lines = Self.lines(ChangedRun.document(), TextStyle(), .findings)
        let first = try #require(lines.firstIndex { $0.hasPrefix("    around:   ") })
        #expect(lines[first].hasPrefix("    around:   2026-10-01T02:12:00Z DeleteTrail by arn"))
        #expect(lines[first].hasSuffix("user/bob from 2001:db8::1, denied"))
        #expect(lines[first + 1].hasPrefix("              2026-10-01T02:10:00Z StopLogging by arn"))
        #expect(lines[first + 1].hasSuffix("Admin/mallory from 192.0.2.7"))
        #expect(lines[first + 2].contains("DeleteObject by somebody unknown from config.amazonaws.com"))
        #expect(lines[first + 3].hasPrefix("    next: "))
    }

    @Test func atMostThreeChangesWithoutDetails() {
        let document = ChangedRun.document {
            $0.findings[0].changes = $0.changes.compactMap(\.eventID)
        }
        func count(_ verbosity: Int) -> Int {
            let lines = Self.lines(document, TextStyle(verbosity: verbosity), .findings)
            let first = lines.firstIndex { $0.hasPrefix("    around:") } ?? 0
            return lines[first...].prefix { !$0.hasPrefix("    next:") }.count
        }
        #expect(count(0) == 3)
        #expect(count(1) == 5)
    }

    @Test func causesOfManyChainsTellTheChangesOfEach() {
        let document = ChangedRun.document {
            var other = ChangedRun.gap
            other.chain?.region = "eu-west-1"
            other.changes = ["event-start"]
            $0.findings.append(other)
        }
        let whole = Self.lines(document, TextStyle(verbosity: 1), .findings)
        #expect(whole.filter { $0.hasPrefix("    around:") }.count == 2)
        #expect(Self.lines(document, TextStyle(), .findings).filter { $0.hasPrefix("    around:") }.count == 1)
    }

    @Test(arguments: [80, 100, 131, 200]) func everyLineFits(_ width: Int) throws {
        let documents = [ChangedRun.document(), try ChangedRun.hostileDocument()]
        for (number, document) in documents.enumerated() {
            for table in [ReportFormat.Table.changes, .findings] {
                let style = TextStyle(isASCII: number == 1, width: width, wrapsVerdict: true)
                // The reasons and histories of controls are told whole.
                let lines = Self.lines(document, style, table).filter {
                    !$0.contains(String(repeating: "x", count: 300))
                }
                #expect(lines.filter { TextLayout.width($0) > width } == [])
            }
        }
    }
}
