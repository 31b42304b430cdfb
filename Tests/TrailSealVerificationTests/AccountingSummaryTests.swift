import Testing
import TrailSealFormat
import TrailSealPrimitives

@testable import TrailSealVerification

/// The counts of an accounting: their sums, and whether they add up.
@Suite struct AccountingSummaryTests {
    private typealias Summary = AccountingSummary

    /// A different number in each bin.
    private static func numbered<Counts: BinnedCounts>(_ first: Int = 1) -> Counts {
        var counts = Counts()
        for (index, bin) in Counts.Bin.allCases.enumerated() { counts[bin] = first + index }
        counts.total = Counts.Bin.allCases.reduce(0) { $0 + counts[$1] }
        return counts
    }

    private static func summary(_ ends: Summary.Ends = .init(from: .window, to: .window)) -> Summary {
        Summary(files: numbered(), listedLogs: numbered(), ends: ends, isBalanced: true)
    }

    @Test func eachBinIsAMemberOfItsName() {
        var files: Summary.FileCounts = Self.numbered()
        let members = Dictionary(uniqueKeysWithValues: Mirror(reflecting: files).children.map { ($0.label, $0.value) })
        #expect(members.count == Summary.FileBin.allCases.count + 1)
        for bin in Summary.FileBin.allCases { #expect(members[bin.rawValue] as? Int == files[bin], "\(bin)") }
        files.total = 7
        #expect(files.walked == 7)

        var logs: Summary.ListedCounts = Self.numbered()
        let dispositions = Dictionary(
            uniqueKeysWithValues: Mirror(reflecting: logs).children.map { ($0.label, $0.value) })
        #expect(dispositions.count == Summary.ListedBin.allCases.count + 1)
        for bin in Summary.ListedBin.allCases { #expect(dispositions[bin.rawValue] as? Int == logs[bin], "\(bin)") }
        logs.total = 7
        #expect(logs.listed == 7)
    }

    @Test(arguments: Summary.FileBin.allCases) func filesAddUp(_ bin: AccountingSummary.FileBin) {
        #expect(Self.summary().addsUp)
        for change in [1, -1] {
            var summary = Self.summary()
            summary.files[bin] += change
            #expect(!summary.addsUp)
            // The shared counts must add up too.
            var sharing = Self.summary()
            sharing.shared = Summary.Shared(files: summary.files)
            #expect(!sharing.addsUp)
        }
    }

    @Test(arguments: Summary.ListedBin.allCases) func dispositionsAddUp(_ bin: AccountingSummary.ListedBin) {
        for change in [1, -1] {
            var summary = Self.summary()
            summary.listedLogs[bin] += change
            #expect(!summary.addsUp)
        }
    }

    @Test func totalsAreCountedByThemselves() {
        var summary = Self.summary()
        summary.files.walked += 1
        #expect(!summary.addsUp)
        summary = Self.summary()
        summary.listedLogs.listed -= 1
        #expect(!summary.addsUp)
    }

    /// Numbers that cancel out, and numbers too large to add.
    @Test func oddNumbers() {
        var summary = Self.summary()
        summary.files.hidden -= 100
        summary.files.outOfScope += 100
        #expect(!summary.addsUp)
        summary = Self.summary()
        summary.files.hidden = .max
        summary.files.walked = .max
        #expect(!summary.addsUp)
        var other = Summary.FileCounts()
        (other.hidden, other.walked) = (.max, .max)
        #expect(!other.addsUp)
        other.add(other)
        #expect(other.hidden == .max && other.walked == .max && !other.addsUp)
        (other.hidden, other.walked) = (.min, .min)
        other.add(other)
        #expect(other.hidden == .min && !other.addsUp)
    }

    @Test func whatIsBad() {
        for bin in Summary.FileBin.allCases {
            var files = Summary.FileCounts()
            files[bin] = 3
            let bad: [Summary.FileBin] = [
                .unverifiedDigests, .invalidDigests, .unverifiedLogs, .invalidLogs, .unreferencedLogs,
            ]
            #expect(files.bad == (bad.contains(bin) ? 3 : 0), "\(bin)")
        }
        for bin in Summary.ListedBin.allCases {
            var logs = Summary.ListedCounts()
            logs[bin] = 3
            #expect(logs.bad == ([.invalid, .missing, .unverified].contains(bin) ? 3 : 0), "\(bin)")
        }
    }

    @Test func partsAreSummed() {
        let chain = ChainID(
            organizationID: nil, accountID: "111122223333", region: "us-east-1", trail: "t", homeRegion: "us-east-1",
            kind: .standard)
        var summary = Self.summary()
        summary.chains = [Summary.Chain(chain, digests: 1, required: nil, isCovered: true)]
        var other = Self.summary()
        other.files = Self.numbered(100)
        other.listedLogs = Self.numbered(100)
        other.excuses = [Summary.Excuse(.coverageGap, allowance: 0, .path("x"))]
        summary.add(other)
        for (index, bin) in Summary.FileBin.allCases.enumerated() { #expect(summary.files[bin] == 101 + 2 * index) }
        for (index, bin) in Summary.ListedBin.allCases.enumerated() {
            #expect(summary.listedLogs[bin] == 101 + 2 * index)
        }
        #expect(summary.addsUp && summary.isBalanced && summary.shared == nil)
        #expect(summary.chains.count == 1 && summary.excuses.count == 1)
    }

    /// One part that doesn't balance is enough, whichever it is.
    @Test(arguments: [true, false], [true, false]) func balanceOfParts(_ one: Bool, _ other: Bool) {
        var summary = Self.summary()
        summary.isBalanced = one
        var part = Self.summary()
        part.isBalanced = other
        summary.add(part)
        #expect(summary.isBalanced == (one && other))
    }

    @Test(arguments: Summary.End.allCases, Summary.End.allCases)
    func theWeakestEndCounts(_ one: AccountingSummary.End, _ other: AccountingSummary.End) {
        var summary = Self.summary(.init(from: one, to: other))
        summary.add(Self.summary(.init(from: other, to: .window)))
        let order: [Summary.End] = [.window, .state, .archive]
        let weaker = order.last { $0 == one || $0 == other }
        #expect(summary.ends.from == weaker)
        #expect(summary.ends.to == other)
    }

    @Test func sharedPartsAreSummed() {
        let values = Summary.Combination(accountID: nil, region: "eu-west-1", trail: nil)
        var digests = VerificationSummary.DigestCounts()
        digests.unverified = 2
        var logs = VerificationSummary.LogCounts()
        logs.unreferenced = 3
        let shared = Summary.Shared(
            files: Self.numbered(), digests: digests, logs: logs,
            combinations: [Summary.LackingCombination(values, isExcused: true)])
        var summary = Self.summary()
        var part = Self.summary()
        part.shared = shared
        summary.add(part)
        #expect(summary.shared == shared)
        summary.add(part)
        #expect(summary.shared?.files.hidden == 2 * shared.files.hidden && summary.addsUp)
        #expect(summary.shared?.digests.unverified == 4 && summary.shared?.logs.unreferenced == 6)
        #expect(summary.shared?.combinations.count == 2)
        summary.add(Self.summary())
        #expect(summary.shared?.digests.unverified == 4)
    }
}
