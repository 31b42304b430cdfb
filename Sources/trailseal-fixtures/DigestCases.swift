import VirtualTrail

/// Digest files that are damaged, forged or misplaced.
enum DigestCases {
    static var all: [ConformanceCase] { altered + malformed + misplaced + genuine }

    private static var altered: [ConformanceCase] {
        [
            plainCase(
                "digest-edited", "DIGEST-7, DIGEST-10", "A digest in mid chain was changed: two contradictions.",
                exit: 1,
                [
                    "digest-hash-mismatch", "digest-signature-invalid",
                    Expected(code: "log-digest-unverified", count: 2),
                ],
                digests: [2, 0, 1, 0], logs: [4, 2, 0, 0, 0]
            ) {
                $0.world.apply(.edit($0.digest(1), replacing: "oldestEventTime", with: "oldestEventTimf"))
            },
            plainCase(
                "digest-head-edited", "DIGEST-9, LOG-12", "The newest digest was changed.", exit: 1,
                ["digest-signature-invalid", "log-digest-unverified"], digests: [2, 0, 1, 0], logs: [4, 2, 0, 0, 0]
            ) {
                $0.world.apply(.edit($0.digest(2), replacing: "newestEventTime", with: "newestEventTimf"))
            },
            plainCase(
                "digest-resigned", "DIGEST-13",
                "The newest digest was rewritten with a key that AWS never had.",
                exit: 2, ["digest-key-unknown", Expected(code: "log-digest-unverified", count: 2)],
                digests: [2, 1, 0, 0],
                logs: [4, 2, 0, 0, 0]
            ) {
                let forged = Digest(
                    $0.trail, from: .hour(2), to: .hour(3), logs: $0.digests[2].logs, after: $0.digests[1],
                    signedBy: .forger)
                $0.world.publish([forged])
                $0.world.saveHead(forged)
            },
            plainCase(
                "digest-metadata-mismatch", "DIGEST-8",
                "A digest is proved by its successor, but its saved signature is another.", exit: 1,
                ["digest-metadata-mismatch"]
            ) {
                $0.world.saveHead($0.digests[1], signature: $0.digests[0].signature)
            },
        ]
    }

    /// A case in which something else lies in the second digest's place, so no digest lists its logs.
    private static func malformed(
        _ name: String, _ rule: String, _ description: String, edit: @escaping (inout Plain) -> Void
    ) -> ConformanceCase {
        plainCase(
            name, rule, description, exit: 1,
            ["digest-malformed", "log-unreferenced", "log-unreferenced"], digests: [2, 0, 1, 0], logs: [4, 0, 0, 0, 2]
        ) {
            edit(&$0)
            $0.world.saveHead($0.digests[0])
        }
    }

