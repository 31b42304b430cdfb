import VirtualTrail

/// What can't be read: links, folders that are too deep, and folders that can't be listed.
enum ObstacleCases {
    static var all: [ConformanceCase] { named + deleted + closed }

    private static let logs = "AWSLogs/111122223333/CloudTrail/us-east-1/"
    /// Deeper than the verifier's limit (LIMIT-5).
    private static let deep = String(repeating: "a/", count: 64)

    private static var named: [ConformanceCase] {
        func planted(
            _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [Expected] = [],
            logs: Counted = .whole, options: [String] = window(0, 3),
            _ plant: @escaping (inout World, [Digest]) -> Void
        ) -> ConformanceCase {
            chainCase(name, rule, description, exit: exit, findings, logs: logs, options: options, plant)
        }
        return [
            planted(
                "obstacle-link-of-another-year", "ACCOUNT-5, PLACE-18",
                "A link in the folder of logs has the name of a log of another year.", exit: 2, ["file-unreadable"]
            ) { world, _ in
                world.setup = [.init(.symlink, "tree/" + logFolder + forgedName("20200101T0100Z"), value: "/etc")]
            },
            planted(
                "obstacle-deep-folder-of-another-year", "ACCOUNT-5, PLACE-18",
                "A folder that is too deep has the time of another year in its name.", exit: 2, ["file-unreadable"]
            ) { world, _ in
                world.setup = [.init(.write, "tree/" + logFolder + deep + "_20200101T0100Z_/x", value: "x")]
            },
            planted(
                "obstacle-of-another-account", "ACCOUNT-5",
                "A link lies in the folder of an account that the run doesn't ask for.", exit: 0,
                options: ["--account", "111122223333"]
            ) { world, _ in
                world.setup = [.init(.symlink, "tree/AWSLogs/444455556666/CloudTrail/link", value: "/etc")]
            },
            planted(
                "link-to-walked-folder", "PLACE-16", "A link leads to a folder of the copy, which was walked.", exit: 0
            ) { world, _ in
                world.setup = [
                    .init(.symlink, "tree/AWSLogs/111122223333/CloudTrail/us-east-1/latest", value: "2026/10/01")
                ]
            },
            planted(
                "link-to-walked-log-in-place", "PLACE-16, LOG-5",
                "In a log's place stands a link to another log of the copy.", exit: 1,
                ["file-unreadable", "log-missing"], logs: [2, 0, 0, 1, 0]
            ) { world, digests in
                let (one, two) = (digests[0].logs[0].key, digests[1].logs[0].key)
                world.apply(.delete(one))
                world.setup = [
                    .init(.symlink, "tree/" + one, value: two.split(separator: "/").last.map(String.init))
                ]
            },
            planted(
                "link-to-log-out-of-scope", "PLACE-16, ACCOUNT-5",
                "A link has the name of a log in the window. It leads to a forged log out of scope.", exit: 2,
                ["file-unreadable"]
            ) { world, _ in
                let old = "2026/08/15/" + forgedName("20260815T0110Z")
                world.forge(logs + old)
                world.setup = [
                    .init(
                        .symlink, "tree/" + logFolder + forgedName("20261001T0120Z"),
                        value: "../../../" + old)
                ]
            },
            planted(
                "link-to-folder-out-of-scope", "PLACE-16",
                "A folder link in a day folder of the window leads to a day folder out of scope.", exit: 2,
                ["file-unreadable"]
            ) { world, _ in
                world.forge(logs + "2026/08/15/notes.json.gz")
                world.setup = [.init(.symlink, "tree/" + logFolder + "more", value: "../../08/15")]
            },
            planted(
                "link-of-notes-to-folder-out-of-scope", "PLACE-16",
                "A link outside the account's folders leads to a day folder out of scope.", exit: 0
            ) { world, _ in
                world.forge(logs + "2026/08/15/" + forgedName("20260815T0110Z"))
                world.setup = [.init(.symlink, "tree/august", value: logs + "2026/08")]
            },
            planted(
                "link-named-like-next-digest", "PLACE-16",
                "A link has the name of the digest that would come next. It leads to the last one.", exit: 2,
                ["file-unreadable"], options: []
            ) { world, digests in
                let next = Trail().digestKey(.hour(4), isBackfill: false)
                world.setup = [
                    .init(.symlink, "tree/" + next, value: digests[2].key.split(separator: "/").last.map(String.init))
                ]
            },
            planted(
                "allow-unreadable-log", "ALLOW-9", "A link stands in a log's place, and what can't be read is allowed.",
                exit: 1, ["file-unreadable", "log-missing"], logs: [2, 0, 0, 1, 0],
                options: ["--allow", "file-unreadable"]
            ) { world, digests in
                world.apply(.delete(digests[0].logs[0].key))
                world.setup = [.init(.symlink, "tree/" + digests[0].logs[0].key, value: "nowhere")]
            },
            planted(
                "allow-unreadable-link", "ALLOW-9", "A link that hides nothing which is listed is allowed.", exit: 0,
                ["file-unreadable"], options: ["--allow", "file-unreadable"]
            ) { world, _ in world.setup = [.init(.symlink, "tree/" + logFolder + "link", value: "/etc")] },
        ]
    }

