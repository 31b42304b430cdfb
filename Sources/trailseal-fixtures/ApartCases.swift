import VirtualTrail

/// Digests and logs in separate folders, so that no digest's place shows whose the logs are.
enum ApartCases {
    static var all: [ConformanceCase] {
        [nestedAccount, otherOrganization, inflatedBesideOther, headBesideForged, guessedOwner, linkToOther]
    }

    private static func apart(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected],
        logs: [Int], options: [String] = [], below: String = "", _ change: (inout World, String) -> Void
    ) -> ConformanceCase {
        worldCase(
            "apart-" + name, rule, description, exit: exit, findings, logs: logs, options: options,
            archives: ["tree/digests", "tree/logs"]
        ) { world in
            let digests = World.hourly(Trail(), 0..<3)
            for digest in digests {
                world.tree["digests/" + digest.key.dropFirst(below.count)] = GzipWriter.member(digest.content)
                for log in digest.logs {
                    world.tree["logs/" + log.key.dropFirst(below.count)] = GzipWriter.member(log.content)
                }
            }
            world.saveHead(digests.last)
            change(&world, String(digests[1].logs[0].key.dropFirst(below.count)))
        }
    }

    private static var nestedAccount: ConformanceCase {
        let path =
            "111122223333/CloudTrail/us-east-1/2026/10/01/AWSLogs/999988887777/CloudTrail/us-east-1/2026/10/01/x.json.gz"
        return apart(
            "nested-account", "PLACE-13",
            "A folder that is called like another account's lies below a day of the account's, and only that account counts.",
            exit: 2, [Expected(code: "log-unreferenced", path: "tree/logs/" + path)], logs: [6, 0, 0, 0, 1],
            options: ["--account", "111122223333"], below: "AWSLogs/"
        ) { world, _ in world.forge("logs/" + path) }
    }

    private static var otherOrganization: ConformanceCase {
        apart(
            "other-organization", "PLACE-8", "A log lies in the folder of an organization that its key doesn't name.",
            exit: 1, ["log-missing", "log-unreferenced"], logs: [5, 0, 0, 1, 1]
        ) { world, key in
            let moved = key.replacing("AWSLogs/", with: "AWSLogs/o-abcdef1234/")
            world.apply(.rename("logs/" + key, to: "logs/" + moved))
        }
    }

    private static var inflatedBesideOther: ConformanceCase {
        apart(
            "inflated-beside-other", "FILE-4",
            "A log was stored inflated; an empty file with its name lies in the folder of another account.", exit: 0,
            [], logs: [6, 0, 0, 0, 0]
        ) { world, key in
            world.apply(.rename("logs/" + key, to: "logs/" + key.dropLast(3)))
            let name = key.split(separator: "/").last ?? ""
            world.tree["logs/y/999999999999/CloudTrail/us-east-1/2026/10/01/" + name] = []
        }
    }

    private static var guessedOwner: ConformanceCase {
        plainCase(
            "owner-guessed-by-folder", "PLACE-13",
            "A forged log lies in a folder of twelve digits that nothing shows to be an account's: nobody knows whose it is.",
            exit: 2, ["log-unreferenced"], logs: [6, 0, 0, 0, 1], options: ["--account", "111122223333"]
        ) { $0.world.forge("444455556666/" + forgedName("20261001T0030Z")) }
    }

    private static var linkToOther: ConformanceCase {
        plainCase(
            "link-to-what-is-no-log", "PLACE-16",
            "A link with a log's name, in a folder of logs, leads to a file of the copy that is judged as none.",
            exit: 2,
            ["file-unreadable"]
        ) { plain in
            plain.world.forge("z/other")
            plain.world.setup.append(
                .init(
                    .symlink, "tree/" + logFolder + forgedName("20261001T0030Z"), value: "../../../../../../../z/other")
            )
        }
    }

    private static var headBesideForged: ConformanceCase {
        plainCase(
            "allow-head-beside-other-account", "ALLOW-6",
            "A forged newer digest lies in the folder of another account: it is of no chain, so it isn't the newest.",
            exit: 0, ["digest-signature-unavailable", "log-digest-unverified"], digests: [2, 1, 0, 0], logs: nil,
            options: ["--account", "111122223333", "--allow", "digest-signature-unavailable"], saveHead: false
        ) { plain in
            let forged = Digest(
                plain.trail, from: .hour(3), to: .hour(4), logs: [], after: nil, signedBy: .second)
            let path = forged.key.replacing("AWSLogs/111122223333/", with: "AWSLogs/000000000000/")
            plain.world.tree[path] = GzipWriter.member(forged.content)
        }
    }
}
