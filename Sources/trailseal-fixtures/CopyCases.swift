import VirtualTrail

/// Copies of files that are also in place, and files that tools and systems leave beside them.
enum CopyCases {
    static var all: [ConformanceCase] { plain + copies + hidden + digestFolder }

    private static let digestFolderPath = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/"
    private static func base(_ key: String) -> String { key.split(separator: "/").last.map(String.init) ?? key }

    /// What `gunzip -k` leaves: `X.json` beside `X.json.gz`.
    private static var plain: [ConformanceCase] {
        [
            chainCase(
                "plain-copy-of-everything", "FILE-19, PLACE-12",
                "Beside each file lies its inflated copy: each holds the same bytes.", exit: 0
            ) { world, digests in
                for digest in digests {
                    world.tree[String(digest.key.dropLast(3))] = digest.content
                    for log in digest.logs { world.tree[String(log.key.dropLast(3))] = log.content }
                }
            },
            chainCase(
                "plain-copy-of-digest", "FILE-19", "Beside one digest lies its inflated copy.", exit: 0
            ) { world, digests in world.tree[String(digests[1].key.dropLast(3))] = digests[1].content },
            chainCase(
                "plain-log-differs", "FILE-19", "X.json beside a log X.json.gz holds other bytes.", exit: 2,
                [
                    Expected(
                        code: "log-unreferenced", path: "tree/" + hourly(0..<3)[1].logs[0].key.dropLast(3))
                ],
                logs: [3, 0, 0, 0, 1]
            ) { world, digests in
                world.tree[String(digests[1].logs[0].key.dropLast(3))] = Array("{\"Records\":[]}".utf8)
            },
            chainCase(
                "plain-digest-differs", "FILE-19", "X.json beside a digest X.json.gz holds other bytes.", exit: 1,
                [Expected(code: "digest-relocated", path: "tree/" + hourly(0..<3)[1].key.dropLast(3))], digests: .open
            ) { world, digests in
                let text = String(decoding: digests[1].content, as: UTF8.self)
                world.tree[String(digests[1].key.dropLast(3))] = Array(
                    text.replacing("newestEventTime", with: "newestEventTimf").utf8)
            },
        ]
    }

    private static var copies: [ConformanceCase] {
        [
            chainCase(
                "copy-of-log-elsewhere", "PLACE-12", "A copy of a log lies in a folder of notes.", exit: 0
            ) { world, digests in
                world.apply(.copy(digests[1].logs[0].key, to: "notes/" + base(digests[1].logs[0].key)))
            },
            chainCase(
                "copy-of-digest-elsewhere", "PLACE-12", "A copy of a digest lies in a folder of notes.", exit: 0
            ) { world, digests in world.apply(.copy(digests[1].key, to: "notes/" + base(digests[1].key))) },
            chainCase(
                "copy-of-digest-without-its-name", "PLACE-12",
                "A copy of a digest lies beside it under a name that isn't a digest's.", exit: 0
            ) { world, digests in world.apply(.copy(digests[1].key, to: digestFolderPath + "copy.json.gz")) },
            chainCase(
                "copy-of-digest-under-log-name", "PLACE-12, FILE-8",
                "Copies of a digest have a log's name: they would stand for that log.", exit: 2,
                ["log-unreferenced", "log-unreferenced"], logs: [3, 0, 0, 0, 2]
            ) { world, digests in
                for folder in [digestFolderPath, logFolder + "2026/10/01/"] {
                    world.apply(.copy(digests[1].key, to: folder + forgedName("20261001T0120Z")))
                }
            },
            chainCase(
                "copy-of-log-renamed", "PLACE-12, FILE-8",
                "A copy of a log lies beside it, renamed as file managers do.",
                exit: 0
            ) { world, digests in
                let key = digests[1].logs[0].key
                for ending in [" (1).json.gz", " - Copy.json.gz", ".json.gz.bak", ".json.gz~", ".json.gz.orig"] {
                    world.apply(.copy(key, to: key.dropLast(8) + ending))
                }
            },
            chainCase(
                "log-altered-renamed", "PLACE-12, FILE-7", "The same, and the copy was edited.", exit: 2,
                ["log-unreferenced"], logs: [3, 0, 0, 0, 1]
            ) { world, digests in world.forge(digests[1].logs[0].key.dropLast(8) + " (1).json.gz") },
            chainCase(
                "digest-renamed-to-no-name", "DIGEST-21, FILE-3",
                "A digest was renamed to a name that isn't a digest's.", exit: 1,
                ["digest-relocated", Expected(code: "digest-missing", count: 1), "log-unreferenced"],
                digests: [2, 0, 1, 1], logs: [2, 0, 0, 0, 1]
            ) { world, digests in world.apply(.rename(digests[1].key, to: digestFolderPath + "copy.json.gz")) },
            chainCase(
                "log-altered-elsewhere", "FILE-2", "A file with a log's name lies in a folder of notes, altered.",
                exit: 2, ["log-unreferenced"], logs: [3, 0, 0, 0, 1]
            ) { world, digests in world.forge("notes/" + base(digests[1].logs[0].key)) },
        ]
    }

