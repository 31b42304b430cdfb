import VirtualTrail

/// Cases about log files: sections 4 and 5 of the contract.
enum LogCases {
    private static func make(
        _ name: String, _ rule: String, _ description: String, exit: Int, _ findings: [String] = [],
        digests: [Int] = [3, 0, 0, 0], logs: [Int] = [6, 0, 0, 0, 0], options: [String] = [],
        _ change: (inout Plain) -> Void = { _ in }
    ) -> ConformanceCase {
        var plain = Plain()
        change(&plain)
        return ConformanceCase(
            name: name, rule: rule, description: description, world: plain.world, options: options, exitStatus: exit,
            verdict: verdict(of: exit), findings: findings.map { Expected(code: $0) }, digests: digests, logs: logs)
    }

    static var all: [ConformanceCase] { healthy + damaged + unlisted + special }

    private static var healthy: [ConformanceCase] {
        [
            make("clean", "section 4", "Nothing was touched.", exit: 0),
            make(
                "log-recompressed", "section 4", "A log is compressed at another level; only the content is signed.",
                exit: 0
            ) {
                $0.world.apply(.recompress($0.log(1), content: $0.digests[1].logs[0].content))
            },
            make(
                "log-stored-inflated", "section 4", "A log is stored inflated under its own name.", exit: 0,
                ["stored-inflated"]
            ) {
                $0.world.apply(.inflate($0.log(1), content: $0.digests[1].logs[0].content))
            },
            make(
                "log-stored-inflated-without-gz", "section 4", "A log is stored inflated, .gz dropped from its name.",
                exit: 0,
                ["stored-inflated"]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.tree[String($0.log(1).dropLast(3))] = $0.digests[1].logs[0].content
            },
            make(
                "log-hidden-names-ignored", "section 4", "Files whose names begin with a dot are no log files.", exit: 0
            ) {
                $0.world.tree[folder($0.log(1)) + "/.DS_Store"] = [1, 2, 3]
            },
            make(
                "log-zero-byte-marker", "section 4", "A zero-byte file that nothing lists is a folder marker.", exit: 0
            ) {
                $0.world.tree[folder($0.log(1)) + "/marker"] = []
            },
            make(
                "insight-files-not-judged", "section 4",
                "Files of CloudTrail Insights that nothing lists are only counted.", exit: 0
            ) {
                $0.world.tree["AWSLogs/111122223333/CloudTrail-Insight/us-east-1/2026/10/01/insight.json.gz"] =
                    GzipWriter.member(Array("{}".utf8))
            },
        ]
    }

    private static func folder(_ key: String) -> String { key.split(separator: "/").dropLast().joined(separator: "/") }

