import VirtualTrail

/// Copies in layouts that tools and people make: flat, without kind folders, or with both kinds in one folder.
enum LayoutCases {
    static var all: [ConformanceCase] { mixed + flat + [belowRegion, accountRegion, accountRegionTampered] }

    private static func name(_ key: String) -> String { key.split(separator: "/").last.map(String.init) ?? key }

    /// A copy of two hours on each side of midnight. `path` gives a file's place for its key.
    private static func copied(
        _ layout: String, _ rule: String, _ description: String, exit: Int = 0, _ findings: [Expected] = [],
        digests counts: [Int]? = [4, 0, 0, 0], logs: [Int]? = [8, 0, 0, 0, 0], options: [String] = [],
        signatures: [String] = ["signatures"], path: (String) -> String,
        _ change: (inout World, [Digest]) -> Void = { _, _ in }
    ) -> ConformanceCase {
        worldCase(
            "layout-" + layout, rule, description, exit: exit, findings, digests: counts, logs: logs, options: options,
            signatures: signatures
        ) { world in
            let digests = World.hourly(Trail(), 22..<26)
            for digest in digests {
                world.tree[path(digest.key)] = GzipWriter.member(digest.content)
                for log in digest.logs { world.tree[path(log.key)] = GzipWriter.member(log.content) }
            }
            if !signatures.isEmpty { world.saveHead(digests.last) }
            change(&world, digests)
        }
    }

    /// What remains of a key without account, kind folder and as many folders below that as `less` says.
    private static func day(_ key: String, less: Int) -> String {
        key.split(separator: "/").dropFirst(3 + less).joined(separator: "/")
    }

    private static func wholeDay(_ key: String) -> String { day(key, less: 0) }

    private static var mixed: [ConformanceCase] {
        (0...3).map { less in
            copied(
                "both-kinds-in-one-folder-\(less)", "PLACE-7",
                "The folders of digests and logs were synced into one. The first \(less) folders below them are left out."
            ) { day($0, less: less) }
        } + [
            copied(
                "both-kinds-in-one-folder-forged", "PLACE-7, LOG-7",
                "Both kinds were synced into one folder, and a log there was edited.", exit: 1, ["log-hash-mismatch"],
                logs: [7, 0, 1, 0, 0], path: wholeDay
            ) { world, digests in
                world.tree[wholeDay(digests[1].logs[0].key)] = GzipWriter.member(Array("{\"Records\":[]}".utf8))
            }
        ]
    }

    private static var flat: [ConformanceCase] {
        [
            copied(
                "bucket-folder-of-digests", "PLACE-7, PLACE-8",
                "The digests lie in a folder with the bucket's name, and the logs in another folder beside it.",
                path: { $0.contains("CloudTrail-Digest") ? "\(Trail().bucket)/\($0)" : "logs-of-trail/\($0)" }),
            copied(
                "digest-named-as-another-inflated", "DIGEST-21, FILE-4",
                "A verified digest's bytes lie beside another digest, under the name of that one's inflated form.",
                exit: 1,
                ["digest-relocated"], digests: [3, 0, 1, 0], path: \.self
            ) { world, digests in
                world.tree[String(digests[2].key.dropLast(3))] = digests[0].content
            },
            copied(
                "flat-sidecar", "TIME-24, INPUT-1",
                "A flat copy of two days. The newest digest's saved answer lies beside it.", signatures: [], path: name
            ) { world, digests in
                guard let head = digests.last else { return }
                world.tree[name(head.key) + ".json"] = Array(World.head(head).utf8)
            },
            copied(
                "flat-sidecars", "TIME-24, INPUT-1", "The same, with an answer beside each digest.", signatures: [],
                path: name
            ) { world, digests in
                for digest in digests { world.tree[name(digest.key) + ".json"] = Array(World.head(digest).utf8) }
            },
            copied(
                "flat-allowed-region", "ALLOW-3, PLACE-15",
                "Nothing proves the newest digest of a flat copy. It is allowed for its Region.",
                SignatureCases.unproven, digests: [3, 1, 0, 0], logs: [6, 2, 0, 0, 0],
                options: ["--allow", "digest-signature-unavailable=111122223333/us-east-1/management"], signatures: [],
                path: name),
            copied(
                "flat-allowed-other-region", "ALLOW-3, PLACE-15", "The same, and it is allowed for another Region.",
                exit: 2, SignatureCases.unproven, digests: [3, 1, 0, 0], logs: [6, 2, 0, 0, 0],
                options: ["--allow", "digest-signature-unavailable=111122223333/eu-west-1/management"], signatures: [],
                path: name),
            copied(
                "flat-malformed-predecessor", "TIME-27, DIGEST-16",
                "A digest of a flat copy is cut: it is there, so it isn't missing.", exit: 1,
                ["digest-malformed", "log-unreferenced", "log-unreferenced"] + orphanedPredecessor, digests: nil,
                logs: nil, path: name
            ) { world, digests in
                world.tree[name(digests[1].key)] = Array(GzipWriter.member(digests[1].content).prefix(100))
            },
        ]
    }

    private static var belowRegion: ConformanceCase {
        worldCase(
            "layout-logs-below-region-allowed", "ALLOW-8, PLACE-15",
            "Digests and logs are two roots. The logs' begins below the Region. The unproved newest digest is allowed.",
            exit: 0, SignatureCases.unproven, digests: [2, 1, 0, 0], logs: [4, 2, 0, 0, 0],
            options: ["--allow", "digest-signature-unavailable"], archives: ["tree/digests", "tree/logs"],
            signatures: []
        ) { world in
            for digest in World.hourly(Trail(), 0..<3) {
                world.tree["digests/" + digest.key] = GzipWriter.member(digest.content)
                for log in digest.logs {
                    world.tree["logs/" + day(log.key, less: 1)] = GzipWriter.member(log.content)
                }
            }
        }
    }

    /// `ACCOUNT/REGION/DAY`, without kind folders.
    private static func accountAndRegion(_ key: String) -> String { "111122223333/" + wholeDay(key) }

    private static var accountRegion: ConformanceCase {
        copied(
            "account-region", "PLACE-13, PLACE-7",
            "Both kinds lie in one folder of the Region in the account's folder: a Region isn't another service.",
            path: accountAndRegion)
    }

    private static var accountRegionTampered: ConformanceCase {
        copied(
            "account-region-tampered", "PLACE-13, ACCOUNT-0",
            "The same, and a log of it is gone. Another account is whole.", exit: 1, ["log-missing"], digests: nil,
            logs: nil, path: accountAndRegion
        ) { world, digests in
            world.tree[accountAndRegion(digests[1].logs[0].key)] = nil
            let others = World.hourly(trail { $0.account = "444455556666" }, 22..<26)
            world.publish(others)
            world.saveHead(others.last)
        }
    }
}
