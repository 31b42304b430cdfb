import VirtualTrail

/// Several buckets or prefixes downloaded into one folder.
enum TogetherCases {
    static var all: [ConformanceCase] { prefixes + buckets + changedPrefix + [forged, besideBuckets] + accounts }

    /// Two prefixes in one folder. An account's files belong to the prefix of its digests.
    private static var prefixes: [ConformanceCase] {
        let later = trail {
            $0.account = "444455556666"
            $0.prefix = "zulu"
        }
        let forged = later.logKey(.hour(1) + 1_200, unique: "00000000000000ff")
        return [
            worldCase(
                "place-two-prefixes-together", "PLACE-9",
                "Two prefixes were downloaded into one folder; a log of the account under the later one is unreferenced.",
                exit: 2, [Expected(code: "log-unreferenced", key: forged)], digests: [6, 0, 0, 0],
                logs: [12, 0, 0, 0, 1]
            ) { world in
                for trail in [trail { $0.prefix = "alfa" }, later] {
                    let digests = World.hourly(trail, 0..<3)
                    var whole = World()
                    whole.publish(digests)
                    for (path, bytes) in whole.tree { world.tree[String(path.dropFirst("alfa/".count))] = bytes }
                    world.saveHead(digests.last)
                }
                world.tree[String(forged.dropFirst("zulu/".count))] = [1]
            }
        ]
    }

    /// A trail moved to another bucket. The logs of both buckets lie in one folder, but the digests of one lie in
    /// another.
    private static var buckets: [ConformanceCase] {
        func moved(
            _ name: String, _ description: String, rule: String = "PLACE-9", exit: Int, _ findings: [Expected] = [],
            digests: [Int] = [4, 0, 0, 0], logs: [Int] = [8, 0, 0, 0, 0], isEarlyApart: Bool = false,
            _ change: (inout World, String) -> Void = { _, _ in }
        ) -> ConformanceCase {
            worldCase(
                "place-two-buckets-" + name, rule, description, exit: exit, findings,
                digests: digests, logs: logs, archives: ["tree/both", "tree/apart"]
            ) { world in
                let early = World.hourly(Trail(), 0..<2)
                let late = World.hourly(trail { $0.bucket = "new-logs" }, 2..<4, after: early.last)
                for (digests, isApart) in [(early, isEarlyApart), (late, !isEarlyApart)] {
                    for digest in digests {
                        let folder = isApart ? "apart/" : "both/"
                        world.tree[folder + digest.key] = GzipWriter.member(digest.content)
                        world.publish(digest.logs, below: "both/")
                    }
                }
                world.saveHead(late.last)
                change(&world, (isEarlyApart ? early[0] : late[1]).logs[0].key)
            }
        }
        let key = World.hourly(trail { $0.bucket = "new-logs" }, 2..<4)[1].logs[0].key
        let first = World.hourly(Trail(), 0..<1)[0].logs[0].key
        return [
            moved(
                "apart",
                "Two buckets' logs lie in one folder. Only one bucket's digests show what it holds.", exit: 0),
            moved(
                "apart-altered", "The same, and a log of the other bucket was changed.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: key)], logs: [7, 0, 1, 0, 0]
            ) { world, key in world.apply(.edit("both/" + key, replacing: "GetObject", with: "PutObject")) },
            moved(
                "apart-removed", "The same, and a log of the other bucket was removed.", exit: 1,
                [Expected(code: "log-missing", key: key)], logs: [7, 0, 0, 1, 0]
            ) { world, key in world.tree["both/" + key] = nil },
            moved(
                "apart-oldest-removed", "The older bucket's digests lie apart, and their first log was removed.",
                exit: 1,
                [Expected(code: "log-missing", key: first)], logs: [7, 0, 0, 1, 0], isEarlyApart: true
            ) { world, key in world.tree["both/" + key] = nil },
            moved(
                "apart-elsewhere", "The same, and a log of the other bucket was moved to another depth.", exit: 1,
                [Expected(code: "log-missing", key: key), "log-unreferenced"], logs: [7, 0, 0, 1, 1]
            ) { world, key in world.apply(.rename("both/" + key, to: "both/old/" + key)) },
            moved(
                "apart-claimed", "The same, and a forged digest of the first bucket lists a log of the other.",
                rule: "LOG-3", exit: 2,
                ["digest-signature-unavailable"], digests: [4, 1, 0, 0]
            ) { world, key in
                var log = World.hourly(trail { $0.bucket = "new-logs" }, 2..<4)[1].logs[0]
                log.bucket = "virtual-trail-logs"
                let forged = Digest(Trail(), from: .hour(4), to: .hour(5), logs: [log], after: nil, signedBy: .first)
                world.tree["both/" + forged.key] = GzipWriter.member(forged.content)
            },
            moved("apart-copies", "The other folder holds the other bucket's logs too.", exit: 0) { world, _ in
                copyLogs(&world)
            },
            moved(
                "apart-copy-altered", "The same, and one of the copies in the common folder was changed.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: key)], logs: [7, 0, 1, 0, 0]
            ) { world, key in
                copyLogs(&world)
                world.apply(.edit("both/" + key, replacing: "GetObject", with: "PutObject"))
            },
        ]
    }

