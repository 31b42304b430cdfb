import VirtualTrail

/// Unsigned files planted beside genuine ones, to keep a listed log from being judged.
enum PlantedCases {
    static var all: [ConformanceCase] { judged + strangers + links + filters }

    private static func edit(_ world: inout World, _ path: String) {
        world.apply(.edit(path, replacing: "GetObject", with: "PutObject"))
    }

    /// Plants forged digests of the forger's bucket, outside the scope, that list the logs. Empty copies of the logs
    /// lie beside them, once below a copy of a genuine digest.
    private static func plant(_ world: inout World, _ digests: [Digest], _ logs: [Log], _ hour: Int) {
        let evil = trail { $0.bucket = "evil" }
        let claims = logs.map { log in
            var claim = log
            claim.bucket = evil.bucket
            return claim
        }
        for (folder, listed) in [("0/", claims), ("1/", [])] {
            let forged = Digest(
                evil, from: .hour(hour), to: .hour(hour + 1), logs: listed, after: nil, signedBy: .forger)
            world.tree[folder + forged.key] = GzipWriter.member(forged.content)
            for log in logs { world.tree[folder + log.key] = [] }
        }
        world.tree["1/" + digests[0].key] = GzipWriter.member(digests[0].content)
    }

    private static var judged: [ConformanceCase] {
        func planted(
            _ name: String, _ rule: String, _ description: String, _ findings: [Expected], logs: Counted,
            options: [String] = window(0, 3), hour: Int = -50_000, only index: Int? = nil,
            _ damage: @escaping (inout World, String) -> Void
        ) -> ConformanceCase {
            chainCase(
                "planted-" + name, rule, description + " Forged digests and empty copies are planted beside.", exit: 1,
                findings, logs: logs, options: options
            ) { world, digests in
                let all = digests.flatMap(\.logs)
                let hit = index.map { [all[$0]] } ?? all
                plant(&world, digests, hit, hour)
                for log in hit { damage(&world, log.key) }
            }
        }
        let three: [Expected] = Array(repeating: "log-hash-mismatch", count: 3)
        let empty: [Expected] = Array(repeating: "log-malformed", count: 3)
        return [
            planted(
                "log-deleted", "LOG-1, ACCOUNT-3", "One log was deleted.", ["log-malformed"], logs: [2, 0, 1, 0, 0],
                only: 1
            ) { $0.apply(.delete($1)) },
            planted(
                "logs-deleted-account", "LOG-1, PLACE-6", "All logs were deleted, and the run asks for this account.",
                empty, logs: [0, 0, 3, 0, 0],
                options: window(0, 3) + ["--account", "111122223333", "--region", "us-east-1"]
            ) { $0.apply(.delete($1)) },
            planted(
                "log-edited", "LOG-1, LOG-16", "One log was edited.", ["log-hash-mismatch", "log-malformed"],
                logs: [2, 0, 1, 0, 0], only: 1, edit),
            planted(
                "logs-edited", "LOG-1, LOG-16", "All logs were edited.", three + empty, logs: [0, 0, 3, 0, 0], edit),
            planted(
                "logs-edited-nightly", "LOG-1, STATE-9", "All logs were edited; the forged digests lie after --to.",
                three + empty, logs: [0, 0, 3, 0, 0],
                options: ["--to", Moment.hour(3).iso, "--state", "state.json"], hour: 50, edit),
            chainCase(
                "planted-unproved-digest", "ACCOUNT-1, DIGEST-14",
                "A digest of a covered hour lies in a folder of its own, and nothing proves it.", exit: 2,
                ["digest-signature-unavailable"], digests: [3, 1, 0, 0]
            ) { world, _ in
                let other = Digest.unsaved(trail { $0.bucket = "other-logs" }, 1..<2)
                world.tree["other-logs/" + other.key] = GzipWriter.member(other.content)
            },
            chainCase(
                "planted-digest-of-the-folder", "PLACE-6, LOG-1",
                "An unproved digest says that the folder is its bucket's; a log there was deleted.", exit: 1,
                ["digest-key-unknown", "log-missing"], digests: [3, 1, 0, 0], logs: [2, 0, 0, 1, 0]
            ) { world, digests in
                let evil = trail { $0.bucket = "evil" }
                world.tree[Digest.forged(evil, 3..<4).key] = GzipWriter.member(Digest.forged(evil, 3..<4).content)
                world.apply(.delete(digests[1].logs[0].key))
            },
        ]
    }

