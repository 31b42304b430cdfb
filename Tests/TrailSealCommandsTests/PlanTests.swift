import Foundation
import TestSupport
import Testing
import VirtualTrail

/// `plan`: its commands, run with a stand-in for the AWS CLI, close the holes they are printed for.
@Suite struct PlanTests {
    /// Answers from a folder: `bucket` holds objects, `heads` saved metadata, `keys.json` the public keys. Writes each
    /// call's arguments to `calls`, every one ended by a NUL, and END behind the last.
    static let standIn = """
        #!/bin/bash
        set -eu
        printf '%s\\0' "$@" END >>"$STORE/calls"
        value() { for word in "$@"; do case $word in "$name="*) printf '%s' "${word#*=}" ;; esac; done; }
        case "$1 $2" in
        "s3 cp") mkdir -p "$(dirname -- "$4")"; cp -- "$STORE/bucket/${3#s3://*/}" "$4" ;;
        "s3 sync") mkdir -p -- "$4"; cp -R -- "$STORE/bucket/${3#s3://*/}/." "$4/" ;;
        "s3api head-object") name=--key; cat -- "$STORE/heads/$(value "$@").json" ;;
        "cloudtrail list-public-keys") cat "$STORE/keys.json" ;;
        *) printf '{}' ;;
        esac
        """

    /// An archive whose whole stands in a folder for the stand-in.
    private struct Damaged {
        let archive: SmallArchive
        let store: TemporaryFolder

        init(logs: Int = 2, draft: (Int, inout DigestDraft) -> Void = { _, _ in }) throws {
            archive = try SmallArchive(logs: logs, draft: draft)
            store = try TemporaryFolder()
            try store.copy(archive.folder.url.appending(path: "tree"), to: "bucket")
            for digest in archive.digests { try store.write(World.head(digest), to: "heads/\(digest.key).json") }
            try store.copy(archive.folder.url.appending(path: "keys/us-east-1.json"), to: "keys.json")
            try store.write(PlanTests.standIn, to: "bin/aws")
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: store.path("bin/aws"))
        }

        func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

        func plan(_ more: String...) throws -> String {
            let outcome = try Program.trailseal(["plan"] + archive.arguments + more).run(in: archive.folder.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
            return outcome.output
        }

        /// Runs a plan and gives the arguments of every call.
        func run(_ plan: String) throws -> [[String]] {
            try store.write(plan, to: "plan.sh")
            let script =
                "export STORE='\(store.path)' PATH='\(store.path)/bin':$PATH; set -eu; . '\(store.path)/plan.sh'"
            let outcome = try Program("/bin/bash", ["-c", script]).run(in: archive.folder.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let calls = try #require(
                FileManager.default.contents(atPath: store.path("calls")), "the plan called nothing")
            return Array(calls).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
                .split(separator: "END").map(Array.init)
        }

        func status(_ more: String...) throws -> Int32 {
            try Program.trailseal(["verify"] + archive.arguments + more).run(in: archive.folder.path).status
        }
    }

    @Test func nothingLacking() throws {
        #expect(try Damaged().plan() == "# Nothing is lacking that a command could fetch.\n")
    }

    @Test func missingFilesAreCopiedToTheirPlaces() throws {
        let damaged = try Damaged()
        try damaged.remove(damaged.archive.log(1))
        try damaged.remove(damaged.archive.digest(1))
        #expect(try damaged.status() == 1)
        // The log is only known to be missing once its digest is there.
        _ = try damaged.run(try damaged.plan())
        let second = try damaged.plan()
        #expect(second.contains("aws s3 cp s3://virtual-trail-logs/\(damaged.archive.digests[1].logs[0].key) tree/"))
        _ = try damaged.run(second)
        #expect(try damaged.status() == 0)
    }

    @Test func manyLogsOfAFolderAreOneCommand() throws {
        let damaged = try Damaged(logs: 6)
        for index in 0..<6 { try damaged.remove(damaged.archive.log(1, index)) }
        let plan = try damaged.plan()
        #expect(plan.split(separator: "\n").count { $0.hasPrefix("aws ") } == 1)
        #expect(plan.contains("aws s3 sync s3://virtual-trail-logs/"))
        #expect(plan.contains("with further-archive as one more archive"))
        _ = try damaged.run(plan)
        #expect(try damaged.status("--", "further-archive") == 0)
    }

    @Test func signaturesAreSaved() throws {
        let damaged = try Damaged()
        let key = try #require(damaged.archive.digests.last?.key)
        try damaged.remove(damaged.archive.folder.path("signatures/\(key).json"))
        #expect(try damaged.status() == 2)
        let calls = try damaged.run(try damaged.plan())
        #expect(calls == [["s3api", "head-object", "--bucket=virtual-trail-logs", "--key=\(key)"]])
        #expect(try damaged.status() == 0)
    }