    private static var malformed: [ConformanceCase] {
        [
            plainCase(
                "digest-malformed-orphan", "DIGEST-3",
                "A damaged digest takes along the only copy of its predecessor's signature.", exit: 1,
                ["digest-malformed", "log-unreferenced", "log-unreferenced"] + orphanedPredecessor,
                digests: [1, 1, 1, 0], logs: [2, 2, 0, 0, 2]
            ) { $0.world.apply(.truncate($0.digest(1), by: 30)) },
            malformed("digest-truncated", "DIGEST-15, FILE-3", "A digest is cut off.") {
                $0.world.apply(.truncate($0.digest(1), by: 30))
            },
            malformed("digest-trailing", "DIGEST-15", "A byte follows a digest's gzip member.") {
                $0.world.apply(.append($0.digest(1), [0]))
            },
            malformed("digest-empty", "DIGEST-18", "A digest has zero bytes.") {
                $0.world.apply(.replace($0.digest(1), with: []))
            },
            malformed("digest-not-json", "DIGEST-15", "A digest isn't JSON.") {
                $0.world.apply(.replace($0.digest(1), with: GzipWriter.member(Array("hello".utf8))))
            },
            malformed("digest-not-utf8", "DIGEST-15", "A string in a digest isn't UTF-8.") {
                let path = $0.digest(1)
                let text = $0.digests[1].content
                $0.world.apply(
                    .replace(
                        path,
                        with: GzipWriter.member([text[0]] + [0x22, 0x61, 0xFF, 0x22, 0x3A, 0x31, 0x2C] + text[1...])))
            },
            malformed("digest-member-twice", "DIGEST-16", "A member is given twice.") {
                $0.world.apply(
                    .edit(
                        $0.digest(1), replacing: "{\"awsAccountId\"",
                        with: "{\"awsAccountId\":\"111122223333\",\"awsAccountId\""))
            },
            malformed(
                "digest-member-twice-escaped", "DIGEST-16", "A member is given twice, once with an escape in its name."
            ) {
                $0.world.apply(
                    .edit(
                        $0.digest(1), replacing: "{\"awsAccountId\"",
                        with: "{\"aws\\u0041ccountId\":\"111122223333\",\"awsAccountId\""))
            },
            malformed("digest-member-missing", "DIGEST-16", "A required member is missing.") {
                $0.world.apply(.edit($0.digest(1), replacing: "\"digestS3Bucket\"", with: "\"digestS3Bocket\""))
            },
            malformed("digest-member-type", "DIGEST-16", "A member has the wrong type.") {
                $0.world.apply(
                    .edit(
                        $0.digest(1), replacing: "\"awsAccountId\":\"111122223333\"",
                        with: "\"awsAccountId\":111122223333"))
            },
            malformed("digest-account-disagrees", "DIGEST-17", "Account and declared key disagree.") {
                $0.world.apply(
                    .edit(
                        $0.digest(1), replacing: "\"awsAccountId\":\"111122223333\"",
                        with: "\"awsAccountId\":\"444455556666\""))
            },
            malformed("digest-time-disagrees", "DIGEST-17", "End time and declared key disagree.") {
                $0.world.apply(
                    .edit(
                        $0.digest(1), replacing: "\"digestEndTime\":\"2026-10-01T02",
                        with: "\"digestEndTime\":\"2026-10-01T09"))
            },
            malformed("digest-deep-json", "LIMIT-4", "JSON nested deeper than any digest.") {
                let deep = String(repeating: "[", count: 5_000)
                $0.world.apply(.replace($0.digest(1), with: GzipWriter.member(Array(deep.utf8))))
            },
        ]
    }

    private static var misplaced: [ConformanceCase] {
        [
            plainCase(
                "digest-replayed", "DIGEST-21", "An older digest lies under a newer one's name.",
                exit: 1,
                [Expected(code: "digest-relocated", key: Plain().digest(1)), "log-unreferenced", "log-unreferenced"],
                digests: [2, 0, 1, 0], logs: [4, 0, 0, 0, 2]
            ) {
                $0.world.apply(.copy($0.digest(0), to: $0.digest(1)))
                $0.world.saveHead($0.digests[0])
            },
            plainCase(
                "digest-renamed", "DIGEST-21", "A digest was renamed: one missing, one misplaced.",
                exit: 1,
                ["digest-relocated", "digest-missing", "log-unreferenced", "log-unreferenced"], digests: [2, 0, 1, 1],
                logs: [4, 0, 0, 0, 2]
            ) {
                let name = $0.digest(1).replacing("20261001T020000Z", with: "20261001T090000Z")
                $0.world.apply(.rename($0.digest(1), to: name))
            },
            plainCase(
                "digest-other-region-folder", "PLACE-2", "A digest was moved to another region's folder.", exit: 1,
                ["digest-relocated", "digest-missing", "log-unreferenced", "log-unreferenced"], digests: [2, 0, 1, 1],
                logs: [4, 0, 0, 0, 2]
            ) {
                $0.world.apply(
                    .rename($0.digest(1), to: $0.digest(1).replacing("Digest/us-east-1", with: "Digest/us-west-2")))
            },
            plainCase(
                "digest-symlink", "TIME-27, PLACE-18",
                "A link stands in a digest's place: it isn't followed, and the digest is missing.", exit: 1,
                [
                    Expected(
                        code: "digest-missing", count: 1, from: "2026-10-01T01:00:00Z", to: "2026-10-01T02:00:00Z"),
                    "file-unreadable", "log-unreferenced", "log-unreferenced",
                ],
                digests: [2, 0, 0, 1], logs: [4, 0, 0, 0, 2]
            ) {
                $0.world.apply(.delete($0.digest(1)))
                $0.world.setup = [.init(.symlink, "tree/" + $0.digest(1), value: "/etc/passwd")]
                $0.world.saveHead($0.digests[0])
            },
        ]
    }

