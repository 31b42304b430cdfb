import Testing
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Control changes in the HTML report.
@Suite struct ChangeHTMLTests {
    private static func count(_ part: String, in text: String) -> Int { text.ranges(of: part).count }

    /// Returns the text from `start` to the next `end`.
    private static func part(of html: String, from start: String, to end: String) throws -> Substring {
        let begin = try #require(html.firstRange(of: start)).lowerBound
        return html[begin...].prefix(upTo: try #require(html[begin...].firstRange(of: end)).lowerBound)
    }

    @Test func section() throws {
        let html = ChangedRun.document().written(.html)
        let order = ["<section id=\"timeline\"", "<section id=\"changes\"", "<section id=\"controls\""].map {
            html.firstRange(of: $0)?.lowerBound
        }
        #expect(order.compactMap(\.self).count == 3)
        #expect(zip(order.compactMap(\.self), order.compactMap(\.self).dropFirst()).allSatisfy { $0 < $1 })
        #expect(html.contains("<a href=\"#changes\">Control changes</a>"))
        let section = try Self.part(of: html, from: "<section id=\"changes\"", to: "</section>")
        #expect(section.contains("<p>7 changes, 1 denied, in 35,990 verified log files. "))
        #expect(section.contains("3 events about buckets, keys and log groups aren&#39;t listed."))
        #expect(section.contains("<code>192.0.2.7</code><br><span class=\"soft\">aws-cli/2.17</span>"))
        #expect(
            section.contains(
                "<details><summary>1 log file</summary><ul><li><span class=\"soft\">event</span> <code>event-stop"))
        #expect(
            section.contains("<span class=\"outcome-denied\">denied</span><br><span class=\"soft\">AccessDenied</span>")
        )
        #expect(section.contains("object AWSLogs/111122223333/gone.json.gz in bucket logs"))
    }

    /// The first page shows who stopped the trail.
    @Test func cards() throws {
        let html = ChangedRun.document().written(.html)
        let card = try Self.part(of: html, from: "id=\"group-1\"", to: "</article>")
        #expect(card.contains("<p><b>Recorded around this time</b></p><ul class=\"around\">"))
        #expect(
            card.contains(
                "<li><span class=\"word\">2026-10-01T02:10:00Z</span> <b>StopLogging</b> by "
                    + "<code>\(ChangedRun.mallory)</code> from <code>192.0.2.7</code></li>"))
        #expect(card.contains("from <code>2001:db8::1</code>, denied: AccessDenied</li>"))
        let controls = try Self.part(of: html, from: "<section id=\"controls\"", to: "</section>")
        #expect(controls.contains("<p><b>History</b></p><ul><li><code>\(ChangedRun.trail)</code>: off from "))
        #expect(Self.count("Recorded around this time", in: String(controls)) == 1)
        #expect(html.contains("<div class=\"tile\"><b>7</b><span>control changes</span></div>"))
    }

    @Test func marks() {
        let html = ChangedRun.document().written(.html)
        // The trail and the bucket of both chains. The ARN has the account of the first chain; the second is of an
        // organization.
        #expect(Self.count("<use href=\"#mark-c\" x=\"5", in: html) > 0)
        #expect(
            html.contains(
                "<title>2026-10-01T02:20:00Z DeleteObject by somebody unknown from config.amazonaws.com</title>"))
        #expect(Self.count(": verified, 4 control changes</title>", in: html) == 2)
        #expect(html.contains(" control change</span>"))
        let other = ChangedRun.document {
            for index in $0.chains.indices {
                $0.chains[index].name.trail = "other"
                $0.chains[index].bucket = "other"
            }
        }.written(.html)
        // In the legend.
        #expect(Self.count("<use href=\"#mark-c\"", in: other) == 1)
    }

    @Test func marksThatAreTooCloseAreOne() throws {
        let axis = try #require(TimelineAxis(ChangedRun.document().chains))
        let marks = ChangeMarks(Array(repeating: ChangedRun.stop, count: 5_000), axis).of(ChangedRun.document().chains)
        #expect(marks.count == 1)
        #expect(marks.first?.mark.label.hasPrefix("5,000 control changes, 2026-10-01T02:10:00Z to ") == true)
    }

    /// The trail of another account with the same name isn't meant, unless an organization writes the chain.
    @Test func trailsOfOtherAccounts() throws {
        let chains = ChangedRun.document().chains
        let axis = try #require(TimelineAxis(chains))
        var change = ChangedRun.stop
        change.subject.id = "arn:aws:cloudtrail:us-east-1:999988887777:trail/management"
        let marks = ChangeMarks([change], axis)
        #expect(marks.of([chains[0]]).isEmpty && chains[0].name.organizationID == nil)
        #expect(marks.of([chains[1]]).count == 1 && chains[1].name.organizationID != nil)
        change.subject.id = "management"
        #expect(ChangeMarks([change], axis).of(chains).isEmpty)
    }

    @Test func manyChangesStaySmall() {
        let html = ChangedRun.document {
            $0.changes = (0..<20_000).map { number in
                var change = ChangedRun.stop
                change.time = AccountedRun.start + Int64(number % 14_400)
                change.eventID = "\(number)"
                return change
            }
        }.written(.html)
        #expect(html.utf8.count < 1_000_000)
        #expect(html.contains("<p>and 19,500 more changes: the JSON report has them all</p>"))
    }

    @Test func hostileTexts() throws {
        let html = try ChangedRun.hostileDocument().written(.html)
        for part in ["<script", "]]>", "<!--", "\u{1B}", "\u{202E}"] { #expect(!html.contains(part), "\(part)") }
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("\\u{202e}gnp.exe"))
        #expect(Self.count("</style>", in: html) == 1)
    }

    /// A report without changes has the same style sheet as before.
    @Test func styleOfChangesIsOnlyThereWithThem() {
        #expect(ChangedRun.document().written(.html).contains(".mark-c {"))
        #expect(!ChangedRun.without.written(.html).contains(".mark-c"))
    }
}
