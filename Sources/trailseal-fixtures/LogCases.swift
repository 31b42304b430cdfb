import VirtualTrail

/// Log files.
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
            make("clean", "VERDICT-1", "Nothing was touched.", exit: 0),
            make(
                "log-recompressed", "LOG-8, UNSEEN-10",
                "A log is compressed at another level; only the content is signed.",
                exit: 0
            ) {
                $0.world.apply(.recompress($0.log(1), content: $0.digests[1].logs[0].content))
            },
            make(
                "log-stored-inflated", "LOG-9", "A log is stored inflated under its own name.", exit: 0,
                ["stored-inflated"]
            ) {
                $0.world.apply(.inflate($0.log(1), content: $0.digests[1].logs[0].content))
            },
            make(
                "log-stored-inflated-without-gz", "FILE-4", "A log is stored inflated, .gz dropped from its name.",
                exit: 0,
                ["stored-inflated"]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.tree[String($0.log(1).dropLast(3))] = $0.digests[1].logs[0].content
            },
            make(
                "log-hidden-names-ignored", "FILE-14, UNSEEN-7", "Files whose names begin with a dot aren't log files.",
                exit: 0
            ) {
                $0.world.tree[folder($0.log(1)) + "/.DS_Store"] = [1, 2, 3]
            },
            make(
                "log-zero-byte-marker", "FILE-16", "A zero-byte file that nothing lists is a folder marker.", exit: 0
            ) {
                $0.world.tree[folder($0.log(1)) + "/marker"] = []
            },
            make(
                "insight-files-not-judged", "FILE-9",
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
                "log-edited", "LOG-7, VERDICT-2", "An event in a log was changed.", exit: 1, ["log-hash-mismatch"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.edit($0.log(1), replacing: "GetObject", with: "PutObject"))
            },
            make(
                "log-deleted", "LOG-4", "A log was deleted.", exit: 1, ["log-missing"],
                logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
            },
            make(
                "logs-swapped", "LOG-7", "Two logs have changed places.", exit: 1,
                ["log-hash-mismatch", "log-hash-mismatch"],
                logs: [4, 0, 2, 0, 0]
            ) { $0.world.apply(.swap($0.log(0), $0.log(1))) },
            make(
                "log-renamed", "LOG-4, FILE-5", "A log was renamed: the old key is missing, the new one in no digest.",
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
                "log-truncated", "LOG-11", "A log is cut off.", exit: 1, ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.truncate($0.log(1), by: 20))
            },
            make(
                "log-trailer-cut", "LOG-11", "The last byte of a log is missing.", exit: 1,
                ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.truncate($0.log(1), by: 1)) },
            make(
                "log-bad-crc", "LOG-11", "The CRC of a log is wrong.", exit: 1, ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.flip($0.log(1), fromEnd: 8))
            },
            make(
                "log-bad-length", "LOG-11", "The length of a log is wrong.", exit: 1,
                ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.flip($0.log(1), fromEnd: 4)) },
            make(
                "log-empty", "LOG-11", "A listed log has zero bytes.", exit: 1, ["log-malformed"],
                logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.replace($0.log(1), with: []))
            },
            make(
                "log-trailing-byte", "LOG-10", "One byte follows the gzip member.", exit: 1,
                ["log-trailing-data"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.append($0.log(1), [0])) },
            make(
                "log-second-member", "LOG-10", "A second gzip member with forged events follows.",
                exit: 1,
                ["log-trailing-data"], logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.append($0.log(1), GzipWriter.member(Array("{\"Records\":[]}".utf8))))
            },
            make(
                "log-trailing-and-edited", "LOG-10", "A log was changed and bytes follow its member: both are said.",
                exit: 1,
                ["log-hash-mismatch", "log-trailing-data"], logs: [5, 0, 1, 0, 0]
            ) {
                $0.world.apply(.edit($0.log(1), replacing: "GetObject", with: "PutObject"))
                $0.world.apply(.append($0.log(1), [1, 2]))
            },
            make(
                "log-inflated-and-edited", "LOG-7", "A log is stored inflated and was changed.", exit: 1,
                ["log-hash-mismatch"],
                logs: [5, 0, 1, 0, 0]
            ) { $0.world.apply(.inflate($0.log(1), content: Array("{\"Records\":[]}".utf8))) },
            make(
                "log-s3-error-answer", "LOG-7, LOG-18", "S3's error answer was saved as a log.", exit: 1,
                ["log-hash-mismatch"], logs: [5, 0, 1, 0, 0]
            ) {
                let answer = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code></Error>"
                $0.world.apply(.replace($0.log(1), with: Array(answer.utf8)))
            },
            make(
                "log-gzipped-twice", "LOG-7, LOG-18", "A log was compressed once more.", exit: 1,
                ["log-hash-mismatch"], logs: [5, 0, 1, 0, 0]
            ) {
                let once = GzipWriter.member($0.digests[1].logs[0].content)
                $0.world.apply(.replace($0.log(1), with: GzipWriter.member(once)))
            },
            make(
                "log-both-names", "FILE-19", "X.json beside X.json.gz holds the same bytes: silent.", exit: 0
            ) {
                $0.world.tree[String($0.log(1).dropLast(3))] = $0.digests[1].logs[0].content
            },
        ]
    }

    private static var unlisted: [ConformanceCase] {
        [
            make(
                "log-unreferenced-within", "FILE-5", "A file in a log folder that no digest lists, in covered time.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(1) + 2_400, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-after", "FILE-5", "A log later than the newest digest: perhaps not yet digested.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-any-name", "FILE-1", "Whatever its name, a file in a log folder is a log file.",
                exit: 2,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1]
            ) { $0.world.tree[folder($0.log(1)) + "/notes.txt"] = [65] },
            make(
                "log-unreferenced-allowed", "ALLOW-1, ALLOW-12",
                "The unreferenced log is allowed: a note, and exit status 0.",
                exit: 0,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1], options: ["--allow", "log-unreferenced"]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-allowed-interval", "ALLOW-13", "Allowed for an interval that holds its stamp.",
                exit: 0,
                ["log-unreferenced"], logs: [6, 0, 0, 0, 1],
                options: ["--allow", "log-unreferenced=2026-10-01T03:00:00Z/2026-10-01T04:00:00Z"]
            ) {
                $0.world.publish([Log($0.trail, at: .hour(3) + 300, records: 1, seed: 99)])
            },
            make(
                "log-unreferenced-allowed-elsewhere", "ALLOW-13", "Allowed for another interval only.", exit: 2,
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
                "log-symlink", "LOG-5, PLACE-17",
                "A link to the genuine log stands in its place: never followed.", exit: 1,
                ["file-unreadable", "log-missing"], logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.setup = [.init(.symlink, "tree/" + $0.log(1), value: "/etc/passwd")]
            },
            make(
                "log-fifo", "LOG-5, PLACE-17", "A FIFO stands in a log's place: never opened.", exit: 1,
                ["file-unreadable", "log-missing"], logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.setup = [.init(.fifo, "tree/" + $0.log(1))]
            },
            make(
                "log-folder", "LOG-5", "A folder stands in a log's place.", exit: 1, ["log-missing"],
                logs: [5, 0, 0, 1, 0]
            ) {
                $0.world.apply(.delete($0.log(1)))
                $0.world.setup = [.init(.mkdir, "tree/" + $0.log(1))]
            },
            make(
                "folder-symlink", "PLACE-18", "A link to a folder below an account folder.", exit: 2,
                ["file-unreadable"]
            ) { $0.world.setup = [.init(.symlink, odd + "/link", value: "/")] },
            make(
                "log-name-escaped", "REPORT-4", "A name with a line feed and an escape sequence.", exit: 2,
                ["log-unreferenced"],
                logs: [6, 0, 0, 0, 1]
            ) {
                $0.world.setup = [.init(.write, odd + "/a\u{a}\u{1b}[31mb", value: "x")]
            },
            make(
                "log-name-kelvin", "PLACE-1", "A name with KELVIN SIGN beside one with K: two files.", exit: 2,
                ["log-unreferenced", "log-unreferenced"], logs: [6, 0, 0, 0, 2]
            ) {
                $0.world.setup = [
                    .init(.write, odd + "/K", value: "x"), .init(.write, odd + "/\u{212A}", value: "x"),
                ]
            },
        ]
    }
}
