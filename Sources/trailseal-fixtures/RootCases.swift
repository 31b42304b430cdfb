import VirtualTrail

/// Files planted in roots that begin below the account, and in folders whose names are meant to hide them.
enum RootCases {
    static var all: [ConformanceCase] { roots + services + dots + regions + flat }

    private static let account = "tree/AWSLogs/111122223333/"
    private static let planted = forgedName("20261001T0030Z")

    /// A case with a forged file. Only its folder or its name shows that it is a log.
    private static func forged(
        _ name: String, _ rule: String, _ description: String, at path: String, archives: [String] = ["tree"],
        options: [String] = [], exit: Int = 2, digests: Counted = .whole,
        _ change: @escaping (inout World, [Digest]) -> Void = { _, _ in }
    ) -> ConformanceCase {
        chainCase(
            name, rule, description, exit: exit, exit == 0 ? [] : ["log-unreferenced"], digests: digests,
            logs: [3, 0, 0, 0, exit == 0 ? 0 : 1], options: options, archives: archives
        ) { world, digests in
            world.forge(path)
            change(&world, digests)
        }
    }

    private static var roots: [ConformanceCase] {
        let kinds = [account + "CloudTrail", account + "CloudTrail-Digest"]
        let days = ["CloudTrail", "CloudTrail-Digest"].map { account + $0 + "/us-east-1/2026/10/01" }
        func renamed(_ world: inout World) {
            world.tree = Dictionary(
                world.tree.map { path, bytes in
                    let parts = path.split(separator: "/").dropFirst(2)
                    let root = parts.first == "CloudTrail-Digest" ? "digests/" : "logs/"
                    return (root + parts.dropFirst().joined(separator: "/"), bytes)
                }
            ) { first, _ in first }
        }
        return [
            forged(
                "root-kind-other-name", "PLACE-13, FILE-1",
                "Digests and logs are roots; a file of another name lies beside the Regions.",
                at: String(logFolder.prefix(32)) + "x", archives: kinds),
            forged(
                "root-kind-renamed-other-name", "PLACE-21, FILE-1", "The same, and the folders have other names.",
                at: String(logFolder.prefix(32)) + "x", archives: ["tree/digests", "tree/logs"]
            ) { world, _ in renamed(&world) },
            forged(
                "root-kind-other-service", "PLACE-13",
                "A root is a folder of logs; in it lies what looks like another account's and service's.",
                at: String(logFolder.prefix(32)) + "AWSLogs/999988887777/Config/" + planted, archives: kinds),
            forged(
                "root-called-like-a-kind", "FILE-11, PLACE-13",
                "A whole copy in a folder called like one of CloudTrail's: its other files are the examiner's.",
                at: "CloudTrail-2026/README", archives: ["tree/CloudTrail-2026"], exit: 0
            ) { world, digests in
                for digest in digests {
                    for key in [digest.key] + digest.logs.map(\.key) {
                        world.apply(.rename(key, to: "CloudTrail-2026/" + key))
                    }
                }
            },
            forged(
                "root-called-like-a-kind-forged", "FILE-2", "The same, and a forged log lies at its top.",
                at: "CloudTrail-2026/" + planted, archives: ["tree/CloudTrail-2026"]
            ) { world, digests in
                for digest in digests {
                    for key in [digest.key] + digest.logs.map(\.key) {
                        world.apply(.rename(key, to: "CloudTrail-2026/" + key))
                    }
                }
            },
            forged(
                "root-day-other-name", "PLACE-13, FILE-1",
                "The roots are the folders of a day; a file of another name lies in it.", at: logFolder + "x",
                archives: days),
            forged(
                "root-above-digest-copied-to-top", "FILE-13",
                "A copied digest at the top of a whole copy makes it no folder of digests.", at: logFolder + "x",
                digests: .open
            ) { world, digests in
                let path = digests[1].key.split(separator: "/").dropFirst(3).joined(separator: "/")
                world.apply(.copy(digests[1].key, to: path))
            },
        ]
    }