    private static var damaged: [ConformanceCase] {
        [
            make(
                "log-edited", "section 4", "An event in a log was changed.", exit: 1, ["log-hash-mismatch"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.edit($0.log(1), replacing: "GetObject", with: "PutObject"))
            },
            make(
                "log-deleted", "section 5 log-missing", "A log was deleted.", exit: 1, ["log-missing"],
                logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
            },
            make(
                "logs-swapped", "section 4", "Two logs have changed places.", exit: 1,
                ["log-hash-mismatch", "log-hash-mismatch"],
                logs: [4, 0, 2, 0, 0]
            ) { $0.world.apply(.swap($0.log(0), $0.log(1))) },
            make(
                "log-renamed", "section 4", "A log was renamed: the old key is missing, the new one in no digest.",
                exit: 1,
                ["log-missing", "log-unreferenced"], logs: [5, 0, 0, 1, 1]
            ) {
                $0.world.apply(
                    .rename(
                        $0.log(1),
                        to: folder($0.log(1))
                            + "/111122223333_CloudTrail_us-east-1_20261001T0105Z_renamedrenamed00.json.gz"))
            },
            make(
                "log-truncated", "section 5 log-malformed", "A log is cut off.", exit: 1, ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.truncate($0.log(1), by: 20))
            },
            make(
                "log-trailer-cut", "section 5 log-malformed", "The last byte of a log is missing.", exit: 1,
                ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.truncate($0.log(1), by: 1)) },
            make(
                "log-bad-crc", "section 5 log-malformed", "The CRC of a log is wrong.", exit: 1, ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.flip($0.log(1), fromEnd: 8))
            },
            make(
                "log-bad-length", "section 5 log-malformed", "The length of a log is wrong.", exit: 1,
                ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.flip($0.log(1), fromEnd: 4)) },
            make(
                "log-empty", "section 5 log-malformed", "A listed log has zero bytes.", exit: 1, ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.replace($0.log(1), with: []))
            },
            make(
                "log-trailing-byte", "section 5 log-trailing-data", "One byte follows the gzip member.", exit: 1,
                ["log-trailing-data"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.append($0.log(1), [0])) },
            make(
                "log-second-member", "section 5 log-trailing-data", "A second gzip member with forged events follows.",
                exit: 1,
                ["log-trailing-data"], logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.append($0.log(1), GzipWriter.member(Array("{\"Records\":[]}".utf8))))
            },
            make(
                "log-trailing-and-edited", "section 5", "A log was changed and bytes follow its member: both are said.",
                exit: 1,
                ["log-hash-mismatch", "log-trailing-data"], logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.edit($0.log(1), replacing: "GetObject", with: "PutObject"))
                $0.world.apply(.append($0.log(1), [1, 2]))
            },
            make(
                "log-inflated-and-edited", "section 4", "A log is stored inflated and was changed.", exit: 1,
                ["log-hash-mismatch"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.inflate($0.log(1), content: Array("{\"Records\":[]}".utf8))) },
            make(
                "log-both-names", "section 4", "X.json beside X.json.gz is a file of its own, which nothing lists.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.tree[String($0.log(1).dropLast(3))] = $0.digests[1].logs[0].content
            },
        ]
    }

    private static var unlisted: [ConformanceCase] {
        [
            make(
                "log-unreferenced-within", "section 4", "A file in a log folder that no digest lists, in covered time.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(1) + 2_400, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-after", "section 4", "A log later than the newest digest: perhaps not yet digested.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-any-name", "section 4", "Whatever its name, a file in a log folder is a log file.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) { $0.world.tree[folder($0.log(1)) + "/notes.txt"] = [65] },
            make(
                "log-unreferenced-allowed", "section 2", "The unreferenced log is allowed: a note, and exit status 0.",
                exit: 0,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1], options: ["--allow", "log-unreferenced"]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-allowed-interval", "section 2", "Allowed for an interval that holds its stamp.",
                exit: 0,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1],
                options: ["--allow", "log-unreferenced=2026-10-01T03:00:00Z/2026-10-01T04:00:00Z"]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-allowed-elsewhere", "section 2", "Allowed for another interval only.", exit: 2,
                ["log-unreferenced"],
                logs: [6, 0, 0, 0, 1],
                options: ["--allow", "log-unreferenced=2026-10-01T05:00:00Z/2026-10-01T06:00:00Z"]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
        ]
    }

    private static var special: [ConformanceCase] {
        let odd = "tree/AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01"
        return [
            make(
                "log-symlink", "section 5 log-missing",
                "A link to the genuine log stands in its place: never followed.", exit: 1,
                ["file-unreadable", "log-missing"], logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.setup = [.init(.symlink, "tree/" + $0.log(1), value: "/etc/passwd")]
            },
            make(
                "log-fifo", "section 5 log-missing", "A FIFO stands in a log's place: never opened.", exit: 1,
                ["file-unreadable", "log-missing"], logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.setup = [.init(.fifo, "tree/" + $0.log(1))]
            },
            make(
                "log-folder", "section 5 log-missing", "A folder stands in a log's place.", exit: 1, ["log-missing"],
                logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.setup = [.init(.mkdir, "tree/" + $0.log(1))]
            },
            make(
                "folder-symlink", "section 5 file-unreadable", "A link to a folder below an account folder.", exit: 2,
                ["file-unreadable"]
            ) { $0.world.setup = [.init(.symlink, odd + "/link", value: "/")] },
            make(
                "log-name-escaped", "section 6", "A name with a line feed and an escape sequence.", exit: 2,
                ["log-unreferenced"],
                logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.setup = [.init(.write, odd + "/a\u{a}\u{1b}[31mb", value: "x")]
            },
            make(
                "log-name-kelvin", "section 6", "A name with KELVIN SIGN beside one with K: two files.", exit: 2,
                ["log-unreferenced", "log-unreferenced"], logs: [6, 0, 0, 0, 2]
            ) {
                $0.world.setup = [
                    .init(.write, odd + "/K", value: "x"), .init(.write, odd + "/\u{212A}", value: "x"),
                ]
            },
        ]
    }
}
