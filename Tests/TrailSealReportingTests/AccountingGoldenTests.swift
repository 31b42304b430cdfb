import TestSupport
import Testing

@testable import TrailSealReporting

/// A report with an accounting in every format, compared byte for byte. To rewrite the golden files:
///
///     TRAILSEAL_GOLDEN=write swift test --filter GoldenTests
@Suite struct AccountingGoldenTests {
    @Test(arguments: ReportFormat.allCases) func format(_ format: ReportFormat) throws {
        let file = GoldenFile("accounting/result.\(format.rawValue)")
        let difference = try file.difference(from: AccountedRun.document().written(format))
        if let difference { Issue.record("\(difference)") }
    }

    /// Reading a report gives the one that was written.
    @Test func readBack() throws {
        let document = AccountedRun.document()
        #expect(try document.readBack() == document)
    }
}