    private static var services: [ConformanceCase] {
        [
            forged(
                "service-nested-account", "PLACE-13, PLACE-14",
                "A forged log lies in a copy of the account's folders in its own.",
                at: "AWSLogs/111122223333/" + logFolder + planted),
            forged(
                "service-nested-kind", "PLACE-14", "A forged log lies in a folder `CloudTrail` below another one.",
                at: "AWSLogs/111122223333/x/CloudTrail/us-east-1/2026/10/01/x"),
            forged(
                "service-small-letters", "FILE-2", "A forged log lies in a folder `cloudtrail` of the account.",
                at: "AWSLogs/111122223333/cloudtrail/us-east-1/2026/10/01/" + planted),
            forged(
                "service-own-names", "FILE-2", "Another service's files have names of its own.",
                at: "AWSLogs/111122223333/vpcflowlogs/us-east-1/2026/10/01/"
                    + planted.replacing("_CloudTrail_", with: "_vpcflowlogs_"), exit: 0),
        ]
    }

    private static var dots: [ConformanceCase] {
        [
            forged(
                "hidden-above-accounts", "FILE-20",
                "A forged log lies in a hidden folder at the top of a whole copy, above all accounts.",
                at: ".x/" + planted),
            forged(
                "hidden-logs-folder", "FILE-20", "A forged log lies in a copy of the folders below `.AWSLogs`.",
                at: "." + logFolder + planted),
            forged(
                "hidden-above-accounts-digest-copied", "FILE-20, FILE-13",
                "The same as in the hidden folder, and a copied digest lies at the top.", at: ".x/" + planted,
                digests: .open
            ) { world, digests in
                let path = digests[1].key.split(separator: "/").dropFirst(3).joined(separator: "/")
                world.apply(.copy(digests[1].key, to: path))
            },
            forged(
                "hidden-other-names", "FILE-20", "Hidden files without a log's name lie above the accounts.",
                at: ".svn/entries", exit: 0),
            chainCase(
                "hidden-in-flat-folder", "FILE-20", "A forged log lies in a hidden folder of a flat copy.", exit: 0
            ) { world, _ in
                world.tree = Dictionary(
                    world.tree.map { ($0.key.split(separator: "/").last.map(String.init) ?? $0.key, $0.value) }
                ) { first, _ in first }
                world.forge(".sub/" + planted)
            },
        ]
    }

    /// Copied digests at their paths in the bucket, in a folder where everything else lies by base name.
    private static var flat: [ConformanceCase] {
        func base(_ key: String) -> String { key.split(separator: "/").last.map(String.init) ?? key }
        return [
            chainCase(
                "flat-digest-copied-to-its-key", "PLACE-8, FILE-13",
                "A flat copy, and a copied digest in the folders of its key: the logs lie where they lay.", exit: 0,
                digests: .open
            ) { world, digests in
                world.tree = Dictionary(world.tree.map { (base($0.key), $0.value) }) { first, _ in first }
                world.apply(.copy(base(digests[1].key), to: digests[1].key))
            },
            chainCase(
                "flat-digest-moved-to-its-key", "PLACE-8, FILE-13", "The same, and the digest was moved.", exit: 0
            ) { world, digests in
                world.tree = Dictionary(world.tree.map { (base($0.key), $0.value) }) { first, _ in first }
                world.apply(.rename(base(digests[1].key), to: digests[1].key))
            },
            worldCase(
                "flat-logs-digest-copied", "PLACE-8, FILE-13",
                "Digests in one root, logs by their base names in another, in which a digest was copied.", exit: 0,
                digests: nil, archives: ["tree/digests", "tree/logs"]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                for digest in digests {
                    world.tree["digests/" + digest.key] = GzipWriter.member(digest.content)
                    for log in digest.logs { world.tree["logs/" + base(log.key)] = GzipWriter.member(log.content) }
                }
                world.saveHead(digests.last)
                world.apply(.copy("digests/" + digests[1].key, to: "logs/" + digests[1].key))
            },
        ]
    }

    private static var regions: [ConformanceCase] {
        let other = logFolder.replacing("us-east-1", with: "eu-west-1")
        return [
            forged(
                "region-of-name-outside-account", "PLACE-15",
                "A forged log in a folder of another Region, without an account's: no filter leaves it out.",
                at: "CloudTrail/eu-west-1/" + planted, options: ["--region", "us-east-1"]),
            forged(
                "region-of-name", "PLACE-15", "The same in the account's folder.", at: other + planted,
                options: ["--region", "us-east-1"]),
        ]
    }
}
