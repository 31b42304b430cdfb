import TestSupport
import Testing

@testable import Reporting

/// What a report with an accounting looks like in every format, byte for byte. Written anew as the other golden files:
///
///     TRAILSEAL_GOLDEN=write swift test --filter GoldenTests
@Suite struct AccountingGoldenTests {
    @Test(arguments: ReportFormat.allCases) func format(_ format: ReportFormat) throws {
        let file = GoldenFile("accounting/result.\(format.rawValue)")
        let difference = try file.difference(from: AccountedRun.document().written(format))
        if let difference { Issue.record("\(difference)") }
    }

    /// The report that is read is the one that was written.
    @Test func readBack() throws {
        let document = AccountedRun.document()
        #expect(try document.readBack() == document)
    }
}
