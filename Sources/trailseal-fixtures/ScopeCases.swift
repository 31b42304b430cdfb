import VirtualTrail

/// Filters.
enum ScopeCases {
    private static func two(
        _ name: String, _ description: String, exit: Int, _ findings: [Expected] = [], _ digests: [Int], _ logs: [Int],
        _ options: [String], rule: String = "SCOPE-3", forged: Digest? = nil
    ) -> ConformanceCase {
        worldCase(
            "scope-" + name, rule, description, exit: exit, findings, digests: digests, logs: logs,
            options: options
        ) {
            world in
            for account in ["111122223333", "444455556666"] {
                for region in ["us-east-1", "eu-west-1"] {
                    var trail = Trail()
                    (trail.account, trail.region) = (account, region)
                    let digests = World.hourly(trail, 0..<2, logs: 1)
                    world.publish(digests)
                    world.saveHead(digests.last)
                    if account == "444455556666", region == "eu-west-1" {
                        world.apply(.edit(digests[0].logs[0].key, replacing: "GetObject", with: "PutObject"))
                    }
                }
            }
            if let forged { world.publish([forged]) }
        }
    }

    static var all: [ConformanceCase] {
        [
            two(
                "all", "Two accounts, two regions, one edited log.", exit: 1, ["log-hash-mismatch"], [8, 0, 0, 0],
                [7, 0, 1, 0, 0], []),
            two(
                "account", "Only the healthy account.", exit: 0, [], [4, 0, 0, 0], [4, 0, 0, 0, 0],
                ["--account", "111122223333"]),
            two(
                "region", "Only the healthy region.", exit: 0, [], [4, 0, 0, 0], [4, 0, 0, 0, 0],
                ["--region", "us-east-1"]),
            two(
                "account-region", "Only the damaged account and region.", exit: 1, ["log-hash-mismatch"], [2, 0, 0, 0],
                [1, 0, 1, 0, 0],
                ["--account", "444455556666", "--region", "eu-west-1"]),
            two(
                "unknown-account", "A value that no digest matches is a gap.", exit: 2, ["coverage-gap"], [4, 0, 0, 0],
                [4, 0, 0, 0, 0],
                ["--account", "111122223333", "--account", "999999999999"], rule: "SCOPE-10"),
            two(
                "unknown-account-twice", "A value that is given twice is one gap.", exit: 2, ["coverage-gap"],
                [4, 0, 0, 0], [4, 0, 0, 0, 0],
                ["--account", "111122223333", "--account", "999999999999", "--account", "999999999999"],
                rule: "SCOPE-10"),
            two(
                "trail", "The trail's name.", exit: 1, ["log-hash-mismatch"], [8, 0, 0, 0], [7, 0, 1, 0, 0],
                ["--trail", "management"]),
            two(
                "trail-arn", "The trail's ARN. The trail of the same name in another account is another trail.",
                exit: 0, [], [4, 0, 0, 0], [4, 0, 0, 0, 0],
                ["--account", "111122223333", "--trail", arn("us-east-1", "111122223333")]),
            two(
                "trail-arn-other-account", "The ARN of a trail of the same name in another account.", exit: 2,
                ["coverage-gap"], [0, 0, 0, 0], [0, 0, 0, 0, 0],
                ["--account", "111122223333", "--trail", arn("us-east-1", "444455556666")]),
            two(
                "trail-arn-other-home", "The ARN of a trail of the same name with another home Region.", exit: 2,
                ["coverage-gap"], [0, 0, 0, 0], [0, 0, 0, 0, 0],
                ["--account", "111122223333", "--trail", arn("eu-west-1", "111122223333")]),
            two(
                "account-forged-list",
                "A forged digest of the account lists a log of another, which stays that other's.",
                exit: 2, ["digest-signature-unavailable"], [4, 1, 0, 0], [4, 0, 0, 0, 0],
                ["--account", "111122223333"], forged: forged),
        ]
    }

    private static func arn(_ home: String, _ account: String) -> String {
        "arn:aws:cloudtrail:\(home):\(account):trail/\(Trail().name)"
    }

    private static var forged: Digest {
        var (own, other) = (Trail(), Trail())
        own.name = "forged"
        other.account = "444455556666"
        return Digest(
            own, from: .hour(0), to: .hour(1), logs: World.hourly(other, 0..<1, logs: 1)[0].logs, after: nil,
            signedBy: .first)
    }
}
