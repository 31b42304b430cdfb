import VirtualTrail

/// Cases with something unproved in the place of a verified digest. It covers no time, it doesn't count as an older
/// digest, and it doesn't hide that a digest is gone.
enum StandInCases {
    static var all: [ConformanceCase] { tails + heads + older + backfill + obstacles }

    private static func name(_ end: Int) -> String { Trail().digestKey(.hour(end), isBackfill: false) }

    /// Time isn't covered, although the name or content of an unproved file claims it.
    private static var tails: [ConformanceCase] {
        [
            chainCase(
                "tail-behind-name", "TIME-5, ACCOUNT-2, VERDICT-5",
                "The last hours are gone; an empty file has the name of a digest after the window.", exit: 2,
                [gap(3, 6)], options: window(0, 6)
            ) { world, _ in world.tree[name(7)] = [] },
            chainCase(
                "tail-behind-name-in-window", "TIME-4, TIME-5",
                "The last hours are gone; an empty file has the name of the window's last digest.", exit: 1,
                ["digest-malformed", gap(3, 5)], digests: [3, 0, 1, 0], options: window(0, 6)
            ) { world, _ in world.tree[name(6)] = [] },
            chainCase(
                "tail-behind-replayed-digest", "TIME-4, TIME-5",
                "The last hours are gone; a genuine digest of before has the name of the window's last one.", exit: 1,
                ["digest-relocated", gap(3, 5)], digests: [3, 0, 1, 0], options: window(0, 6)
            ) { world, digests in world.apply(.copy(digests[0].key, to: name(6))) },
            worldCase(
                "restart-behind-unproved-digest", "TIME-1, TIME-4",
                "Validation was off for two hours; a digest that nothing proves claims them and accounts for one.",
                exit: 2, ["digest-signature-unavailable", gap(2, 3)], digests: [4, 1, 0, 0], logs: [4, 0, 0, 0, 0]
            ) { world in
                for digests in [hourly(0..<2), hourly(4..<6)] {
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
                world.publish([.unsaved(Trail(), 2..<4)])
            },
        ]
    }

    /// The newest digest is unproved, and declares a longer interval than the hour before its end.
    private static var heads: [ConformanceCase] {
        let unsaved: Expected = "digest-signature-unavailable"
        func long(_ name: String, _ rule: String, _ description: String, _ options: [String]) -> ConformanceCase {
            chainCase(
                name, rule, description, exit: 2, [unsaved, gap(3, 5)], digests: [3, 1, 0, 0],
                options: window(0, 6) + options
            ) { world, digests in world.publish([.unsaved(Trail(), 3..<6, after: digests.last)]) }
        }
        func allowed(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected],
            logs: Counted, _ listed: Log
        ) -> ConformanceCase {
            chainCase(
                "allowed-head-lists-" + name, rule, description, exit: exit, [unsaved] + findings,
                digests: [3, 1, 0, 0], logs: logs,
                options: window(0, 4) + ["--allow", "digest-signature-unavailable"]
            ) { world, digests in
                world.publish([.unsaved(Trail(), 3..<4, logs: [listed], after: digests.last)])
            }
        }
        var elsewhere = Log(Trail(), at: .hour(3) + 600, records: 1, seed: 77)
        elsewhere.key = elsewhere.key.replacing("2026/10/01/", with: "2026/10/05/")
        return [
            long(
                "unproved-head-declares-hours", "TIME-4",
                "A newest digest that nothing proves declares three hours and accounts for the last.", []),
            long(
                "allowed-head-declares-hours", "ALLOW-7, TIME-4", "The same, and its lack of proof is allowed.",
                ["--allow", "digest-signature-unavailable"]),
            chainCase(
                "allowed-unknown-key-declares-hours", "ALLOW-6, TIME-4",
                "A forged starting digest of a key that nobody knows declares five hours and accounts for one.",
                exit: 2, ["digest-key-unknown", gap(1, 5)], hours: 0..<1, digests: [1, 1, 0, 0],
                options: window(0, 6) + ["--allow", "digest-key-unknown"]
            ) { world, _ in world.publish([.forged(Trail(), 1..<6)]) },
            chainCase(
                "allowed-unknown-keys", "ALLOW-6, TIME-4",
                "Three hours are gone; a forged digest stands for each. None follows a verified one as the newest.",
                exit: 2, Array(repeating: "digest-key-unknown", count: 3), digests: [3, 3, 0, 0],
                options: window(0, 6) + ["--allow", "digest-key-unknown"]
            ) { world, digests in
                world.publish(World.hourly(Trail(), 3..<6, logs: 0, after: digests.last, signedBy: .forger))
            },
            allowed(
                "near", "ALLOW-8", "An allowed newest digest lists a log of its hour.", exit: 0,
                [Expected(code: "log-digest-unverified", count: 1)], logs: [3, 1, 0, 0, 0],
                Log(Trail(), at: .hour(3) + 600, records: 1, seed: 77)),
            allowed(
                "old", "ALLOW-8", "An allowed newest digest lists a forged log of three hours before.", exit: 2,
                ["log-unreferenced"], logs: [3, 0, 0, 0, 1],
                Log(Trail(), at: .hour(0) + 1_500, records: 1, seed: 77)),
            allowed(
                "elsewhere", "ALLOW-8",
                "An allowed newest digest lists a log stamped in its hour that lies in another day's folder.",
                exit: 2, ["log-unreferenced"], logs: [3, 0, 0, 0, 1], elsewhere),
        ]
    }

