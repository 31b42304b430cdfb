import VirtualTrail

/// Logs that weren't copied, according to the user (SCOPE-8, SCOPE-9).
enum NotCopiedCases {
    private static func copied(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
        logs: Counted, digests: Counted = .whole, options: [String],
        _ change: @escaping (inout World, [Digest]) -> Void
    ) -> ConformanceCase {
        chainCase(
            "not-copied-" + name, rule, description, exit: exit, findings, digests: digests, logs: logs,
            options: options, change)
    }

    private static func removeLogs(_ digests: some Sequence<Digest>, _ world: inout World) {
        for log in digests.flatMap(\.logs) { world.tree[log.key] = nil }
    }

    private static func from(_ hour: Int) -> [String] { ["--logs-from", Moment.hour(hour).iso] }

    static var all: [ConformanceCase] {
        let only = ["--digests-only"]
        return [
            copied(
                "before", "SCOPE-8", "The logs of the first hour expired, and the user says so.", exit: 0,
                logs: [2, 0, 0, 0, 0], options: from(1)
            ) { world, digests in removeLogs(digests.prefix(1), &world) },
            copied(
                "before-altered", "SCOPE-8", "A log of that time is there, and was changed.", exit: 1,
                ["log-hash-mismatch"], logs: [2, 0, 1, 0, 0], options: from(1)
            ) { world, digests in
                world.apply(.edit(digests[0].logs[0].key, replacing: "GetObject", with: "PutObject"))
            },
            copied(
                "behind", "SCOPE-8", "A log behind that time was removed.", exit: 1, ["log-missing"],
                logs: [1, 0, 0, 1, 0], options: from(1)
            ) { world, digests in
                removeLogs(digests.prefix(1), &world)
                world.tree[digests[1].logs[0].key] = nil
            },
            copied(
                "none", "SCOPE-9", "Only digests were asked for.", exit: 0, logs: [0, 0, 0, 0, 0], options: only
            ) { world, digests in removeLogs(digests, &world) },
            copied(
                "none-altered", "SCOPE-9", "Only digests were asked for, and a changed log is there.", exit: 1,
                ["log-hash-mismatch"], logs: [0, 0, 1, 0, 0], options: only
            ) { world, digests in
                world.apply(.edit(digests[1].logs[0].key, replacing: "GetObject", with: "PutObject"))
                let kept = world.tree[digests[1].logs[0].key]
                removeLogs(digests, &world)
                world.tree[digests[1].logs[0].key] = kept
            },
            copied(
                "none-unreferenced", "SCOPE-9", "Only digests were asked for, and a log that none lists is there.",
                exit: 2, ["log-unreferenced"], logs: [0, 0, 0, 0, 1], options: only
            ) { world, digests in
                removeLogs(digests, &world)
                world.forge(logFolder + forgedName("20261001T0030Z"))
            },
            unstamped("unstamped-before", "The digest that lists it ends before.", exit: 0, hour: 2, missing: 0),
            unstamped("unstamped-behind", "The digest that lists it ends later.", exit: 1, hour: 1, missing: 1),
        ]
    }

    /// An absent log whose name has no stamp.
    private static func unstamped(
        _ name: String, _ description: String, exit: Int, hour: Int, missing: Int
    ) -> ConformanceCase {
        worldCase(
            "not-copied-" + name, "SCOPE-8", "The name of an absent log holds no time. " + description, exit: exit,
            exit == 0 ? [] : ["log-missing"], digests: [1, 0, 0, 0], logs: [1, 0, 0, missing, 0],
            options: from(hour)
        ) { world in
            var logs = World.hourly(Trail(), 0..<1)[0].logs
            logs[0].key = logFolder + "renamed.json.gz"
            let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: logs, after: nil, signedBy: .first)
            world.publish([digest])
            world.saveHead(digest)
            world.tree[logs[0].key] = nil
        }
    }
}
