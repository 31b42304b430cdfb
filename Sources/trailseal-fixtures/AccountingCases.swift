import VirtualTrail

/// Archives in which files that nobody signed hide what somebody signed, so that no single check finds anything: only
/// the count before the verdict does.
enum AccountingCases {
    private static let window = ["--from", Moment.hour(0).iso, "--to", Moment.hour(3).iso]
    private static let unaccounted: Expected = "unaccounted"

    static var all: [ConformanceCase] { logs + time + obstacles }

    /// Forged digests of a time that nobody asks for draw listed logs out of judgement.
    private static var logs: [ConformanceCase] {
        func hidden(_ name: String, _ description: String, _ damage: @escaping (inout World, String) -> Void)
            -> ConformanceCase
        {
            worldCase(
                name, "ACCOUNT-7", description, exit: 2, [unaccounted], logs: [5, 0, 0, 0, 0], options: window
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                let log = digests[1].logs[0]
                // A bucket of the forger's and a year long gone: the entry claims the empty copy beside it.
                let evil = trail { $0.bucket = "evil" }
                var claim = log
                claim.bucket = evil.bucket
                let forged = Digest(
                    evil, from: .hour(-50_000), to: .hour(-49_999), logs: [claim], after: nil, signedBy: .forger)
                world.tree["0/" + forged.key] = GzipWriter.member(forged.content)
                world.tree["0/" + log.key] = []
                let other = Digest(
                    evil, from: .hour(-50_000), to: .hour(-49_999), logs: [], after: nil, signedBy: .forger)
                world.tree["1/" + other.key] = GzipWriter.member(other.content)
                world.publish([digests[0]], below: "1/")
                world.tree["1/" + log.key] = []
                damage(&world, log.key)
            }
        }
        return [
            hidden("unaccounted-log-deleted", "A deleted log, claimed by a forged digest of another year.") {
                world, log in
                world.apply(.delete(log))
            }
        ]
    }

    /// What is not verified stands in for time.
    private static var time: [ConformanceCase] {
        [
            worldCase(
                "unaccounted-tail-behind-name", "ACCOUNT-7",
                "The last hours are gone; an empty file has the name of a digest behind the window.", exit: 2,
                [unaccounted], options: ["--from", Moment.hour(0).iso, "--to", Moment.hour(6).iso]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.tree[Trail().digestKey(.hour(7), isBackfill: false)] = []
            },
            worldCase(
                "unaccounted-allowed-head-long", "ACCOUNT-7",
                "An unsigned newest digest, which is allowed, declares three hours and accounts for one.", exit: 2,
                [
                    "digest-signature-unavailable", unaccounted,
                ],
                digests: [3, 1, 0, 0],
                options: [
                    "--from", Moment.hour(0).iso, "--to", Moment.hour(6).iso, "--allow", "digest-signature-unavailable",
                ]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                let forged = Digest(
                    Trail(), from: .hour(3), to: .hour(6), logs: [], after: digests.last, signedBy: .first)
                world.publish([forged])
            },
            worldCase(
                "unaccounted-allowed-digests-many", "ACCOUNT-7",
                "Three hours are gone; a digest of a key that nobody knows stands for each, and the code is allowed.",
                exit: 2,
                ["digest-key-unknown", "digest-key-unknown", "digest-key-unknown", unaccounted], digests: [3, 3, 0, 0],
                options: [
                    "--from", Moment.hour(0).iso, "--to", Moment.hour(6).iso, "--allow", "digest-key-unknown",
                ]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                world.publish(World.hourly(Trail(), 3..<6, logs: 0, after: digests.last, signedBy: .forger))
            },
            worldCase(
                "unaccounted-allowed-head-lists-old", "ACCOUNT-7",
                "An unsigned newest digest, which is allowed, lists a forged log of three hours before.", exit: 2,
                [
                    "digest-signature-unavailable", Expected(code: "log-digest-unverified", count: 1), unaccounted,
                ],
                digests: [3, 1, 0, 0], logs: [6, 1, 0, 0, 0],
                options: [
                    "--from", Moment.hour(0).iso, "--to", Moment.hour(4).iso, "--allow", "digest-signature-unavailable",
                ]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                let old = Log(Trail(), at: .hour(0) + 1_500, records: 1, seed: 77)
                world.publish([
                    Digest(Trail(), from: .hour(3), to: .hour(4), logs: [old], after: digests.last, signedBy: .first)
                ])
            },
        ]
    }

    /// What was not looked at, and only by its own name belongs to another time.
    private static var obstacles: [ConformanceCase] {
        [
            worldCase(
                "unaccounted-link-of-another-year", "ACCOUNT-7",
                "A link in the folder of logs has the name of a log of another year.", exit: 2, [unaccounted],
                options: window
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
                let folder = digests[0].logs[0].key.split(separator: "/").dropLast().joined(separator: "/")
                world.setup.append(
                    .init(
                        .symlink,
                        "tree/\(folder)/111122223333_CloudTrail_us-east-1_20200101T0100Z_aaaaaaaaaaaaaaaa.json.gz",
                        value: "/etc"))
            }
        ]
    }
}
