import VirtualTrail

/// Runs that continue from a state file.
enum StateCases {
    /// A state file of version 1, which is still read. It has one chain for each digest. A chain of backfill digests has no
    /// older ones.
    static func state(
        _ digests: [Digest], since: Moment = .hour(0), older: Int, hash: String? = nil, version: Int = 1,
        signature: String? = nil
    ) -> String {
        let chains = digests.map { digest in
            "    {\"bucket\":\"\(digest.bucket)\",\"key\":\"\(digest.key)\",\"sha256\":\""
                + (hash ?? Hashes.hex(Hashes.sha256(digest.content)))
                + "\",\"signature\":\"\(signature ?? digest.signature)\",\"since\":\"\(since.iso)\",\"verifiedThrough\":\""
                + "\(digest.end.iso)\",\"olderDigests\":\(digest.isBackfill ? 0 : older)}"
        }
        let text =
            "{\n  \"trailsealState\": \(version),\n  \"archives\": [\"/srv/elsewhere\"],\n  \"chains\": [\n"
            + chains.joined(separator: ",\n") + "\n  ],\n"
        return text + "  \"sha256\": \"\(Hashes.hex(Hashes.sha256(Array(text.utf8))))\"\n}\n"
    }

    /// A state file as `trailseal` writes it, with one chain of one segment from `first` to `last`. `first` may be
    /// unknown.
    static func second(_ first: Digest?, _ last: Digest, count: Int, version: Int = 2) -> String {
        func member(_ digest: Digest) -> String {
            "{\"bucket\":\"\(digest.bucket)\",\"key\":\"\(digest.key)\",\"sha256\":\""
                + Hashes.hex(Hashes.sha256(digest.content))
                + "\",\"start\":\"\(digest.start.iso)\",\"end\":\"\(digest.end.iso)\",\"signature\":\""
                + digest.signature + "\"}"
        }
        let trail = Trail()
        let text =
            "{\n  \"trailsealState\": \(version),\n  \"archives\": [\"/srv/elsewhere\"],\n  \"fullRunAt\": null,\n"
            + "  \"forgotten\": [],\n  \"chains\": [\n    {\"organizationId\":null,\"accountId\":\"\(trail.account)\","
            + "\"region\":\"\(trail.region)\",\"trail\":\"\(trail.name)\",\"homeRegion\":\"\(trail.home)\","
            + "\"kind\":\"standard\",\"since\":\"\(Moment.hour(0).iso)\",\"verifiedThrough\":\"\(last.end.iso)\","
            + "\"segments\":[{\"digests\":\(count),\"first\":\(first.map(member) ?? "null"),\"last\":\(member(last))}]}\n"
            + "  ],\n"
        return text + "  \"sha256\": \"\(Hashes.hex(Hashes.sha256(Array(text.utf8))))\"\n}\n"
    }

    static func one(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
        digests: [Int]? = nil, logs: [Int]?, options: [String] = [], hours: Int = 3,
        change: (inout Plain) -> Void = { _ in },
        state: ([Digest]) -> String
    ) -> ConformanceCase {
        var plain = Plain(hours: 0..<hours)
        let written = state(plain.digests)
        change(&plain)
        plain.world.setup.append(.init(.write, "state.json", value: written))
        return ConformanceCase(
            name: name, rule: rule, description: description, world: plain.world,
            options: ["--state", "state.json"] + options, exitStatus: exit, verdict: verdict(of: exit),
            findings: findings, digests: digests, logs: logs)
    }

    /// Deletes the hours from `first` on, and saves the signature of the digest before them.
    private static func cut(_ plain: inout Plain, from first: Int) {
        for digest in plain.digests[first...] {
            plain.world.apply(.delete(digest.key))
            for log in digest.logs { plain.world.apply(.delete(log.key)) }
        }
        plain.world.signatures = [:]
        plain.world.saveHead(plain.digests[first - 1])
    }

    /// A second night. Six hours and a backfill digest of the second hour were verified before. The hours of `expired` and
    /// the backfill digest with its log are gone.
    private static func backfill(
        _ name: String, _ description: String, exit: Int, _ findings: [Expected], expired: Range<Int>,
        options: [String] = []
    ) -> ConformanceCase {
        let trail = Trail()
        let digest = Digest(
            trail, from: .hour(1), to: .hour(2), logs: [Log(trail, at: .hour(1) + 60, records: 1, seed: 7)],
            after: nil, signedBy: .first, isBackfill: true)
        return one(
            "state-backfill-" + name, "STATE-5, ACCOUNT-0", description, exit: exit, findings, logs: [0, 0, 0, 0, 0],
            options: options, hours: 6,
            change: { plain in
                for digest in plain.digests[expired] {
                    plain.world.apply(.delete(digest.key))
                    for log in digest.logs { plain.world.apply(.delete(log.key)) }
                }
            },
            state: { state([$0[5], digest], older: 5) })
    }

