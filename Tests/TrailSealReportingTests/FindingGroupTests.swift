import Testing
import TrailSealFormat
import TrailSealPrimitives
import TrailSealVerification

@testable import TrailSealReporting

/// Which findings form one group, and which are follow-ups of another (REPORT-2).
@Suite struct FindingGroupTests {
    private static let chain = ChainName(
        accountID: "111122223333", region: "eu-west-1", trail: "main", homeRegion: "us-east-1", kind: "standard")

    static func digest(
        _ hour: Int64, _ code: FindingCode = .digestKeyUnknown, reason: String? = "aa", isAllowed: Bool = false
    ) -> FindingRecord {
        var finding = FindingRecord(
            code: .known(code), verdict: isAllowed ? .note : code.descriptor.verdict, isAllowed: isAllowed,
            message: "said")
        finding.reason = reason
        finding.chain = chain
        finding.path = "archive/\(hour).json.gz"
        finding.from = AccountedRun.start + hour * UnixTime.hour
        finding.to = AccountedRun.start + (hour + 1) * UnixTime.hour
        return finding
    }

    static func logs(_ hour: Int64, _ count: Int) -> FindingRecord {
        var finding = digest(hour, .logDigestUnverified, reason: nil)
        finding.count = count
        return finding
    }

    @Test func aMissingKeyIsOneGroup() throws {
        let hours: [Int64] = Array(0..<5_760)
        let groups = FindingGroups(hours.flatMap { [Self.digest($0), Self.logs($0, 6)] })
        let group = try #require(groups.all.first)
        #expect(groups.all.count == 1)
        #expect(group.count == 5_760)
        #expect(group.from == AccountedRun.start && group.to == AccountedRun.start + 5_760 * UnixTime.hour)
        #expect(group.followUps.map(\.code) == [.known(.logDigestUnverified)])
        #expect(group.followUps.map(\.count) == [5_760] && group.followUps.map(\.items) == [34_560])
        #expect(group.examples.count == FindingGroup.exampleLimit)
        #expect(Set(groups.positions) == [0])
        #expect(group.text == "5,760 digest files: said")
        #expect(group.consequences == "5,760 log-digest-unverified (34,560 log files)")
    }

    @Test func codeReasonChainAndWeightTellGroupsApart() {
        var other = Self.digest(4)
        other.chain?.region = "us-east-1"
        let findings = [
            Self.digest(0), Self.digest(1, reason: "bb"), Self.digest(2, .digestHashMismatch, reason: nil),
            Self.digest(3, isAllowed: true), other, Self.digest(5),
        ]
        let groups = FindingGroups(findings)
        // The worst first, others in the order of their first findings.
        #expect(groups.all.map(\.rank) == [0, 1, 1, 1, 2])
        #expect(groups.positions == [1, 2, 0, 4, 3, 1])
        #expect(groups.all.map(\.count).reduce(0, +) == findings.count)
    }

    @Test func nothingIsFoldedIntoWhatWeighsLess() {
        let groups = FindingGroups([Self.digest(0, isAllowed: true), Self.logs(0, 2)])
        #expect(groups.all.map(\.code) == [.known(.logDigestUnverified), .known(.digestKeyUnknown)])
        #expect(groups.all.filter { !$0.followUps.isEmpty }.isEmpty)
    }

    @Test func logsOfAnotherDigestStayApart() {
        let groups = FindingGroups([Self.digest(0), Self.logs(1, 2)])
        #expect(groups.all.count == 2)
    }

    @Test(arguments: ["before-unverified-digest", "no-verified-digest", "restart"])
    func aGapFollowsFromTheDigestThatIsNotVerified(_ reason: String) {
        let groups = FindingGroups([Self.digest(0), Self.digest(1, .coverageGap, reason: reason)])
        #expect(groups.all.count == (reason == "restart" ? 2 : 1))
    }

    @Test func findingsOfNoChainAreGroupedByTheFoldersOfTheirKeys() {
        func log(_ region: String) -> FindingRecord {
            var finding = FindingRecord(
                code: .known(.logUnreferenced), verdict: .unverified, isAllowed: false, message: "")
            finding.key = "AWSLogs/111122223333/CloudTrail/\(region)/2026/10/01/x_20261001T0005Z_y.json.gz"
            return finding
        }
        let groups = FindingGroups([log("us-east-1"), log("eu-west-1"), log("us-east-1")])
        #expect(groups.positions == [0, 1, 0])
        #expect(groups.all.map(\.region) == ["us-east-1", "eu-west-1"])
        #expect(groups.all.first?.from?.iso8601 == "2026-10-01T00:05:00Z")
    }

    @Test func groupsOfOneCauseAreToldOnce() {
        let records = (0..<30).map { number in
            var finding = Self.digest(Int64(number))
            finding.chain?.region = "region-\(number)"
            return finding
        }
        let causes = FindingCause.all(FindingGroups(records).all)
        #expect(causes.map(\.groups.count) == [30])
        #expect(causes.first?.whole.count == 30)
        #expect(causes.first?.title == "in 30 chains")
    }

    @Test func aSumOfWhatASavedReportStatesNeverTraps() {
        let groups = FindingGroups([Self.logs(0, .max), Self.logs(1, .max)])
        #expect(groups.all.first?.items == .max)
    }
}

extension FindingGroupTests {
    /// The group into which edited logs are folded mentions them.
    @Test func whatDiffersIsToldInTheGroup() throws {
        var finding = Self.logs(0, 6)
        finding.differing = 2
        let group = try #require(FindingGroups([Self.digest(0), finding]).all.first)
        #expect(
            group.consequences
                == "1 log-digest-unverified (6 log files, 2 with other content than the digest records)")
        #expect(GroupMembers.followUps(group).serialized().contains("\"differing\":2"))
    }

    /// A filter without a chain is a follow-up of that chain's digests.
    @Test func aFilterFollowsFromTheChainThatItNames() {
        var gap = FindingRecord(code: .known(.coverageGap), verdict: .unverified, isAllowed: false, message: "")
        gap.reason = "no-chain-for-filters"
        gap.owner = FindingOwner(accountID: nil, region: "eu-west-1", trail: nil)
        #expect(FindingGroups([gap, Self.digest(0)]).all.map(\.code) == [.known(.digestKeyUnknown)])
        gap.owner = FindingOwner(accountID: nil, region: "us-east-1", trail: nil)
        #expect(FindingGroups([gap, Self.digest(0)]).all.count == 2)
    }
}