    private static var hidden: [ConformanceCase] {
        let double: [UInt8] = [0, 5, 0x16, 7, 0, 2, 0, 0]
        func left(
            _ name: String, _ rule: String, _ description: String, exit: Int = 0, _ findings: [Expected] = [],
            logs: Counted = .whole, _ change: @escaping (inout World, [Digest]) -> Void
        ) -> ConformanceCase {
            chainCase("litter-" + name, rule, description, exit: exit, findings, logs: logs, change)
        }
        return [
            left(
                "appledouble-beside-digest", "FILE-15, FILE-20",
                "What a Mac leaves on foreign file systems lies beside a digest."
            ) { world, digests in world.tree[digestFolderPath + "._" + base(digests[0].key)] = double },
            left(
                "partial-folder-of-digests", "FILE-20",
                "What rsync left of a digest lies in a folder whose name begins with a dot."
            ) { world, digests in
                world.tree[digestFolderPath + ".~tmp~/" + base(digests[0].key)] = Array(digests[0].content.prefix(99))
            },
            left("hidden-folder-of-logs", "FILE-20", "A forged log lies in a folder whose name begins with a dot.") {
                world, _ in world.forge(logFolder + ".old/" + forgedName("20261001T0120Z"))
            },
            left("macos-zip", "FILE-15", "An archive that macOS zipped unpacks with a folder of its own.") {
                world, digests in
                world.tree["__MACOSX/" + digestFolderPath + "._" + base(digests[0].key)] = double
            },
            left("at-the-top", "FILE-15", "Folders that systems make lie at the top of the root.") { world, _ in
                for folder in ["lost+found", "$RECYCLE.BIN", "System Volume Information"] {
                    world.forge(folder + "/" + forgedName("20261001T0120Z"))
                }
            },
            left(
                "below-logs", "FILE-15", "A folder with such a name lies among the logs: it isn't litter there.",
                exit: 2, ["log-unreferenced"], logs: [3, 0, 0, 0, 1]
            ) { world, _ in world.forge(logFolder + "lost+found/" + forgedName("20261001T0120Z")) },
        ]
    }

    /// Files among the digests that aren't digests.
    private static var digestFolder: [ConformanceCase] {
        let index = Array("{\"files\":[]}\n".utf8)
        let root = "AWSLogs/111122223333/CloudTrail-Digest/"
        func beside(
            _ name: String, _ rule: String, _ description: String, _ findings: [Expected] = [],
            _ files: [String: [UInt8]]
        ) -> ConformanceCase {
            chainCase("digest-folder-" + name, rule, description, exit: 0, findings) { world, _ in
                for (path, bytes) in files { world.tree[root + path] = bytes }
            }
        }
        let one = Expected(code: "file-unrecognized", count: 1)
        return [
            beside(
                "index", "FILE-12", "A file that isn't a digest, by name and content.", [one], ["index.json": index]),
            beside(
                "two-indexes", "FILE-12", "Two such files in one folder: one note.",
                [Expected(code: "file-unrecognized", count: 2)], ["index.json": index, "readme.txt": [65]]),
            beside(
                "indexes-of-two-folders", "FILE-12", "Such files in two folders: two notes.", [one, one],
                ["index.json": index, "us-east-1/index.json": index]),
            beside(
                "marker", "FILE-21", "An empty file without a digest's name marks a folder.", [],
                ["us-east-1/2026/10/01/2026_$folder$.json": []]),
            chainCase(
                "answer-named-json", "FILE-22",
                "The only saved answer for the newest digest X.json.gz is called X.json.",
                exit: 0
            ) { world, digests in
                world.signatures = [:]
                world.tree[String(digests[2].key.dropLast(3))] = Array(World.head(digests[2]).utf8)
            },
        ]
    }
}
