import VirtualTrail

/// A genuine digest of one account is copied to a place above all accounts' folders. It doesn't make that place the
/// account's.
enum PlantedOwnerCases {
    static var all: [ConformanceCase] {
        [
            planted("log", "A forged log of another account lies beside it.", ["log-unreferenced"], logs: 1) {
                $0.forge(forgedName("20261001T0030Z"))
            },
            planted(
                "log-allowed", "The same, and unlisted logs of the digest's account are allowed.",
                ["log-unreferenced"], logs: 1, options: ["--allow", "log-unreferenced=\(other)/*/*"]
            ) { $0.forge(forgedName("20261001T0030Z")) },
            planted(
                "log-folder", "A forged log without an account in its name lies beside it.",
                ["log-unreferenced"], logs: 1, folder: "x/CloudTrail-Digest/us-east-1/2026/10/01/"
            ) { $0.forge("x/CloudTrail/us-east-1/2026/10/01/events.json.gz") },
            planted("link", "A link that leads nowhere has the name of a folder of accounts.", ["file-unreadable"]) {
                $0.setup.append(.init(.symlink, "tree/bucket/AWSLogs", value: "nowhere"))
            },
            contested(withDigest: false), contested(withDigest: true),
        ]
    }

    /// The root is an account's folder. A forged log in it has a third account's name.
    private static func contested(withDigest: Bool) -> ConformanceCase {
        chainCase(
            withDigest ? "owner-contested" : "owner-of-root", "PLACE-13, FILE-13",
            withDigest
                ? "A root is an account's folder, and a digest of another account lies in it: it takes no file out of scope."
                : "A root is an account's folder, and a log in it has another account's name.",
            exit: 2, ["log-unreferenced"], logs: [3, 0, 0, 0, 1], options: ["--account", "111122223333"],
            archives: ["tree/AWSLogs/111122223333"]
        ) { world, _ in
            world.forge(logFolder + forgedName("20261001T0030Z", account: "777788889999"))
            guard withDigest, let foreign = hourly(0..<1, of: trail { $0.account = other }, logs: 0).first else {
                return
            }
            let name = foreign.key.split(separator: "/").last.map(String.init) ?? ""
            world.tree["AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/" + name] = GzipWriter.member(
                foreign.content)
            world.saveHead(foreign)
        }
    }

    private static let other = "444455556666"

    private static func planted(
        _ name: String, _ description: String, _ findings: [Expected], logs: Int = 0, options: [String] = [],
        folder: String = "", _ change: (inout World) -> Void
    ) -> ConformanceCase {
        worldCase(
            "owner-planted-" + name, "PLACE-13, ACCOUNT-5, SCOPE-3",
            "A digest of an account is copied above all accounts' folders. " + description, exit: 2, findings,
            digests: nil, logs: nil, options: options.isEmpty ? ["--account", "111122223333"] : options
        ) { world in
            let digests = World.hourly(Trail(), 0..<2)
            let others = World.hourly(trail { $0.account = other }, 0..<2)
            world.publish(digests + others)
            for chain in [digests, others] { world.saveHead(chain.last) }
            let name = others[0].key.split(separator: "/").last.map(String.init) ?? ""
            world.apply(.copy(others[0].key, to: folder + name))
            change(&world)
        }
    }
}
