import VirtualTrail

/// Copies that begin at any depth, and files that are recognized wherever they lie.
enum DepthCases {
    static var all: [ConformanceCase] { flat + folders + names + nothing }

    private static func base(_ key: String) -> String { key.split(separator: "/").last.map(String.init) ?? key }

    /// Moves every file of the tree.
    private static func move(_ world: inout World, _ path: (String) -> String) {
        world.tree = Dictionary(world.tree.map { (path($0.key), $0.value) }) { first, _ in first }
    }

    /// All objects in one folder, by their base names.
    private static var flat: [ConformanceCase] {
        func flat(
            _ name: String, _ rule: String, _ description: String, exit: Int = 0, _ findings: [Expected] = [],
            digests: Counted = .whole, logs: Counted = .whole, options: [String] = [], keys: [String] = ["keys"],
            signatures: [String] = ["signatures"], _ change: @escaping (inout World, [Digest]) -> Void = { _, _ in }
        ) -> ConformanceCase {
            chainCase(
                "flat" + name, rule, description, exit: exit, findings, digests: digests, logs: logs, options: options,
                keys: keys,
                signatures: signatures
            ) { world, digests in
                move(&world, base)
                change(&world, digests)
            }
        }
        return [
            flat("", "PLACE-21", "Digests and logs lie in one folder by their base names."),
            flat(
                "-log-edited", "PLACE-21, PLACE-8", "The same, and a log was edited.", exit: 1, ["log-hash-mismatch"],
                logs: [2, 0, 1, 0, 0]
            ) { $0.apply(.edit(base($1[1].logs[0].key), replacing: "GetObject", with: "PutObject")) },
            flat(
                "-log-deleted", "PLACE-21", "The same, and a log was deleted.", exit: 1, ["log-missing"],
                logs: [2, 0, 0, 1, 0]
            ) { $0.apply(.delete(base($1[1].logs[0].key))) },
            flat(
                "-other-json", "FILE-11", "Another JSON file in the folder counts as a log file.", exit: 2,
                ["log-unreferenced"], logs: [3, 0, 0, 0, 1]
            ) { world, _ in world.tree["events.json"] = Array("{\"Records\":[]}".utf8) },
            flat(
                "-keys-inside", "FILE-11, FILE-18", "The key file and the saved signatures lie in the folder too.",
                keys: ["tree/us-east-1.json"], signatures: ["tree/heads.json"]
            ) { world, digests in
                world.tree["us-east-1.json"] = world.keys["us-east-1.json"]
                world.tree["heads.json"] = Array(
                    ("[{\"Bucket\":\"\(digests[2].bucket)\",\"Key\":\"\(digests[2].key)\",\"Metadata\":{\"signature\":\""
                        + digests[2].signature + "\"}}]\n").utf8)
                world.signatures = [:]
            },
            flat("-hidden", "FILE-20", "A name in the folder begins with a dot.") { world, _ in
                world.forge("." + forgedName("20261001T0120Z"))
            },
            flat(
                "-stamp-outside", "SCOPE-6", "In a flat folder the stamp decides: a log outside the window.",
                options: window(0, 3)
            ) { world, _ in world.forge(forgedName("20260815T0110Z")) },
            flat(
                "-stamp-inside", "SCOPE-6", "In a flat folder the stamp decides: a log in the window.", exit: 2,
                ["log-unreferenced"], logs: [3, 0, 0, 0, 1], options: window(0, 3)
            ) { world, _ in world.forge(forgedName("20261001T0120Z")) },
            flat(
                "-copy-of-log-outside", "SCOPE-6, PLACE-12",
                "A copy of a log from before the window has a name without a stamp, so it is in scope.",
                digests: [1, 0, 0, 0], logs: [1, 0, 0, 0, 0], options: window(2, 3)
            ) { $0.apply(.copy(base($1[0].logs[0].key), to: "copy.json.gz")) },
            flat(
                "-copy-altered-of-log-outside", "SCOPE-6, PLACE-12", "The same, and the copy was edited.", exit: 2,
                ["log-unreferenced"], digests: [1, 0, 0, 0], logs: [1, 0, 0, 0, 1], options: window(2, 3)
            ) {
                $0.apply(.copy(base($1[0].logs[0].key), to: "copy.json.gz"))
                $0.apply(.edit("copy.json.gz", replacing: "GetObject", with: "PutObject"))
            },
        ]
    }