    private static let backfilled = [
        backfill(
            "expired", "All backfill digests are as old as the hourly ones that expired.", exit: 0,
            ["history-expired", "history-expired"], expired: 0..<2),
        backfill(
            "gone", "A backfill digest is gone, and hourly digests of its time are there.", exit: 1,
            ["history-expired", "history-truncated"], expired: 0..<1),
        backfill(
            "gone-early", "The same, and the retention says that nothing can have expired.", exit: 1,
            ["history-truncated", "history-truncated"], expired: 0..<2,
            options: ["--retention", "30d"]),
    ]

    static var all: [ConformanceCase] {
        let gone = Plain(hours: 0..<5).digest(4)
        return backfilled + [
            one(
                "state-continued", "STATE-4",
                "Two hours were verified before; the digest of the last and what is new is read.",
                exit: 0, logs: [2, 0, 0, 0, 0]
            ) { state([$0[1]], older: 1) },
            one(
                "state-full", "STATE-4", "The same, and everything is read again.", exit: 0, digests: [3, 0, 0, 0],
                logs: [6, 0, 0, 0, 0], options: ["--full"]
            ) { state([$0[1]], older: 1) },
            one(
                "state-history-not-read", "STATE-4, UNSEEN-6",
                "A log that was verified before is gone; only a full run looks.", exit: 0,
                logs: [2, 0, 0, 0, 0], change: { $0.world.apply(.delete($0.log(0))) },
                state: { state([$0[1]], older: 1) }
            ),
            one(
                "state-history-full", "STATE-4", "The same, and everything is read again.", exit: 1, ["log-missing"],
                digests: [3, 0, 0, 0], logs: [5, 0, 0, 1, 0], options: ["--full"],
                change: { $0.world.apply(.delete($0.log(0))) },
                state: { state([$0[1]], older: 1) }
            ),
            one(
                "state-history-grown", "STATE-14",
                "There are more old digests than when they were verified: the chain is read in full.",
                exit: 1, ["log-missing"], digests: [3, 0, 0, 0], logs: [5, 0, 0, 1, 0],
                change: { $0.world.apply(.delete($0.log(0))) },
                state: { state([$0[1]], older: 0) }
            ),
            one(
                "state-window-later", "STATE-4",
                "The window begins after the state: new files before it are read too.",
                exit: 0, digests: [4, 0, 0, 0], logs: [8, 0, 0, 0, 0], options: ["--from", Moment.hour(3).iso], hours: 5
            ) { state([$0[0]], older: 0) },
            one(
                "state-window-later-altered", "STATE-4", "The same, and a log between the two was changed.", exit: 1,
                ["log-hash-mismatch"], digests: [4, 0, 0, 0], logs: [7, 0, 1, 0, 0],
                options: ["--from", Moment.hour(3).iso], hours: 5,
                change: { $0.world.apply(.edit($0.log(1), replacing: "GetObject", with: "PutObject")) },
                state: { state([$0[0]], older: 0) }
            ),
            one(
                "state-no-news", "STATE-4",
                "The newest digest is that of the state; its signature is there and not in the copy.",
                exit: 0, logs: [0, 0, 0, 0, 0], change: { $0.world.signatures = [:] },
                state: { state([$0[2]], older: 2) }
            ),
            one(
                "state-window-older-digest", "STATE-14, STATE-4",
                "A genuine older digest was added. The window still begins at the state, where a digest was replaced.",
                exit: 1, ["digest-relocated", "coverage-gap", "log-unreferenced", "log-unreferenced"],
                logs: nil, options: ["--from", Moment.hour(4).iso], hours: 5,
                change: { plain in
                    let older = Digest(
                        plain.trail, from: .hour(-1), to: .hour(0), logs: [], after: nil, signedBy: .first)
                    plain.world.publish([older])
                    plain.world.saveHead(older)
                    plain.world.apply(.copy(plain.digest(2), to: plain.digest(3)))
                },
                state: { state([$0[2]], older: 2) }
            ),
            one(
                "state-signature-of-another", "STATE-1, DIGEST-8",
                "The state holds another digest's signature. That speaks against the state, not the digest.",
                exit: 0, logs: [4, 0, 0, 0, 0], hours: 5,
                state: { state([$0[2]], older: 2, signature: $0[1].signature) }
            ),
            one(
                "state-unreferenced", "FILE-5", "A log of a new hour that no digest lists.", exit: 2,
                ["log-unreferenced"], logs: [2, 0, 0, 0, 1],
                change: { $0.world.publish([Log($0.trail, at: .hour(2) + 600, records: 1, seed: 9)]) },
                state: { state([$0[1]], older: 1) }
            ),
            one(
                "state-hole", "TIME-7", "The digest behind that of the state is missing.", exit: 1,
                [Expected(code: "digest-missing", count: 1), "log-unreferenced", "log-unreferenced"],
                logs: [2, 0, 0, 0, 2], hours: 4,
                change: { $0.world.apply(.delete($0.digest(2))) },
                state: { state([$0[1]], older: 1) }
            ),
            one(
                "history-truncated", "STATE-5", "Two hours that were verified before are gone.", exit: 1,
                [
                    Expected(
                        code: "history-truncated", key: gone, from: Moment.hour(3).iso,
                        to: Moment.hour(5).iso)
                ],
                logs: nil, hours: 5, change: { cut(&$0, from: 3) },
                state: { state([$0[4]], older: 4) }
            ),
            one(
                "history-truncated-region", "STATE-5", "A whole region that was verified before is gone.", exit: 1,
                ["history-truncated"], logs: [0, 0, 0, 0, 0]
            ) { digests in
                var trail = Trail()
                trail.region = "eu-west-1"
                return state([digests[2], World.hourly(trail, 0..<3)[2]], older: 2)
            },
            one(
                "history-rewritten", "STATE-6", "A digest that was verified before had another hash then.", exit: 1,
                ["history-rewritten"], logs: nil
            ) { state([$0[1]], older: 1, hash: String(repeating: "a", count: 64)) },
            one(
                "state-segments", "STATE-4", "The state file names the segment's first digest and its last.", exit: 0,
                logs: nil
            ) { second($0[0], $0[1], count: 2) },
            one(
                "history-truncated-segment", "STATE-5", "Two hours of the segment that the state names are gone.",
                exit: 1,
                [
                    Expected(
                        code: "history-truncated", key: gone, from: Moment.hour(3).iso,
                        to: Moment.hour(5).iso)
                ],
                logs: nil, hours: 5, change: { cut(&$0, from: 3) }, state: { second($0[0], $0[4], count: 5) }
            ),
            one(
                "state-full-gap", "STATE-3",
                "All that was verified before is gone, and the hour behind it. A full run asks for that hour too.",
                exit: 2,
                [
                    Expected(code: "coverage-gap", from: Moment.hour(2).iso, to: Moment.hour(3).iso), "history-begins",
                    "history-expired",
                ],
                logs: [4, 0, 0, 0, 0], options: ["--full"], hours: 5,
                change: { plain in plain.world.erase(plain.digests[..<3]) }, state: { second($0[0], $0[1], count: 2) }
            ),
            one(
                "state-beginning-replaced", "STATE-7",
                "An empty file lies in the place of the first digest that was verified before, outside the window.",
                exit: 1, ["history-truncated", "log-unreferenced", "log-unreferenced"], logs: [2, 0, 0, 0, 2],
                options: window(4, 5), hours: 5,
                change: { $0.world.apply(.replace($0.digest(0), with: [])) }, state: { second($0[0], $0[3], count: 4) }
            ),
            one(
                "state-middle-edited", "STATE-7",
                "A digest between the first and the last that were verified before was changed.", exit: 1,
                [
                    "history-truncated", "digest-hash-mismatch", "digest-signature-invalid", "log-unreferenced",
                    "log-unreferenced",
                ],
                logs: [2, 0, 0, 0, 2], hours: 5,
                change: { $0.world.apply(.edit($0.digest(1), replacing: "newestEventTime", with: "newestEventTimf")) },
                state: { second($0[0], $0[3], count: 4) }
            ),
            refused("state-newer", "STATE-2", "The state file is of a newer version.") {
                second($0[0], $0[1], count: 2, version: 3)
            },
            refused("state-senseless", "STATE-2", "A segment of one digest names two.") {
                second($0[0], $0[1], count: 1)
            },
            refused("state-cut", "STATE-2", "The state file was cut.") {
                String(state([$0[1]], older: 1).dropLast(40))
            },
            refused("state-edited", "STATE-2", "A character of the state file was changed.") {
                state([$0[1]], older: 1).replacing("\"olderDigests\":1", with: "\"olderDigests\":9")
            },
            refused("state-of-another-archive", "STATE-13", "The copy holds no chain that the state knows.") { _ in
                var trail = Trail()
                trail.account = "444455556666"
                return state([World.hourly(trail, 0..<1)[0]], older: 0)
            },
        ]
    }

    private static func refused(
        _ name: String, _ rule: String, _ description: String, state: ([Digest]) -> String
    ) -> ConformanceCase {
        one(name, rule, description, exit: 65, digests: [0, 0, 0, 0], logs: [0, 0, 0, 0, 0], state: state)
    }
}
