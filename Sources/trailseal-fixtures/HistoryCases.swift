import VirtualTrail

/// Second runs: what the state knows, and what happened to the archive since.
enum HistoryCases {
    static var all: [ConformanceCase] { lost + moved + forged + beginnings }

    private static let state = ["--state", "state.json"]
    private static let west = trail { $0.region = "eu-west-1" }
    private static func write(_ digests: [Digest], older: Int) -> World.Setup {
        .init(.write, "state.json", value: StateCases.state(digests, older: older))
    }

    /// The first run verified two Regions up to 03:00. Then one was deleted, and something was put in its place.
    private static var lost: [ConformanceCase] {
        func region(
            _ name: String, _ description: String, _ more: [Expected] = [], tolerated: [String] = [],
            options: [String] = [], _ plant: @escaping (inout World, String) -> Void
        ) -> ConformanceCase {
            chainCase(
                "history-truncated-behind-" + name, "STATE-7", description, exit: 1, ["history-truncated"] + more,
                tolerated: tolerated, hours: 0..<4, digests: .open, logs: [1, 0, 0, 0, 0], options: state + options
            ) { world, digests in
                let gone = hourly(0..<3, of: west)[2]
                world.setup = [write([digests[2], gone], older: 2)]
                plant(&world, gone.key)
            }
        }
        let deep = String(repeating: "a/", count: 64)
        return [
            region(
                "name", "An empty file has the name of the newest digest that a state knows.",
                tolerated: ["digest-malformed"]
            ) { $0.tree[$1] = [] },
            region(
                "junk", "Junk stands in the place of the newest digest that a state knows.",
                tolerated: ["digest-malformed", "history-rewritten"]
            ) { $0.tree[$1] = Array("garbage\n".utf8) },
            region(
                "junk-before-window", "The same, and the window begins later.",
                tolerated: ["digest-malformed", "history-rewritten"],
                options: ["--from", Moment.hour(3).iso]
            ) { $0.tree[$1] = Array("garbage\n".utf8) },
            region(
                "link", "A link stands in the place of the newest digest that a state knows.", ["file-unreadable"]
            ) { $0.setup.append(.init(.symlink, "tree/" + $1, value: "nowhere")) },
            region("folder", "A folder stands in the place of the newest digest that a state knows.") {
                $0.setup.append(.init(.mkdir, "tree/" + $1))
            },
            region(
                "deep-folder", "A folder that is too deep lies beside; it has a late time in its name.",
                ["file-unreadable"], options: ["--to", Moment.hour(4).iso]
            ) { world, _ in
                world.setup.append(.init(.write, "tree/" + deep + "_29990101T0000Z_/x", value: "x"))
            },
            worldCase(
                "state-folder-closed", "STATE-12, VERDICT-6",
                "The folder of the newest digest that the state knows can't be listed: nobody knows whether it is there.",
                exit: 2, ["file-unreadable"], tolerated: ["coverage-gap", "history-begins"], digests: nil,
                logs: [0, 0, 0, 0, 0], options: state
            ) { world in
                // The end times 23:00 and 24:00 lie in different day folders.
                let digests = hourly(21..<26, logs: 0)
                world.publish(digests)
                world.saveHead(digests.last)
                let folder = digests[0].key.split(separator: "/").dropLast().joined(separator: "/")
                world.setup = [write([digests[1]], older: 1), .init(.chmod, "tree/" + folder, value: "0")]
            },
        ]
    }

