import VirtualTrail

/// Where files may lie.
enum PlaceCases {
    private static func mapped(
        _ name: String, _ description: String, _ trail: Trail = Trail(), archives: [String] = ["tree"],
        below folder: String = "",
        droppingFirst count: Int = 0
    ) -> ConformanceCase {
        worldCase("place-" + name, "PLACE-3, PLACE-4", description, exit: 0, archives: archives) { world in
            let digests = World.hourly(trail, 0..<3)
            var whole = World()
            whole.publish(digests)
            for (path, bytes) in whole.tree {
                world.tree[folder + path.split(separator: "/").dropFirst(count).joined(separator: "/")] = bytes
            }
            world.saveHead(digests.last)
            // No folder of a copy is without a name.
            world.signatures = Dictionary(
                uniqueKeysWithValues: world.signatures.map { ($0.replacing("//", with: "/"), $1) })
        }
    }

    static var all: [ConformanceCase] {
        depths + twice + TogetherCases.all + ApartCases.all + RootCases.all + several + kinds + errors
    }

    /// The same folder at two depths of one root. Each file belongs to the mapping of its own depth.
    private static var twice: [ConformanceCase] {
        func account(_ path: String) -> String { String(path.dropFirst("AWSLogs/".count)) }
        func copyAll(_ plain: inout Plain) {
            for path in plain.world.tree.keys.sorted() { plain.world.apply(.copy(path, to: account(path))) }
        }
        let key = Plain().log(1)
        return [
            plainCase(
                "place-two-depths", "LOG-2",
                "An account's folder also lies beside AWSLogs.",
                exit: 0
            ) { copyAll(&$0) },
            plainCase(
                "place-two-depths-altered", "LOG-16",
                "The same, and one of the two copies of a log was altered.", exit: 1,
                [Expected(code: "log-trailing-data", key: key)], logs: [5, 0, 1, 0, 0]
            ) {
                copyAll(&$0)
                $0.world.apply(.append(key, [0]))
            },
            plainCase(
                "place-deeper-copy", "FILE-13", "A copied digest in a further AWSLogs renames no other file.",
                exit: 1, [Expected(code: "log-trailing-data", key: key)], logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.copy($0.digest(0), to: "AWSLogs/" + $0.digest(0)))
                $0.world.apply(.append(key, [0]))
            },
            plainCase(
                "place-moved-to-another-depth", "PLACE-3",
                "One digest and its logs were moved beside AWSLogs.",
                exit: 1, [Expected(code: "log-trailing-data", key: key)], logs: [5, 0, 1, 0, 0]
            ) { plain in
                for path in [plain.digest(1), plain.log(1, 0), plain.log(1, 1)] {
                    plain.world.apply(.rename(path, to: account(path)))
                }
                plain.world.apply(.append(account(key), [0]))
            },
        ]
    }

    private static var depths: [ConformanceCase] {
        let organization = trail {
            $0.organization = "o-a1b2c3d4e5"
            $0.prefix = "sec/audit"
        }
        return [
            mapped("above-bucket", "The copy begins above the bucket.", below: "virtual-trail-logs/"),
            mapped("evidence-folder", "The copy lies in folders of the examiner.", below: "case 17/evidence/"),
            mapped("prefix", "A trail with a prefix.", trail { $0.prefix = "security" }),
            mapped(
                "below-prefix", "The copy begins below the prefix.", trail { $0.prefix = "security/audit" },
                droppingFirst: 2),
            mapped(
                "prefix-slash", "A trail whose prefix ends with a slash: a copy has no folder without a name.",
                trail { $0.prefix = "security/" }),
            mapped("organization", "An organization trail under a prefix.", organization),
            mapped(
                "organization-folder", "The copy begins at the organization's folder.", organization, droppingFirst: 3),
            mapped("at-awslogs", "The copy begins at AWSLogs.", droppingFirst: 1),
            mapped("at-account", "The copy begins at the account's folder.", droppingFirst: 2),
            mapped("prefix-awslogs", "The prefix itself holds AWSLogs.", trail { $0.prefix = "AWSLogs/old" }),
            mapped("trail-underscores", "A trail's name with underscores.", trail { $0.name = "my_trail_us-east-1" }),
        ]
    }

    private static var several: [ConformanceCase] {
        [
            worldCase(
                "two-roots", "PLACE-4", "Two roots, one for digests and logs of each account.", exit: 0,
                digests: [6, 0, 0, 0],
                logs: [12, 0, 0, 0, 0], archives: ["tree/a", "tree/b"]
            ) { world in
                for (folder, account) in [("a/", "111122223333"), ("b/", "444455556666")] {
                    let digests = World.hourly(trail { $0.account = account }, 0..<3)
                    world.publish(digests, below: folder)
                    world.saveHead(digests.last)
                }
            },
            worldCase(
                "two-roots-digests-apart", "PLACE-8", "Digests in one root, logs in the other.", exit: 0,
                archives: ["tree/digests", "tree/logs"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                for digest in digests {
                    world.tree["digests/" + digest.key] = GzipWriter.member(digest.content)
                    world.publish(digest.logs, below: "logs/")
                }
                world.saveHead(digests.last)
            },
            worldCase(
                "two-roots-same", "LOG-2", "The same objects in both roots, byte for byte.", exit: 0,
                archives: ["tree/a", "tree/b"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests, below: "a/")
                world.publish(digests, below: "b/")
                world.saveHead(digests.last)
            },
            worldCase(
                "two-roots-one-edited", "LOG-16",
                "One of two copies of a log was changed: the key counts by its worst.", exit: 1,
                ["log-hash-mismatch"], logs: [5, 0, 1, 0, 0], archives: ["tree/a", "tree/b"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests, below: "a/")
                world.publish(digests, below: "b/")
                world.apply(.edit("b/" + digests[1].logs[0].key, replacing: "GetObject", with: "PutObject"))
                world.saveHead(digests.last)
            },
            worldCase(
                "nested-roots", "PLACE-10", "One root lies in the other: each file is one file.", exit: 0,
                archives: ["tree", "tree/AWSLogs"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                world.publish(digests)
                world.saveHead(digests.last)
            },
            worldCase(
                "same-inode", "PLACE-11, LOG-16",
                "An edited log has a hard link in another root: two files, and the key counts once.", exit: 1,
                ["a", "b"].map {
                    Expected(
                        code: "log-hash-mismatch", path: "tree/\($0)/" + World.hourly(Trail(), 1..<2)[0].logs[0].key)
                },
                logs: [5, 0, 1, 0, 0], archives: ["tree/a", "tree/b"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                let log = digests[1].logs[0].key
                world.publish(digests, below: "a/")
                world.apply(.edit("a/" + log, replacing: "GetObject", with: "PutObject"))
                world.setup = [.init(.hardlink, "tree/b/" + log, value: "tree/a/" + log)]
                world.saveHead(digests.last)
            },
            plainCase(
                "logs-only", "VERDICT-3", "No digest at all: nobody can tell.", exit: 2,
                Array(repeating: "log-unreferenced", count: 6), digests: [0, 0, 0, 0], logs: [0, 0, 0, 0, 6]
            ) { plain in
                for digest in plain.digests { plain.world.tree[digest.key] = nil }
                plain.world.signatures = [:]
            },
            worldCase(
                "bucket-change", "CHAIN-2", "The trail moves to another bucket in mid chain.", exit: 0,
                digests: [4, 0, 0, 0],
                logs: [8, 0, 0, 0, 0]
            ) { world in
                let early = World.hourly(Trail(), 0..<2)
                let late = World.hourly(trail { $0.bucket = "new-logs" }, 2..<4, after: early.last)
                world.publish(early, below: "virtual-trail-logs/")
                world.publish(late, below: "new-logs/")
                world.saveHead(late.last)
            },
            worldCase(
                "two-trails", "CHAIN-1", "Two trails write to one bucket.", exit: 0, digests: [6, 0, 0, 0],
                logs: [12, 0, 0, 0, 0]
            ) {
                world in
                for name in ["management", "data"] {
                    let digests = World.hourly(trail { $0.name = name }, 0..<3)
                    world.publish(digests)
                    world.saveHead(digests.last)
                }
            },
            worldCase(
                "reference-outside", "LOG-14",
                "A log lies in a bucket that was not given.", exit: 2,
                ["reference-outside-archive"], digests: [1, 0, 0, 0], logs: [1, 1, 0, 0, 0]
            ) { world in
                var logs = World.hourly(Trail(), 0..<1)[0].logs
                logs[1].bucket = "other-logs"
                let digest = Digest(Trail(), from: .hour(0), to: .hour(1), logs: logs, after: nil, signedBy: .first)
                world.publish([digest])
                world.tree[logs[1].key] = nil
                world.saveHead(digest)
            },
            worldCase(
                "reference-before-copy", "LOG-15",
                "The oldest digest lists a log of the day before. The copy holds no file of that day.", exit: 2,
                ["reference-outside-archive"],
                digests: [1, 0, 0, 0], logs: [1, 1, 0, 0, 0]
            ) { world in
                let late = Log(Trail(), at: .hour(0) + (-300), records: 1, seed: 1)
                let log = Log(Trail(), at: .hour(0) + 300, records: 1, seed: 1)
                let digest = Digest(
                    Trail(), from: .hour(0), to: .hour(1), logs: [late, log], after: nil, signedBy: .first)
                world.publish([digest])
                world.tree[late.key] = nil
                world.saveHead(digest)
            },
        ]
    }

    private static var kinds: [ConformanceCase] {
        func backfill(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected], _ digests: [Int],
            _ logs: [Int], _ change: @escaping (inout World, [Digest], Digest) -> Void
        ) -> ConformanceCase {
            worldCase(
                "backfill" + name, rule, description, exit: exit, findings, digests: digests, logs: logs
            ) { world in
                let hourly = World.hourly(Trail(), 0..<3)
                let log = Log(Trail(), at: .hour(1) + 2_400, records: 1, seed: 7)
                let late = Digest(
                    Trail(), from: .hour(1), to: .hour(2), logs: [log], after: nil, signedBy: .first, isBackfill: true)
                world.publish(hourly + [late])
                world.saveHead(hourly.last)
                change(&world, hourly, late)
            }
        }
        return [
            backfill(
                "", "DIGEST-25", "A backfill digest lists a late log.", exit: 0, [], [4, 0, 0, 0], [7, 0, 0, 0, 0]
            ) {
                world, _, late in
                world.saveHead(late, generated: .hour(30))
            },
            backfill(
                "-absent", "DIGEST-25", "Without the backfill digest the late log is unreferenced.", exit: 2,
                ["log-unreferenced"],
                [3, 0, 0, 0],
                [6, 0, 0, 0, 1]
            ) { world, _, late in world.tree[late.key] = nil },
            backfill(
                "-out-of-time", "KEY-4", "The key was not valid when the backfill digest was made.", exit: 2,
                ["digest-key-out-of-validity", "log-digest-unverified"], [3, 1, 0, 0], [6, 1, 0, 0, 0]
            ) { world, _, late in
                world.saveHead(late, generated: .hour(300))
            },
            backfill(
                "-no-time", "KEY-4", "The time of generation was not saved: any time after its start.", exit: 0, [],
                [4, 0, 0, 0],
                [7, 0, 0, 0, 0]
            ) { world, _, late in world.saveHead(late) },
            worldCase(
                "backfill-log-of-absent-predecessor", "TIME-8",
                "A backfill digest is gone. Its successor names it, and its log, of a time before all hourly digests, is there.",
                exit: 1, [Expected(code: "digest-missing", count: 1), "log-unreferenced"], digests: [2, 0, 0, 1],
                logs: [2, 0, 0, 0, 1]
            ) { world in
                let hourly = Array(World.hourly(Trail(), 2..<3))
                let log = Log(Trail(), at: .hour(1) + 600, records: 1, seed: 7)
                let gone = Digest(
                    Trail(), from: .hour(1), to: .hour(2), logs: [log], after: nil, signedBy: .first, isBackfill: true)
                let late = Digest(
                    Trail(), from: .hour(2), to: .hour(3), logs: [], after: gone, signedBy: .first, isBackfill: true)
                world.publish(hourly + [late])
                world.publish([log])
                world.saveHead(hourly.last)
                world.saveHead(late)
            },
        ]
    }

    private static var errors: [ConformanceCase] {
        func failing(
            _ name: String, _ rule: String, _ description: String, exit: Int, archives: [String] = ["tree"],
            keys: [String] = ["keys"],
            signatures: [String] = ["signatures"], options: [String] = [], _ change: (inout World) -> Void = { _ in }
        ) -> ConformanceCase {
            var plain = Plain()
            change(&plain.world)
            return ConformanceCase(
                name: name, rule: rule, description: description, world: plain.world,
                archives: archives, keys: keys,
                signatures: signatures, options: options, exitStatus: exit, verdict: nil)
        }
        return [
            failing("error-no-archive", "VERDICT-10", "The archive does not exist.", exit: 66, archives: ["nowhere"]),
            failing(
                "error-empty-archive", "VERDICT-10", "The folder holds nothing of CloudTrail.", exit: 66,
                archives: ["keys"]),
            failing("error-no-keys", "VERDICT-10", "The key file does not exist.", exit: 66, keys: ["nowhere.json"]),
            failing("error-keys-required", "VERDICT-8", "No --keys.", exit: 64, keys: []),
            failing("error-malformed-keys", "VERDICT-9, INPUT-7", "The key file isn't a key listing.", exit: 65) {
                $0.keys["us-east-1.json"] = Array("{}".utf8)
            },
            failing(
                "error-malformed-signatures", "VERDICT-9, INPUT-7", "The signature file is none of the shapes.",
                exit: 65,
                signatures: ["signatures/bad.txt"]
            ) { $0.signatures["bad.txt"] = Array("nothing\n".utf8) },
            failing(
                "error-window", "VERDICT-8", "--to before --from.", exit: 64,
                options: ["--from", "2026-10-02T00:00:00Z", "--to", "2026-10-01T00:00:00Z"]),
            failing(
                "error-allow-invalid", "ALLOW-2", "A code that may not be allowed.", exit: 64,
                options: ["--allow", "log-missing"]),
            failing(
                "error-allow-unknown", "ALLOW-2", "A code that does not exist.", exit: 64,
                options: ["--allow", "no-such-code"]),
            failing(
                "error-allow-selector", "ALLOW-14, VERDICT-8", "A selector with a sign and no interval after it.",
                exit: 64, options: ["--allow", "coverage-gap=*/*/*@"]),
            failing(
                "error-trail-arn", "SCOPE-3, VERDICT-8", "An ARN that isn't that of a trail.", exit: 64,
                options: ["--trail", "arn:aws:s3:::bucket"]),
            failing(
                "error-report", "VERDICT-12", "A report that cannot be written.", exit: 73,
                options: ["--report", "json=nowhere/report.json"]),
        ]
    }
}