    private static var strangers: [ConformanceCase] {
        let other = trail { $0.account = "999999999999" }
        return [
            chainCase(
                "planted-foreign-digests", "FILE-5, PLACE-13",
                "Genuine digests of another account list files that lie in this account's folder: nothing proves them.",
                exit: 2, Array(repeating: "log-unreferenced", count: 3), logs: [3, 0, 0, 0, 3],
                options: window(0, 3) + ["--account", "111122223333", "--region", "us-east-1"]
            ) { world, _ in
                let digests = hourly(0..<3, of: trail { ($0.account, $0.bucket) = (other.account, "attacker") })
                for digest in digests {
                    world.tree[digest.key] = GzipWriter.member(digest.content)
                    world.tree[digest.key + ".json"] = Array(World.head(digest).utf8)
                    for log in digest.logs {
                        let name = log.key.split(separator: "/").last ?? ""
                        world.tree[logFolder + name] = GzipWriter.member(log.content)
                    }
                }
            },
            chainCase(
                "planted-in-nested-account", "PLACE-13, PLACE-14, ACCOUNT-4",
                "Two forged logs and a link lie in subfolders that look like another account and Region.", exit: 2,
                ["log-unreferenced", "log-unreferenced", "file-unreadable"], logs: [3, 0, 0, 0, 2],
                options: window(0, 3) + ["--account", "111122223333", "--region", "us-east-1"]
            ) { world, _ in
                world.forge(logFolder + "999999999999/CloudTrail/" + forgedName("20261001T0120Z"))
                world.forge(logFolder + "CloudTrail/eu-north-9/" + forgedName("20261001T0220Z"))
                world.setup = [
                    .init(
                        .symlink, "tree/" + logFolder + "999999999999/CloudTrail/x_20261001T0100Z_y.json.gz",
                        value: "nowhere")
                ]
            },
            chainCase(
                "planted-digest-in-log-folder", "PLACE-14",
                "A folder called CloudTrail-Digest in a log folder makes no digests: a file there is a log.", exit: 2,
                ["log-unreferenced"], logs: [3, 0, 0, 0, 1]
            ) { world, _ in world.forge(logFolder + "CloudTrail-Digest/index.json.gz") },
        ]
    }

    private static var links: [ConformanceCase] {
        [
            chainCase(
                "hard-link-of-another-log", "PLACE-11, LOG-7",
                "In a log's place stands a hard link to another log: it is a file of its own.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: hourly(0..<1)[0].logs[0].key)], logs: [2, 0, 1, 0, 0]
            ) { world, digests in
                let (one, two) = (digests[0].logs[0].key, digests[1].logs[0].key)
                world.apply(.delete(one))
                world.setup = [.init(.hardlink, "tree/" + one, value: "tree/" + two)]
            },
            chainCase(
                "log-at-listing-digests-place", "PLACE-7",
                "A log's bucket has no place of its own; it lies where the listing digest's place shows.", exit: 0,
                hours: 0..<1, logs: [2, 0, 0, 0, 0]
            ) { world, _ in world = otherBucket().world },
            chainCase(
                "log-at-listing-digests-place-edited", "PLACE-7", "The same, and the log was edited.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: otherBucket().key)], hours: 0..<1, logs: [1, 0, 1, 0, 0]
            ) { world, _ in
                world = otherBucket().world
                edit(&world, otherBucket().key)
            },
        ]
    }

    /// A digest that lists a log of another bucket, downloaded into the same folder.
    private static func otherBucket() -> (world: World, key: String) {
        var logs = hourly(0..<1, logs: 2)[0].logs
        logs[1].bucket = "other-logs"
        let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: logs, after: nil, signedBy: .first)
        var world = World()
        world.listKeys([World.KeyRecord(.first)])
        world.publish([digest])
        world.saveHead(digest)
        return (world, logs[1].key)
    }

    private static var filters: [ConformanceCase] {
        func two(
            _ name: String, _ description: String, exit: Int, _ findings: [Expected] = [],
            _ change: @escaping (inout World, String) -> Void = { _, _ in }
        ) -> ConformanceCase {
            chainCase(
                name, "LOG-17", description, exit: exit, findings, logs: .open, options: ["--trail", "data"]
            ) { world, digests in
                let data = hourly(0..<3, of: trail { $0.name = "data" })
                world.publish(data)
                world.saveHead(data.last)
                change(&world, digests[1].logs[0].key)
            }
        }
        return [
            two(
                "listed-by-another-trail", "A log that a digest of another trail lists, which the run leaves out.",
                exit: 0),
            two(
                "listed-by-another-trail-edited", "The same, and the log was edited.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: hourly(0..<3)[1].logs[0].key)], edit),
        ]
    }
}

extension Digest {
    /// A digest signed by a key that AWS never had.
    static func forged(_ trail: Trail, _ hours: Range<Int>, logs: [Log] = [], after previous: Digest? = nil) -> Digest {
        Digest(
            trail, from: .hour(hours.lowerBound), to: .hour(hours.upperBound), logs: logs, after: previous,
            signedBy: .forger)
    }

    /// A digest that AWS may have signed, but without a saved signature.
    static func unsaved(_ trail: Trail, _ hours: Range<Int>, logs: [Log] = [], after previous: Digest? = nil) -> Digest
    {
        Digest(
            trail, from: .hour(hours.lowerBound), to: .hour(hours.upperBound), logs: logs, after: previous,
            signedBy: .first)
    }
}
