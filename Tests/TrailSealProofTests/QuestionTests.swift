import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// What is in scope, and which chains are expected.
@Suite struct QuestionTests {
    private let home: ByteString = "111122223333"
    private let away: ByteString = "444455556666"

    private func question(_ edit: (inout Question) -> Void) -> Question {
        var question = Question()
        edit(&question)
        return question
    }

    @Test("SCOPE-3: filters") func filters() {
        let account = question { $0.accounts = [home] }
        #expect(account.includes(Trail().chain) && !account.includes(Trail.other(account: "444455556666").chain))
        #expect(account.includes(account: nil, region: nil) && !account.includes(account: away, region: nil))
        let region = question { $0.regions = ["us-east-1"] }
        #expect(region.includes(Trail().chain) && !region.includes(Trail.other(region: "eu-west-1").chain))
        #expect(region.includes(account: home, region: nil) && !region.includes(account: home, region: "eu-west-1"))
        let trail = question { $0.trails = ["management"] }
        #expect(trail.includes(Trail().chain) && !trail.includes(Trail.other(name: "data").chain))
    }

    @Test("SHARD-1: a shard takes accounts, and files without one") func shard() throws {
        let shards = try (1...2).map { index in
            let shard = try #require(AccountShard(index: index, count: 2))
            return question { $0.shard = shard }
        }
        #expect(shards.map { $0.includes(Trail().chain) }.filter(\.self).count == 1)
        #expect(shards.allSatisfy { $0.includes(account: nil, region: nil) })
    }

    @Test("SCOPE-1, SCOPE-4: windows are half-open") func window() {
        let window = question { ($0.from, $0.to) = (Moment.hour(0).time, Moment.hour(2).time) }
        #expect(window.includes(.hours(1, 2)) && window.includes(.hours(-5, 1)) && window.includes(.hours(1, 9)))
        #expect(!window.includes(.hours(2, 3)) && !window.includes(.hours(-1, 0)))
        #expect(window.includes(Moment.hour(0).time) && !window.includes(Moment.hour(2).time))
        #expect(!window.includes(Moment.hour(0).time - 1) && window.includes(Moment.hour(2).time - 1))
    }

    @Test("SCOPE-8: logs before a time weren't copied") func leavesOut() {
        #expect(!Question().leavesOut(Moment.hour(0).time))
        let question = question { $0.logsFrom = Moment.hour(1).time }
        #expect(question.leavesOut(Moment.hour(0).time) && !question.leavesOut(Moment.hour(1).time))
        #expect(!question.leavesOut(nil))
    }

    @Test("ALLOW-3: a selector") func selector() {
        let all = Question.Allowance(.coverageGap)
        #expect(all.selects(nil, nil, nil) && all.selects(home, "us-east-1", "management"))
        let one = Question.Allowance(.coverageGap, account: home, region: "us-east-1", trail: "management")
        #expect(one.selects(home, "us-east-1", "management"))
        #expect(!one.selects(away, "us-east-1", "management") && !one.selects(home, "eu-west-1", "management"))
        #expect(!one.selects(home, "us-east-1", "data") && !one.selects(home, "us-east-1", nil))
        #expect(!one.selects(nil, "us-east-1", "management"))
    }

    private func lacking(
        _ question: Question = Question(), _ signs: [ExpectedChains.Sign] = [], present: [ChainID] = [Trail().chain],
        since: UnixTime = Moment.hour(0).time
    ) -> [Combination] {
        var expected = ExpectedChains()
        for sign in signs { expected.note(sign) }
        return expected.lacking(
            question, ChainJoins(), present: Dictionary(uniqueKeysWithValues: present.map { ($0, since) }))
    }

    @Test("ACCOUNT-0, TIME-20: every combination of the filters") func combinations() {
        let both = question { ($0.accounts, $0.regions) = ([home, away], ["us-east-1", "eu-west-1"]) }
        #expect(
            lacking(both) == [
                Combination(account: home, region: "eu-west-1", trail: nil),
                Combination(account: away, region: "eu-west-1", trail: nil),
                Combination(account: away, region: "us-east-1", trail: nil),
            ])
        #expect(lacking(question { $0.trails = ["management"] }).isEmpty)
        #expect(
            lacking(question { $0.trails = ["data", "data"] })
                == [Combination(account: nil, region: nil, trail: "data")])
        #expect(lacking(Question(), present: []).isEmpty)
        let shards = (1...2).map { index in
            lacking(
                question { ($0.accounts, $0.shard) = ([home], AccountShard(index: index, count: 2)) }, present: []
            ).count
        }
        #expect(shards.sorted() == [0, 1])
    }

    @Test("ACCOUNT-0, STATE-5: a known backfill chain may be gone if all hourly digests are newer") func expired() {
        let trail = Trail().chain
        let chain = ChainID(
            organizationID: nil, accountID: trail.accountID, region: trail.region, trail: trail.trail,
            homeRegion: trail.homeRegion, kind: .backfill)
        let known = question { $0.known[chain] = Moment.hour(3).time }
        let lacks = [Combination(account: home, region: "us-east-1", trail: "management")]
        #expect(lacking(known, since: Moment.hour(3).time).isEmpty)
        #expect(lacking(known, since: Moment.hour(3).time - 1) == lacks)
        #expect(lacking(known, present: [Trail.other(name: "data").chain], since: Moment.hour(3).time) == lacks)
        // Only what the state knows expires.
        #expect(lacking(known, [.chain(chain)], since: Moment.hour(3).time) == lacks)
        #expect(lacking(question { $0.known[Trail().chain] = Moment.hour(3).time }, present: []) == lacks)
    }

    @Test("ACCOUNT-0: names, signatures, states and logs show chains") func signs() {
        let other = Trail.other(name: "data")
        let lacks = [Combination(account: home, region: "us-east-1", trail: "data")]
        #expect(lacking(Question(), [.chain(other.chain)]) == lacks)
        #expect(lacking(question { $0.known[other.chain] = Moment.hour(0).time }) == lacks)
        #expect(lacking(question { $0.trails = ["management"] }, [.chain(other.chain)]).isEmpty)
        let log = ExpectedChains.Sign.log(account: home, region: "eu-west-1")
        #expect(lacking(Question(), [log]) == [Combination(account: home, region: "eu-west-1", trail: nil)])
        #expect(lacking(question { $0.regions = ["us-east-1"] }, [log]).isEmpty)
        #expect(lacking(Question(), [.log(account: home, region: "us-east-1")]).isEmpty)
        // A backfill chain is a chain of its own. An organization's chain is the same chain.
        var organization = Trail()
        organization.organization = "o-aaaabbbbcc"
        #expect(lacking(Question(), [.chain(organization.chain)]).isEmpty)
    }
}
