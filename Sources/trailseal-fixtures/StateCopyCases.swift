import VirtualTrail

/// Nights on which something new lies in time that earlier runs verified.
enum StateCopyCases {
    /// A second night: an earlier run verified six hours, and nothing is new.
    private static func night(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
        logs: [Int]? = [0, 0, 0, 0, 0], options: [String] = [], change: (inout Plain) -> Void
    ) -> ConformanceCase {
        StateCases.one(
            "state-" + name, rule, description, exit: exit, findings, logs: logs, options: options, hours: 6,
            change: change
        ) { StateCases.second($0[0], $0[5], count: 6) }
    }

    /// Puts a digest's content in a folder of its own, under its name.
    private static func moveAway(_ plain: inout Plain, _ index: Int) {
        let digest = plain.digests[index]
        let name = digest.key.split(separator: "/").last.map(String.init) ?? digest.key
        plain.world.tree["sub/" + name] = GzipWriter.member(digest.content)
    }

    static var all: [ConformanceCase] {
        [0, 2].map { index in
            night(
                "altered-beside-copy-\(index)", "STATE-4, DIGEST-7",
                "A digest that was verified before was altered. Its genuine bytes lie elsewhere, so the chain is whole.",
                exit: 1, ["digest-hash-mismatch", "digest-signature-invalid"]
            ) { plain in
                moveAway(&plain, index)
                plain.world.apply(
                    .edit(plain.digest(index), replacing: "newestEventTime", with: "newestEventTimf"))
            }
        } + [
            night(
                "junk-beside-copy", "STATE-4, DIGEST-15",
                "Junk lies in the place of a digest that was verified before, and its genuine bytes lie elsewhere.",
                exit: 1,
                ["digest-malformed"]
            ) { plain in
                moveAway(&plain, 2)
                plain.world.tree[plain.digest(2)] = GzipWriter.member(Array("junk".utf8))
            },
            night(
                "twin-of-earlier", "STATE-4, FILE-4", "A log that was read before has its inflated form beside it now.",
                exit: 0
            ) { plain in
                let log = plain.digests[1].logs[0]
                plain.world.tree[String(log.key.dropLast(3))] = log.content
            },
            night(
                "twin-of-earlier-differs", "STATE-4, FILE-19",
                "A log that was read before has a file beside it that seems to be its inflated form, and differs.",
                exit: 2,
                ["log-unreferenced"], logs: [0, 0, 0, 0, 1]
            ) { plain in
                plain.world.tree[String(plain.digests[1].logs[0].key.dropLast(3))] = Array("{\"Records\":[]}".utf8)
            },
            night(
                "copy-of-earlier", "STATE-4, PLACE-12",
                "A copy of a log that was read before lies in a folder beside it.",
                exit: 0
            ) { plain in
                let log = plain.digests[1].logs[0]
                let name = log.key.split(separator: "/").last.map(String.init) ?? log.key
                plain.world.tree["backup/" + name] = GzipWriter.member(log.content)
            },
            night(
                "copy-of-earlier-renamed", "STATE-4, PLACE-12",
                "A copy of a log that was read before lies beside it under a name that isn't an object's.", exit: 0
            ) { plain in
                let key = plain.digests[1].logs[0].key
                plain.world.apply(.copy(key, to: key.dropLast(8) + " (1).json.gz"))
            },
        ]
    }
}
