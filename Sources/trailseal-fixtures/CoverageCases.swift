import VirtualTrail

/// Time without digests: missing predecessors and coverage gaps.
enum CoverageCases {
    /// A case with five hours, so that hours can be missing on both sides.
    private static func five(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected], digests: [Int],
        logs: [Int], options: [String] = [], _ change: (inout Plain) -> Void
    ) -> ConformanceCase {
        plainCase(
            name, rule, description, exit: exit, findings, digests: digests, logs: logs, options: options, hours: 0..<5,
            change)
    }

    private static func drop(_ plain: inout Plain, _ hours: [Int], logsToo: Bool = true) {
        for hour in hours {
            plain.world.tree[plain.digest(hour)] = nil
            if logsToo { for log in plain.digests[hour].logs { plain.world.tree[log.key] = nil } }
        }
    }

    static var all: [ConformanceCase] { holes + gaps + windows + regions }

    private static var holes: [ConformanceCase] {
        [
            five(
                "digest-missing-older-unproved", "TIME-7, TIME-21",
                "A digest in mid chain was deleted. Nothing proves the older one now, so the copy may begin after it.",
                exit: 2, ["history-begins"] + orphanedPredecessor, digests: [3, 1, 0, 0], logs: [6, 2, 0, 0, 0]
            ) { drop(&$0, [1]) },
            five(
                "digest-missing", "TIME-7",
                "A digest in mid chain was deleted with its logs; its predecessor's signature was saved.", exit: 1,
                [
                    Expected(
                        code: "digest-missing", key: Plain().digest(1), count: 1, from: "2026-10-01T01:00:00Z",
                        to: "2026-10-01T02:00:00Z")
                ],
                digests: [4, 0, 0, 1], logs: [8, 0, 0, 0, 0]
            ) {
                drop(&$0, [1])
                $0.world.saveHead($0.digests[0])
            },
            five(
                "digest-missing-two", "TIME-10", "Two neighbours were deleted: one hole of two hours.", exit: 1,
                [Expected(code: "digest-missing", count: 2, from: "2026-10-01T01:00:00Z", to: "2026-10-01T03:00:00Z")],
                digests: [3, 0, 0, 2], logs: [6, 0, 0, 0, 0]
            ) {
                drop(&$0, [1, 2])
                $0.world.saveHead($0.digests[0])
            },
            five(
                "digest-missing-two-holes", "TIME-10", "Two holes are two findings.", exit: 1,
                ["digest-missing", "digest-missing"],
                digests: [3, 0, 0, 2], logs: [6, 0, 0, 0, 0]
            ) {
                drop(&$0, [1, 3])
                $0.world.saveHead($0.digests[0])
                $0.world.saveHead($0.digests[2])
            },
            five(
                "digest-missing-two-holes-unproven", "TIME-6, TIME-15, VERDICT-4",
                "Two holes; what stands between them has lost its proof, so one hole is only a gap.", exit: 1,
                [
                    Expected(
                        code: "digest-missing", count: 1, from: "2026-10-01T03:00:00Z", to: "2026-10-01T04:00:00Z"),
                    gap(1, 2),
                ] + orphanedPredecessor + orphanedPredecessor,
                digests: [1, 2, 0, 1], logs: [2, 4, 0, 0, 0], options: window(0, 5)
            ) { drop(&$0, [1, 3]) },
            five(
                "digest-missing-window", "TIME-6",
                "The oldest digests were deleted; the window asks for them.", exit: 1,
                [Expected(code: "digest-missing", count: 1)], digests: [4, 0, 0, 1], logs: [8, 0, 0, 0, 0],
                options: ["--from", "2026-10-01T00:00:00Z"]
            ) { drop(&$0, [0]) },
            five(
                "digest-missing-unreferenced-logs", "TIME-8",
                "The oldest digest was deleted, its logs are there.", exit: 1,
                ["digest-missing", "log-unreferenced", "log-unreferenced"], digests: [4, 0, 0, 1],
                logs: [8, 0, 0, 0, 2]
            ) {
                drop(&$0, [0], logsToo: false)
            },
            five(
                "history-begins", "TIME-21", "The copy begins in mid chain.", exit: 0,
                ["history-begins"],
                digests: [3, 0, 0, 0], logs: [6, 0, 0, 0, 0]
            ) { drop(&$0, [0, 1]) },
            five(
                "digest-missing-under-unverified", "TIME-15",
                "The digest after the hole is not verified.", exit: 2,
                [gap(3, 4), "digest-signature-unavailable", "log-digest-unverified"], digests: [3, 1, 0, 0],
                logs: [6, 2, 0, 0, 0], options: window(0, 5)
            ) {
                drop(&$0, [3])
                $0.world.signatures = [:]
                $0.world.saveHead($0.digests[2])
            },
            five(
                "history-begins-unverified", "TIME-21",
                "The only digest is not verified: nothing is said of its predecessor.",
                exit: 2, ["digest-signature-unavailable", "log-digest-unverified"], digests: [0, 1, 0, 0],
                logs: [0, 2, 0, 0, 0]
            ) {
                drop(&$0, [0, 1, 2, 3])
                $0.world.signatures = [:]
            },
            five(
                "tail-deleted", "UNSEEN-3", "The newest digests are gone with their logs, no window: not visible.",
                exit: 0, [],
                digests: [3, 0, 0, 0], logs: [6, 0, 0, 0, 0]
            ) {
                drop(&$0, [3, 4])
                $0.world.signatures = [:]
                $0.world.saveHead($0.digests[2])
            },
        ]
    }

    private static var gaps: [ConformanceCase] {
        [
            worldCase(
                "coverage-gap-restart", "TIME-12, CHAIN-5", "Validation was off for two hours and was turned on again.",
                exit: 2,
                [Expected(code: "coverage-gap", from: "2026-10-01T02:00:00Z", to: "2026-10-01T04:00:00Z")],
                digests: [4, 0, 0, 0],
                logs: [8, 0, 0, 0, 0]
            ) { world in
                let early = World.hourly(Trail(), 0..<2)
                let late = World.hourly(Trail(), 4..<6)
                world.publish(early + late)
                world.saveHead(early.last)
                world.saveHead(late.last)
            },
            worldCase(
                "coverage-gap-restart-allowed", "ALLOW-10", "The same, allowed for its interval.", exit: 0,
                ["coverage-gap"],
                digests: [4, 0, 0, 0], logs: [8, 0, 0, 0, 0],
                options: ["--allow", "coverage-gap=2026-10-01T02:00:00Z/2026-10-01T04:00:00Z"]
            ) { world in
                let early = World.hourly(Trail(), 0..<2)
                let late = World.hourly(Trail(), 4..<6)
                world.publish(early + late)
                world.saveHead(early.last)
                world.saveHead(late.last)
            },
            worldCase(
                "coverage-gap-other-bucket", "TIME-14",
                "The missing predecessor lies in a bucket that was not given.",
                exit: 2, [Expected(code: "coverage-gap", from: "2026-10-01T01:00:00Z", to: "2026-10-01T02:00:00Z")],
                digests: [2, 0, 0, 0], logs: [4, 0, 0, 0, 0]
            ) { world in
                var moved = Trail()
                moved.bucket = "other-logs"
                var digests = World.hourly(Trail(), 0..<1)
                digests += World.hourly(moved, 1..<2, after: digests.last)
                let last = World.hourly(Trail(), 2..<3, after: digests.last)
                world.publish([digests[0]] + last)
                world.saveHead(digests[0])
                world.saveHead(last[0])
            },
        ]
    }

    private static var windows: [ConformanceCase] {
        [
            plainCase(
                "window-covered", "TIME-2, SCOPE-1", "A window that the chain covers.", exit: 0,
                options: window(0, 3)),
            plainCase(
                "window-ends-after", "TIME-13", "The window ends after the chain.", exit: 2,
                [Expected(code: "coverage-gap", from: "2026-10-01T03:00:00Z", to: "2026-10-01T05:00:00Z")],
                options: ["--to", "2026-10-01T05:00:00Z"]),
            plainCase(
                "window-begins-before", "TIME-13", "The window begins before a starting digest.",
                exit: 2,
                [Expected(code: "coverage-gap", from: "2026-09-30T22:00:00Z", to: "2026-10-01T00:00:00Z")],
                options: ["--from", "2026-09-30T22:00:00Z"]),
            plainCase(
                "window-elsewhere", "TIME-3",
                "A window long after the archive: the chain has to cover it.", exit: 2,
                ["coverage-gap"], digests: [0, 0, 0, 0], logs: [0, 0, 0, 0, 0],
                options: ["--from", "2026-11-01T00:00:00Z", "--to", "2026-11-02T00:00:00Z"]),
            plainCase(
                "window-damage-of-its-day", "LOG-17",
                "The edited log is outside the window and lies in a day folder of the window: it is a file in scope.",
                exit: 1, [Expected(code: "log-hash-mismatch", key: Plain().log(0))], digests: [1, 0, 0, 0], logs: nil,
                options: ["--from", "2026-10-01T02:00:00Z"]
            ) {
                $0.world.apply(.edit($0.log(0), replacing: "GetObject", with: "PutObject"))
            },
            worldCase(
                "window-excludes-damage", "SCOPE-4, SCOPE-5",
                "The edited log, its day folder and the digest that lists it are outside the window.", exit: 0,
                digests: [2, 0, 0, 0], logs: [2, 0, 0, 0, 0], options: ["--from", Moment.hour(72).iso]
            ) { world in
                // One digest a day, so that a few files cover several days.
                let digests = (0..<5).reduce(into: [Digest]()) { digests, day in
                    let log = Log(Trail(), at: .hour(24 * day) + 300, records: 1, seed: 1)
                    digests.append(
                        Digest(
                            Trail(), from: .hour(24 * day), to: .hour(24 * day + 24), logs: [log], after: digests.last,
                            signedBy: .first))
                }
                world.publish(digests)
                world.saveHead(digests.last)
                world.apply(.edit(digests[0].logs[0].key, replacing: "GetObject", with: "PutObject"))
            },
        ]
    }

    private static var regions: [ConformanceCase] {
        func two(_ west: Range<Int>, of all: Range<Int>, _ world: inout World) {
            var other = Trail()
            other.region = "us-west-2"
            let digests = World.hourly(Trail(), 0..<10, logs: 0)
            let others = World.hourly(other, all, logs: 0)
            let kept = others.filter { $0.start >= .hour(west.lowerBound) && $0.end < .hour(west.upperBound) + 1 }
            world.publish(digests + kept)
            world.saveHead(digests.last)
            world.saveHead(kept.last)
        }
        return [
            worldCase(
                "coverage-gap-sibling-begins", "TIME-16",
                "One region's digests of the first eight hours are gone.",
                exit: 2, [Expected(code: "coverage-gap", from: "2026-10-01T00:00:00Z", to: "2026-10-01T08:00:00Z")],
                digests: [12, 0, 0, 0], logs: [0, 0, 0, 0, 0]
            ) { two(8..<10, of: 0..<10, &$0) },
            worldCase(
                "coverage-gap-sibling-ends", "TIME-16",
                "One region's digests of the last eight hours are gone.", exit: 2,
                [Expected(code: "coverage-gap", from: "2026-10-01T02:00:00Z", to: "2026-10-01T10:00:00Z")],
                digests: [12, 0, 0, 0],
                logs: [0, 0, 0, 0, 0]
            ) { two(0..<2, of: 0..<10, &$0) },
            worldCase(
                "sibling-within-tolerance", "TIME-16, TIME-22, UNSEEN-2",
                "Ends that differ by six hours aren't a gap: a note says so.", exit: 0, ["chain-ends-early"],
                digests: [14, 0, 0, 0], logs: [0, 0, 0, 0, 0]
            ) { two(0..<4, of: 0..<10, &$0) },
        ]
    }
}