    /// Two accounts with a bucket each. One account's digests lie apart from its logs, and the logs lie beside
    /// everything of the other account. Only the account's own digests say where its logs lie.
    private static var accounts: [ConformanceCase] {
        let first = World.hourly(Trail(), 0..<3)
        let other = World.hourly(
            trail {
                $0.account = "444455556666"
                $0.bucket = "other-logs"
            }, 0..<3)
        let key = first[1].logs[0].key
        func apart(
            _ name: String, _ description: String, exit: Int, _ findings: [Expected] = [],
            logs: [Int] = [12, 0, 0, 0, 0], from depth: Int = 3, _ change: (inout World) -> Void = { _ in }
        ) -> ConformanceCase {
            worldCase(
                "place-two-accounts-apart" + name, "PLACE-8, PLACE-13", description, exit: exit, findings,
                digests: [6, 0, 0, 0], logs: logs, archives: ["tree/digests", "tree/both"]
            ) { world in
                for digest in first {
                    let below = digest.key.split(separator: "/").dropFirst(depth).joined(separator: "/")
                    world.tree["digests/" + below] = GzipWriter.member(digest.content)
                    world.publish(digest.logs, below: "both/")
                }
                world.publish(other, below: "both/")
                world.saveHead(first.last)
                world.saveHead(other.last)
                change(&world)
            }
        }
        return [
            apart("", "Only one account's digests lie in a root of their own.", exit: 0),
            apart("-account", "The same, and that root is the account's folder.", exit: 0, from: 2),
            apart("-flat", "The same, and they lie there by their base names.", exit: 0, from: 7),
            apart("-beside", "The same, and a log of the other account lies at the top too.", exit: 0) { world in
                let key = other[1].logs[0].key
                world.apply(.copy("both/" + key, to: "both/" + String(key.split(separator: "/").last ?? "")))
            },
            apart(
                "-altered", "The same, and a log of the account was changed.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: key)], logs: [11, 0, 1, 0, 0]
            ) { world in world.apply(.edit("both/" + key, replacing: "GetObject", with: "PutObject")) },
            apart(
                "-removed", "The same, and a log of the account was removed.", exit: 1,
                [Expected(code: "log-missing", key: key)], logs: [11, 0, 0, 1, 0]
            ) { world in world.tree["both/" + key] = nil },
        ]
    }

    private static func copyLogs(_ world: inout World) {
        for digest in World.hourly(trail { $0.bucket = "new-logs" }, 2..<4) {
            world.publish(digest.logs, below: "apart/")
        }
    }

    /// A trail changed its prefix, and both prefixes lie in one folder. A log's key is the one that its digest lists.
    private static var changedPrefix: [ConformanceCase] {
        func changed(
            _ name: String, _ description: String, exit: Int, _ findings: [Expected] = [],
            logs: [Int] = [8, 0, 0, 0, 0], archives: [String] = ["tree/both"], lateDigests: String = "both/",
            _ change: (inout World, Log) -> Void = { _, _ in }
        ) -> ConformanceCase {
            worldCase(
                "place-prefix-changed-" + name, "PLACE-9", description, exit: exit, findings,
                digests: [4, 0, 0, 0], logs: logs, archives: archives
            ) { world in
                let early = World.hourly(trail { $0.prefix = "alfa" }, 0..<2)
                let late = World.hourly(trail { $0.prefix = "zulu" }, 2..<4, after: early.last)
                for (digests, folder) in [(early, "both/"), (late, lateDigests)] {
                    for digest in digests {
                        world.tree[folder + digest.key.dropFirst("alfa/".count)] = GzipWriter.member(digest.content)
                        for log in digest.logs {
                            world.tree["both/" + log.key.dropFirst("alfa/".count)] = GzipWriter.member(log.content)
                        }
                    }
                }
                world.saveHead(late.last)
                change(&world, late[1].logs[0])
            }
        }
        let key = World.hourly(trail { $0.prefix = "zulu" }, 2..<4)[1].logs[0].key
        func path(_ log: Log) -> String { "both/" + log.key.dropFirst("zulu/".count) }
        return [
            changed(
                "altered", "Two prefixes of a trail in one folder; a log of the later one was changed.", exit: 1,
                [Expected(code: "log-hash-mismatch", key: key)], logs: [7, 0, 1, 0, 0]
            ) { world, log in world.apply(.edit(path(log), replacing: "GetObject", with: "PutObject")) },
            changed(
                "apart", "The same unchanged, and the digests of the later prefix lie in another folder.", exit: 0,
                archives: ["tree/both", "tree/apart"], lateDigests: "apart/"),
        ]
    }

    /// Digests in one folder and logs in another. What an unsigned digest says there must not make the logs missing.
    private static var forged: ConformanceCase {
        worldCase(
            "place-logs-apart-forged-digest", "DIGEST-4",
            "A forged digest beside logs that lie apart says that their folder is another bucket's.", exit: 2,
            ["digest-signature-unavailable"], digests: [3, 1, 0, 0], archives: ["tree/digests", "tree/logs"]
        ) { world in
            let digests = World.hourly(Trail(), 0..<3)
            for digest in digests {
                world.tree["digests/" + digest.key] = GzipWriter.member(digest.content)
                world.publish(digest.logs, below: "logs/")
            }
            let other = trail { $0.bucket = "other-logs" }
            let forged = Digest(other, from: .hour(3), to: .hour(4), logs: [], after: nil, signedBy: .first)
            world.tree["logs/copy/" + forged.key] = GzipWriter.member(forged.content)
            world.saveHead(digests.last)
        }
    }

    private static var besideBuckets: ConformanceCase {
        let forged = Trail().logKey(.hour(1) + 1_200, unique: "00000000000000ff")
        return worldCase(
            "place-beside-buckets", "PLACE-9",
            "A log lies beside the buckets' folders: of no bucket, and its key begins with AWSLogs.", exit: 2,
            [Expected(code: "log-unreferenced", key: forged)], logs: [6, 0, 0, 0, 1]
        ) { world in
            let digests = World.hourly(Trail(), 0..<3)
            world.publish(digests, below: "virtual-trail-logs/")
            world.tree[forged] = [1]
            world.saveHead(digests.last)
        }
    }
}
