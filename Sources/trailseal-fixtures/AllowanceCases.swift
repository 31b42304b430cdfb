import VirtualTrail

/// Allowances excuse exactly what they name.
enum AllowanceCases {
    static var all: [ConformanceCase] { gaps + files + heads }

    /// Validation was off between 02:00 and 04:00.
    private static var gaps: [ConformanceCase] {
        func restart(
            _ name: String, _ rule: String, _ description: String, exit: Int, tolerated: [String] = [],
            _ selectors: String...
        ) -> ConformanceCase {
            worldCase(
                "allow-gap-" + name, rule, description, exit: exit, ["coverage-gap"], tolerated: tolerated,
                digests: [4, 0, 0, 0], logs: [4, 0, 0, 0, 0],
                options: selectors.flatMap { ["--allow", "coverage-gap=" + $0] }
            ) { world in
                for digests in [hourly(0..<2), hourly(4..<6)] {
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            }
        }
        func between(_ from: Int, _ to: Int) -> String { "\(Moment.hour(from).iso)/\(Moment.hour(to).iso)" }
        return [
            restart(
                "part", "ALLOW-4", "A gap of two hours. One of them is allowed.", exit: 2, tolerated: ["coverage-gap"],
                between(2, 3)),
            restart(
                "in-two-parts", "ALLOW-4, ACCOUNT-6", "A gap of two hours, each of which is allowed.", exit: 0,
                tolerated: ["coverage-gap"], between(2, 3), between(3, 4)),
            restart("wider", "ALLOW-4", "An allowed interval that is longer than the gap.", exit: 0, between(1, 5)),
            restart(
                "joined", "ALLOW-14", "Allowed for the chain and the interval.", exit: 0,
                "111122223333/us-east-1/management@" + between(2, 4)),
            restart(
                "joined-other-chain", "ALLOW-14", "Allowed for the interval of another trail.", exit: 2,
                "*/*/data@" + between(2, 4)),
            restart(
                "joined-other-interval", "ALLOW-14", "Allowed for another interval of the chain.", exit: 2,
                "111122223333/us-east-1/management@" + between(4, 6)),
            chainCase(
                "allow-gap-over-missing-digest", "ALLOW-10, ALLOW-2",
                "A digest is missing in an interval in which gaps are allowed.", exit: 1,
                [Expected(code: "digest-missing", count: 1)], hours: 0..<5, digests: [4, 0, 0, 1],
                logs: [4, 0, 0, 0, 0], options: ["--allow", "coverage-gap"]
            ) { world, digests in
                world.erase([digests[2]])
                world.saveHead(digests[1])
            },
        ]
    }

    private static var files: [ConformanceCase] {
        func forged(_ name: String, _ description: String, exit: Int, _ path: String) -> ConformanceCase {
            chainCase(
                "allow-interval-" + name, "ALLOW-5", description, exit: exit, ["log-unreferenced"],
                logs: [3, 0, 0, 0, 1],
                options: ["--allow", "log-unreferenced=\(Moment.hour(0).iso)/\(Moment.hour(24).iso)"]
            ) { world, _ in world.forge("AWSLogs/111122223333/CloudTrail/us-east-1/" + path) }
        }
        return [
            forged(
                "of-file", "Stamp and day folder lie in the allowed interval.", exit: 0,
                "2026/10/01/" + forgedName("20261001T0120Z")),
            forged(
                "folder-outside", "The stamp lies in the allowed interval, the day folder doesn't.", exit: 2,
                "2026/10/05/" + forgedName("20261001T0120Z")),
            forged(
                "stamp-outside", "The day folder lies in the allowed interval, the stamp doesn't.", exit: 2,
                "2026/10/01/" + forgedName("20200101T0120Z")),
            forged(
                "no-time", "A file without stamp and day folder lies in no interval.", exit: 2, "notes.json.gz"),
        ]
    }

    private static var heads: [ConformanceCase] {
        let unsaved: Expected = "digest-signature-unavailable"
        func trails(_ name: String, _ rule: String, _ description: String, exit: Int, _ allowance: String)
            -> ConformanceCase
        {
            worldCase(
                "allow-heads-" + name, rule, description, exit: exit, [unsaved, unsaved], digests: [4, 2, 0, 0],
                logs: [0, 0, 0, 0, 0], options: ["--allow", "digest-signature-unavailable" + allowance]
            ) { world in
                for name in ["management", "data"] {
                    world.publish(hourly(0..<3, of: trail { $0.name = name }, logs: 0))
                }
            }
        }
        return [
            trails("both", "ALLOW-6", "Two trails, whose newest digests are both allowed.", exit: 0, ""),
            trails("one", "ACCOUNT-6, ALLOW-3", "The same, and one is allowed.", exit: 2, "=*/*/data"),
            chainCase(
                "allow-head-of-another-chain", "ALLOW-6",
                "The only digest of a trail names a verified digest of another trail as its predecessor.", exit: 2,
                [unsaved], digests: [3, 1, 0, 0], options: ["--allow", "digest-signature-unavailable"]
            ) { world, digests in
                world.publish([.unsaved(trail { $0.name = "data" }, 3..<4, after: digests.last)])
            },
        ]
    }
}