    /// The copy begins in the middle of a chain. Some files have the names of older digests but aren't verified. So
    /// nothing shows that a digest between is missing.
    private static var older: [ConformanceCase] {
        let old = name(-17_544)
        func copy(
            _ name: String, _ description: String, exit: Int, _ finding: Expected, digests: Counted,
            _ plant: @escaping (inout World, [Digest]) -> Void
        ) -> ConformanceCase {
            chainCase(
                "older-name-" + name, "TIME-5", description, exit: exit, [finding, "history-begins"], hours: 0..<5,
                digests: digests, logs: [3, 0, 0, 0, 0]
            ) { world, digests in
                world.erase(digests[..<2])
                plant(&world, digests)
            }
        }
        return [
            copy(
                "empty", "An empty file has the name of a digest of two years before.", exit: 1, "digest-malformed",
                digests: [3, 0, 1, 0]
            ) { world, _ in world.tree[old] = [] },
            copy(
                "junk", "A file of junk has the name of a digest of two years before.", exit: 1, "digest-malformed",
                digests: [3, 0, 1, 0]
            ) { world, _ in world.tree[old] = GzipWriter.member(Array("junk".utf8)) },
            copy(
                "replayed", "A genuine digest has the name of one of two years before.", exit: 1, "digest-relocated",
                digests: [3, 0, 1, 0]
            ) { world, digests in world.apply(.copy(digests[3].key, to: old)) },
            copy(
                "link", "A link has the name of a digest of two years before.", exit: 2, "file-unreadable",
                digests: [3, 0, 0, 0]
            ) { world, _ in world.setup = [.init(.symlink, "tree/" + old, value: "nowhere")] },
        ]
    }

    private static var backfill: [ConformanceCase] {
        func linked(
            _ name: String, _ description: String, exit: Int, _ finding: Expected, hours: Range<Int>, from hour: Int
        ) -> ConformanceCase {
            worldCase(
                "backfill-" + name, "TIME-9", description, exit: exit, [finding], digests: nil,
                logs: [hours.count + 1, 0, 0, 0, 0]
            ) { world in
                let digests = hourly(hours)
                let late = Log(Trail(), at: .hour(hour) + 2_400, records: 1, seed: 7)
                let last = Digest(
                    Trail(), from: .hour(hour), to: .hour(hour + 1), logs: [late], after: erased, signedBy: .first,
                    isBackfill: true)
                world.publish(digests + [last])
                world.saveHead(digests.last)
                world.saveHead(last, generated: .hour(30))
            }
        }
        return [
            linked(
                "oldest-erased", "The oldest backfill digest was erased; the copy covers its hour.", exit: 1,
                Expected(
                    code: "digest-missing", key: erased.key, count: 2, from: Moment.hour(1).iso,
                    to: Moment.hour(3).iso),
                hours: 0..<6, from: 3),
            linked(
                "oldest-before-copy", "The oldest backfill digest is of an hour before the copy begins.", exit: 0,
                "history-begins", hours: 4..<8, from: 5),
        ]
    }

    /// The backfill digest that isn't in the archive.
    private static var erased: Digest {
        let late = Log(Trail(), at: .hour(1) + 2_400, records: 1, seed: 7)
        return Digest(
            Trail(), from: .hour(1), to: .hour(2), logs: [late], after: nil, signedBy: .first, isBackfill: true)
    }

    /// A digest and its log were deleted, and something that isn't a file is in the digest's place.
    private static var obstacles: [ConformanceCase] {
        func erased(
            _ name: String, _ description: String, _ action: World.Setup.Action, _ more: [Expected] = [],
            options: [String] = []
        ) -> ConformanceCase {
            chainCase(
                "erased-digest-" + name, "TIME-27" + (options.isEmpty ? "" : ", ALLOW-9"), description, exit: 1,
                [
                    Expected(
                        code: "digest-missing", count: 1, from: Moment.hour(3).iso, to: Moment.hour(4).iso)
                ] + more,
                hours: 0..<6, digests: [5, 0, 0, 1], logs: [5, 0, 0, 0, 0], options: window(0, 6) + options
            ) { world, digests in
                world.erase([digests[3]])
                world.saveHead(digests[2])
                let value = action == .symlink ? "nowhere" : nil
                world.setup = [.init(action, "tree/" + digests[3].key, value: value)]
            }
        }
        return [
            erased("link", "A link stands in the place of an erased digest.", .symlink, ["file-unreadable"]),
            erased("fifo", "A FIFO stands in the place of an erased digest.", .fifo, ["file-unreadable"]),
            erased("folder", "A folder stands in the place of an erased digest.", .mkdir),
            erased(
                "link-allowed", "The same link, and what can't be read is allowed.", .symlink, ["file-unreadable"],
                options: ["--allow", "file-unreadable"]),
        ]
    }
}