    /// An answer that AWS refuses leaves nothing under the name that `verify` reads.
    @Test func anAnswerIsWholeOrNotThere() throws {
        let damaged = try Damaged()
        let key = try #require(damaged.archive.digests.last?.key)
        let answer = damaged.archive.folder.path("signatures/\(key).json")
        try damaged.remove(answer)
        try damaged.remove(damaged.store.path("heads/\(key).json"))
        try damaged.store.write(try damaged.plan(), to: "plan.sh")
        let script =
            "export STORE='\(damaged.store.path)' PATH='\(damaged.store.path)/bin':$PATH; . '\(damaged.store.path)/plan.sh'"
        let outcome = try Program("/bin/bash", ["-c", script]).run(in: damaged.archive.folder.path)
        #expect(outcome.status != 0 && !FileManager.default.fileExists(atPath: answer))
        #expect(try damaged.status() == 2)
    }

    @Test func keysAreListedForTheirTime() throws {
        let damaged = try Damaged()
        try damaged.archive.folder.write("{\"PublicKeyList\":[]}", to: "keys/us-east-1.json")
        #expect(try damaged.status() == 2)
        let calls = try damaged.run(try damaged.plan())
        #expect(calls.count == 1)
        #expect(calls.first?.prefix(3) == ["cloudtrail", "list-public-keys", "--region=us-east-1"])
        #expect(try damaged.status() == 0)
    }

    @Test func uncoveredTimeIsAskedFor() throws {
        let damaged = try Damaged()
        try damaged.remove(damaged.archive.digest(2))
        let plan = try damaged.plan("--to", "2026-10-01T03:00:00Z")
        let calls = try damaged.run(plan)
        #expect(calls.contains { $0.starts(with: ["s3", "sync"]) })
        #expect(
            calls.contains([
                "cloudtrail", "get-trail-status", "--region=us-east-1",
                "--name=arn:aws:cloudtrail:us-east-1:111122223333:trail/management",
            ]))
        #expect(try damaged.status("--to", "2026-10-01T03:00:00Z", "--", "further-archive") == 0)
    }

    /// Keys that try to be a command, an option, another file or another line.
    static let hostileNames = [
        "it's", "a b", "$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "$'; touch pwned", "\\\\", "!x", "*",
        "~",
        "a\\nb", "\\ttab", "\\u001b[2Jx", "\\u007f", "\\u202e", "\\u00e9", "\\ud83d\\ude00", "-rf", "--delete", "#x",
        "a&touch pwned", "a|touch pwned", "a>pwned", "\\\"quoted\\\"",
    ]

    @Test func hostileKeysStayWords() throws {
        let day = "AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01/"
        func entry(_ key: String) -> String {
            "{\"s3Bucket\":\"virtual-trail-logs\",\"s3Object\":\"\(key)\",\"hashValue\":\""
                + String(repeating: "0", count: 64) + "\",\"hashAlgorithm\":\"SHA-256\",\"newestEventTime\":null,"
                + "\"oldestEventTime\":null}"
        }
        // Each in a folder of its own, so that none is fetched with the others.
        let keys = Self.hostileNames.map { day + $0 + "/" + $0 }
        let refused = [day + "../../pwned", "/etc/pwned", day + "a//pwned", "file://pwned", day + "x\\u0000y"]
        let damaged = try Damaged { hour, draft in
            guard hour == 1 else { return }
            draft.set("logFiles", "[" + (keys + refused).map(entry).joined(separator: ",") + "]")
        }
        for key in keys {
            let decoded = try JSONDecoder().decode(String.self, from: Data("\"\(key)\"".utf8))
            try damaged.store.write("x", to: "bucket/" + decoded)
        }
        let plan = try damaged.plan()
        #expect(plan.unicodeScalars.allSatisfy { $0 == "\n" || (" "..."~").contains($0) })
        let expected = try keys.map { key in
            try JSONDecoder().decode(String.self, from: Data("\"\(key)\"".utf8))
        }
        // Called by a program that knows nothing of quoting: each key is one argument, byte for byte.
        let calls = try damaged.run(plan)
        let fetched = calls.filter { $0.starts(with: ["s3", "cp"]) }
        #expect(Set(fetched.map { $0[2] }) == Set(expected.map { "s3://virtual-trail-logs/" + $0 }))
        #expect(
            fetched.allSatisfy { $0.count == 4 && $0[3] == "tree/" + $0[2].dropFirst("s3://virtual-trail-logs/".count) }
        )
        #expect(!FileManager.default.fileExists(atPath: damaged.archive.folder.path("pwned")))
        #expect(
            plan.split(separator: "\n").count { $0.hasPrefix(": ") && $0.contains("log-missing: s3://") }
                == refused.count)
    }

    @Test func operationalErrors() throws {
        let folder = try TemporaryFolder()
        for (arguments, status) in [
            (["plan", "absent", "--keys", "/dev/null"], 66), (["plan", "."], 64), (["keys"], 64),
            (["keys", "absent"], 66),
            (["keys", ".", "--signatures", "x"], 64), (["keys", "."], 66),
        ] {
            let outcome = try Program.trailseal(arguments).run(in: folder.path)
            #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
            #expect(outcome.output.isEmpty && !outcome.errors.isEmpty)
        }
    }
}