    private static var genuine: [ConformanceCase] {
        [
            plainCase(
                "digest-stored-inflated", "LOG-9", "A digest is stored inflated.", exit: 0, ["stored-inflated"]
            ) {
                $0.world.apply(.inflate($0.digest(1), content: $0.digests[1].content))
            },
            plainCase(
                "digest-stored-inflated-without-gz", "FILE-4", "A digest is stored inflated, .gz dropped.", exit: 0,
                ["stored-inflated"]
            ) {
                $0.world.apply(.inflate($0.digest(1), content: $0.digests[1].content))
                $0.world.apply(.rename($0.digest(1), to: String($0.digest(1).dropLast(3))))
            },
            worldCase(
                "digest-unsupported-hash", "DIGEST-23",
                "AWS signed a digest with a hash algorithm of the future.",
                exit: 2, ["digest-unsupported", Expected(code: "log-digest-unverified", count: 2)],
                digests: [2, 1, 0, 0],
                logs: [4, 2, 0, 0, 0]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3) { hour, draft in
                    guard hour == 1, let logs = draft.members.first(where: { $0.name == "logFiles" })?.value else {
                        return
                    }
                    draft.set("logFiles", logs.replacing("SHA-256", with: "SHA-999"))
                }
                world.publish(digests)
                world.saveHead(digests.last)
            },
            worldCase(
                "digest-unsupported-bytes", "DIGEST-22",
                "Bytes that a link proves and that cannot be read.", exit: 2,
                ["digest-unsupported", "log-unreferenced", "log-unreferenced"], digests: [2, 1, 0, 0],
                logs: [4, 0, 0, 0, 2]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3) { hour, draft in
                    if hour == 1 { draft.set("digestStartTime", "1790816400") }
                }
                world.publish(digests)
                world.saveHead(digests.last)
                world.saveHead(digests.first)
            },
            worldCase("digest-unknown-members", "DIGEST-20", "Members of the future are accepted.", exit: 0) { world in
                let digests = World.hourly(Trail(), 0..<3) { hour, draft in draft.set("futureMember", "{\"a\":[1,2]}") }
                world.publish(digests)
                world.saveHead(digests.last)
            },
            worldCase("digest-empty-hours", "DIGEST-1", "Digests without logs.", exit: 0, logs: [0, 0, 0, 0, 0]) {
                world in
                let digests = World.hourly(Trail(), 0..<3, logs: 0)
                world.publish(digests)
                world.saveHead(digests.last)
            },
            worldCase(
                "log-key-escapes", "LOG-6", "A signed digest lists a key that would leave the archive.", exit: 1,
                ["log-missing"], logs: [5, 0, 0, 1, 0]
            ) { world in
                var digests = World.hourly(Trail(), 0..<2)
                var logs = World.hourly(Trail(), 2..<3)[0].logs
                logs[0].key = "../../../../etc/passwd"
                digests.append(
                    Digest(Trail(), from: .hour(2), to: .hour(3), logs: logs, after: digests.last, signedBy: .first))
                world.publish(digests)
                world.tree["../../../../etc/passwd"] = nil
                world.saveHead(digests.last)
            },
            worldCase(
                "chain-forked", "CHAIN-6", "Two genuine digests name one predecessor.", exit: 0,
                ["chain-forked"], digests: [4, 0, 0, 0],
                logs: [8, 0, 0, 0, 0]
            ) { world in
                let digests = World.hourly(Trail(), 0..<3)
                let log = Log(Trail(), at: .hour(3) + 300, records: 1, seed: 1)
                let other = Log(Trail(), at: .hour(3) + 600, records: 1, seed: 2)
                let fork = Digest(
                    Trail(), from: .hour(2), to: .hour(4), logs: [log, other], after: digests[1], signedBy: .first)
                world.publish(digests + [fork])
                world.saveHead(digests.last)
                world.saveHead(fork)
            },
            worldCase(
                "log-reference-conflict", "LOG-13",
                "Two verified digests list one key with different hashes.",
                exit: 2, ["log-reference-conflict"], digests: [3, 0, 0, 0], logs: [4, 1, 0, 0, 0]
            ) { world in
                var digests = World.hourly(Trail(), 0..<2)
                var log = digests[1].logs[0]
                log.content = Array("{\"Records\":[1]}".utf8)
                let second = World.hourly(Trail(), 2..<3)[0].logs[0]
                digests.append(
                    Digest(
                        Trail(), from: .hour(2), to: .hour(3), logs: [log, second], after: digests.last,
                        signedBy: .first))
                world.publish(Array(digests.reversed()))
                world.saveHead(digests.last)
            },
        ]
    }
}