    private static var folders: [ConformanceCase] {
        /// Digests and logs in two folders. Each begins below the first `count` components of the key.
        func apart(
            _ name: String, _ rule: String, _ description: String, archives: [String], droppingFirst count: Int
        ) -> ConformanceCase {
            chainCase("apart-" + name, rule, description, exit: 0, archives: archives) { world, _ in
                move(&world) { path in
                    (path.contains("CloudTrail-Digest") ? "digests/" : "logs/")
                        + path.split(separator: "/").dropFirst(count).joined(separator: "/")
                }
            }
        }
        let two = ["tree/digests", "tree/logs"]
        return [
            apart(
                "below-kind", "PLACE-21, PLACE-4",
                "Digests and logs were synchronised into two folders that begin below their CloudTrail folders.",
                archives: two, droppingFirst: 3),
            apart(
                "below-region", "PLACE-21", "The two folders begin below the Region.", archives: two,
                droppingFirst: 4),
            apart(
                "by-name", "PLACE-21", "The two folders hold files by their base names.", archives: two,
                droppingFirst: 7),
            apart(
                "one-root", "PLACE-21, PLACE-4", "The two folders lie in one root.", archives: ["tree"],
                droppingFirst: 3),
            chainCase(
                "prefix-named-like-a-log-folder", "FILE-1, PLACE-13",
                "The trail's prefix is CloudTrail, and other files lie below it: they aren't logs.", exit: 0
            ) { world, _ in
                let digests = hourly(0..<3, of: trail { $0.prefix = "CloudTrail" })
                (world.tree, world.signatures) = ([:], [:])
                world.publish(digests)
                world.saveHead(digests.last)
                world.tree["CloudTrail/readme.txt"] = [65]
                world.tree["CloudTrail/AWSLogs/111122223333/elasticloadbalancing/us-east-1/x.log.gz"] =
                    GzipWriter.member([65])
            },
            chainCase(
                "keys-in-log-folder", "FILE-18", "The key file lies in the folder of the logs.", exit: 0,
                keys: ["tree/" + logFolder + "keys.json"]
            ) { world, _ in world.tree[logFolder + "keys.json"] = world.keys["us-east-1.json"] },
        ]
    }

    private static var names: [ConformanceCase] {
        [
            chainCase(
                "digest-in-odd-folder", "FILE-2, PLACE-2",
                "A digest lies in a folder that says nothing else than its key does.", exit: 0
            ) { world, digests in world.apply(.rename(digests[1].key, to: "found/" + base(digests[1].key))) },
            chainCase(
                "log-name-in-odd-folder", "FILE-2", "A forged log lies in a folder of notes.", exit: 2,
                ["log-unreferenced"], logs: [3, 0, 0, 0, 1]
            ) { world, _ in world.forge("notes/" + forgedName("20261001T0120Z")) },
            chainCase(
                "log-name-in-service-folder", "FILE-2",
                "A file with a log's name lies below another service's folder of the account.", exit: 0
            ) { world, _ in
                world.forge("AWSLogs/111122223333/Config/us-east-1/2026/10/01/" + forgedName("20261001T0120Z"))
            },
        ]
    }

    private static var nothing: [ConformanceCase] {
        func none(_ name: String, _ description: String, _ files: [String: [UInt8]]) -> ConformanceCase {
            worldCase(
                "error-" + name, "FILE-10, VERDICT-10", description, exit: 66, digests: [0, 0, 0, 0],
                logs: [0, 0, 0, 0, 0]
            ) { world in for (path, bytes) in files { world.tree["AWSLogs/111122223333/" + path] = bytes } }
        }
        let query = "CloudTrail-Lake/Query/2026/10/01/1b2c3d4e-1111-2222-3333-444455556666/"
        return [
            none(
                "lake-export", "A CloudTrail Lake export holds no digest and no log file.",
                [
                    query + "result_1.csv.gz": GzipWriter.member(Array("eventTime\n".utf8)),
                    query + "result_sign.json": Array("{\"version\":\"1.0\",\"files\":[]}\n".utf8),
                ]),
            none(
                "insight-only", "All that is there are files of CloudTrail Insights, which no digest lists.",
                [
                    "CloudTrail-Insight/us-east-1/2026/10/01/"
                        + "111122223333_CloudTrail-Insight_us-east-1_20261001T0120Z_aaaaaaaaaaaaaaaa.json.gz":
                        GzipWriter.member(Array("{\"Records\":[]}".utf8))
                ]),
        ]
    }
}