    /// Logs were deleted, and an unlistable folder was planted elsewhere.
    private static var deleted: [ConformanceCase] {
        let filters = window(0, 3) + ["--account", "111122223333", "--region", "us-east-1"]
        return [
            worldCase(
                "deleted-logs-behind-deep-folder", "PLACE-19",
                "Digests and logs lie in two roots. Two logs were deleted; a folder of the second root is too deep.",
                exit: 1, ["log-missing", "log-missing", "file-unreadable"], digests: [3, 0, 0, 0],
                logs: [1, 0, 0, 2, 0], options: filters, archives: ["tree/digests", "tree/logs"]
            ) { world in
                let digests = hourly(0..<3)
                for digest in digests {
                    world.tree["digests/" + digest.key.dropFirst("AWSLogs/111122223333/".count)] =
                        GzipWriter.member(digest.content)
                }
                for log in digests[0].logs {
                    world.tree["logs/" + log.key.dropFirst("AWSLogs/111122223333/".count)] =
                        GzipWriter.member(log.content)
                }
                world.saveHead(digests.last)
                world.setup = [
                    .init(.write, "tree/logs/CloudTrail/us-east-1/" + deep + "_20200101T0100Z_/x", value: "x")
                ]
            },
            chainCase(
                "deleted-logs-behind-closed-folder", "PLACE-19",
                "Two logs were deleted. A planted folder beside a copied digest is called like their place, and closed.",
                exit: 1, ["log-missing", "log-missing"], tolerated: ["file-unreadable"], logs: [1, 0, 0, 2, 0],
                options: filters
            ) { world, digests in
                for digest in digests.dropFirst() { for log in digest.logs { world.apply(.delete(log.key)) } }
                let folder = "y/999999999999/"
                world.apply(
                    .copy(
                        digests[0].key,
                        to: digests[0].key.replacing("AWSLogs/111122223333/", with: folder, maxReplacements: 1)))
                let closed = folder + "CloudTrail/us-east-1/2026/10"
                world.tree[closed + "/01/x"] = [1]
                world.setup = [.init(.chmod, "tree/" + closed, value: "0")]
            },
        ]
    }

    /// A folder on the place of a named file can't be listed.
    private static var closed: [ConformanceCase] {
        func logs(_ name: String, _ rule: String, _ description: String, _ options: [String]) -> ConformanceCase {
            chainCase(
                name, rule, description, exit: 2, ["file-unreadable"], tolerated: ["file-unreadable", "unaccounted"],
                logs: [0, 3, 0, 0, 0], options: options
            ) { world, _ in world.setup = [.init(.chmod, "tree/" + logFolder.dropLast(), value: "0")] }
        }
        return [
            logs(
                "logs-folder-closed", "PLACE-19, VERDICT-6",
                "The folder of the logs can't be listed: nobody knows whether they are there.", []),
            logs(
                "logs-folder-closed-allowed", "ALLOW-9",
                "The same, allowed: that excuses the folder and not the logs in it.", ["--allow", "file-unreadable"]),
            worldCase(
                "predecessor-folder-closed", "TIME-11",
                "The folder of the digest that comes before the copy's oldest can't be listed.", exit: 2,
                [gap(22, 23), "file-unreadable"], digests: [3, 0, 0, 0], logs: [0, 0, 0, 0, 0], options: window(22, 26)
            ) { world in
                // The end times 23:00 and 24:00 lie in different day folders.
                let digests = hourly(22..<26, logs: 0)
                world.publish(digests)
                world.saveHead(digests.last)
                let folder = digests[0].key.split(separator: "/").dropLast().joined(separator: "/")
                world.setup = [.init(.chmod, "tree/" + folder, value: "0")]
            },
        ]
    }
}