    /// The first run verified two hours in one bucket. Then the trail moved to another bucket.
    private static var moved: [ConformanceCase] {
        func moved(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
            tolerated: [String] = [], logs: [Int], isOldBucketThere: Bool
        ) -> ConformanceCase {
            worldCase(
                "state-" + name, rule, description, exit: exit, findings, tolerated: tolerated, digests: nil,
                logs: logs, options: state
            ) { world in
                let early = hourly(0..<4)
                let late = hourly(4..<6, of: trail { $0.bucket = "new-logs" }, after: early.last)
                if isOldBucketThere { world.publish(early, below: "virtual-trail-logs/") }
                world.publish(late, below: "new-logs/")
                world.saveHead(late.last)
                world.setup = [write([early[1]], older: 1)]
            }
        }
        return [
            moved(
                "moved-bucket", "STATE-3, CHAIN-2", "A trail moved to another bucket since the first night.", exit: 0,
                logs: [4, 0, 0, 0, 0], isOldBucketThere: true),
            moved(
                "moved-bucket-old-gone", "STATE-3, STATE-8",
                "The same, and the old bucket is gone with two hours that no run verified.", exit: 2,
                [gap(2, 4), "history-expired"], tolerated: ["history-begins"], logs: [2, 0, 0, 0, 0],
                isOldBucketThere: false),
            worldCase(
                "state-restart", "STATE-3, TIME-12",
                "Validation was off for two hours after what the state knows, and was turned on again.", exit: 2,
                [gap(2, 4)],
                digests: nil, logs: [2, 0, 0, 0, 0], options: state
            ) { world in
                let (early, late) = (hourly(0..<2), hourly(4..<6))
                world.publish(early + late)
                world.saveHead(late.last)
                world.setup = [write([early[1]], older: 1)]
            },
        ]
    }

    private static var forged: [ConformanceCase] {
        func unlisted(_ name: String, _ description: String, _ path: String) -> ConformanceCase {
            chainCase(
                "state-forged-" + name, "STATE-9, PLACE-13", description, exit: 2, ["log-unreferenced"],
                digests: .open, logs: [1, 0, 0, 0, 1], options: state
            ) { world, digests in
                world.forge(logFolder + path)
                world.setup = [write([digests[1]], older: 1)]
            }
        }
        return [
            unlisted(
                "nested-account", "A forged log came in a subfolder that looks like another account.",
                "999999999999/CloudTrail/" + forgedName("20261001T0220Z")),
            unlisted(
                "nested-region", "A forged log came in a subfolder that looks like another Region.",
                "CloudTrail/eu-north-9/" + forgedName("20261001T0220Z")),
            unlisted(
                "old-stamp", "A forged log came with a stamp of years before, in a folder of today.",
                forgedName("20200101T0220Z")),
        ]
    }

    /// The first run verified six hours. Then the beginning of the chain was deleted.
    private static var beginnings: [ConformanceCase] {
        func cut(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ finding: Expected,
            tolerated: [String] = ["history-begins"], options: [String] = [], hours: Range<Int> = 0..<2
        ) -> ConformanceCase {
            chainCase(
                "history-" + name, rule, description, exit: exit, [finding], tolerated: tolerated, hours: 0..<6,
                digests: .open, logs: .open, options: state + options
            ) { world, digests in
                for digest in digests { world.saveHead(digest) }
                world.setup = [.init(.verify)]
                for path in digests[hours].flatMap({ [$0.key] + $0.logs.map(\.key) }) {
                    world.setup.append(.init(.remove, "tree/" + path))
                }
            }
        }
        return [
            cut(
                "expired", "STATE-8, UNSEEN-6", "The oldest two hours are gone, as lifecycle rules do.", exit: 0,
                "history-expired"),
            cut(
                "expired-retained", "STATE-8", "The same, and files are said to be kept for thirty days.", exit: 1,
                "history-truncated", tolerated: ["history-begins", "history-expired"],
                options: ["--retention", "30d"]),
            cut(
                "expired-older-than-retention", "STATE-8", "The same, and files are said to be kept for three hours.",
                exit: 0, "history-expired", options: ["--retention", "3h"]),
            cut(
                "truncated-middle", "STATE-5", "Two hours in the middle are gone.", exit: 1, "history-truncated",
                tolerated: ["digest-missing", "signature-without-digest"], hours: 2..<4),
            ConformanceCase(
                name: "error-retention-without-state", rule: "STATE-8, VERDICT-8",
                description: "--retention without --state.", world: Plain().world, options: ["--retention", "30d"],
                exitStatus: 64, verdict: nil),
        ]
    }
}
