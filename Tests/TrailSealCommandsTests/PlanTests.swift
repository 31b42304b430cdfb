import Foundation
import TestSupport
import Testing
import VirtualTrail

/// The commands of `plan` close the holes for which they are printed. They run with a stand-in for the AWS CLI.
@Suite struct PlanTests {
    /// Answers from a folder: `bucket` holds objects, `heads` saved metadata, `keys.json` the public keys,
    /// `older.json.gz` the older version of every object. Writes each call's arguments to `calls`, each followed by a
    /// NUL, and END after the last.
    static let standIn = """
        #!/bin/bash
        set -eu
        printf '%s\\0' "$@" END >>"$STORE/calls"
        value() { for word in "$@"; do case $word in "$name="*) printf '%s' "${word#*=}" ;; esac; done; }
        case "$1 $2" in
        "s3 cp") mkdir -p "$(dirname -- "$4")"; cp -- "$STORE/bucket/${3#s3://*/}" "$4" ;;
        "s3 sync")
            mkdir -p -- "$4"
            from=$STORE/bucket/${3#s3://*/}
            case " $* " in
            *" --include="*)
                for word in "$@"; do
                    case $word in --include=*) (cd "$from" && cp -R --parents ${word#*=} "$OLDPWD/$4/") ;; esac
                done ;;
            *) cp -R -- "$from/." "$4/" ;;
            esac ;;
        "s3api head-object") name=--key; cat -- "$STORE/heads/$(value "$@").json" ;;
        "s3api list-objects-v2") echo None ;;
        "s3api list-object-versions")
            name=--prefix
            [ ! -e "$STORE/older.json.gz" ] || printf 'v1\\t%s\\n' "$(value "$@")" ;;
        "s3api get-object") for file in "$@"; do :; done; cp -- "$STORE/older.json.gz" "$file" ;;
        "cloudtrail list-public-keys") cat "$STORE/keys.json" ;;
        *) printf '{}' ;;
        esac
        """

    /// A folder for the stand-in holds the whole archive.
    private struct Damaged {
        let archive: SmallArchive
        let store: TemporaryFolder

        init(logs: Int = 2, draft: (Int, inout DigestDraft) -> Void = { _, _ in }) throws {
            archive = try SmallArchive(logs: logs, draft: draft)
            store = try TemporaryFolder()
            try store.copy(archive.folder.url.appending(path: "tree"), to: "bucket")
            for digest in archive.digests { try store.write(World.head(digest), to: "heads/\(digest.key).json") }
            try store.copy(archive.folder.url.appending(path: "keys/us-east-1.json"), to: "keys.json")
            try store.write(PlanTests.standIn, to: "aws.sh")
            // Another process writes the program. If this one did, a child that another test starts at that moment
            // would still hold it open for writing, and Linux would refuse to run it.
            let installed = try Program(
                "/usr/bin/install", ["-D", "-m", "755", store.path("aws.sh"), store.path("bin/aws")]
            ).run(in: store.path)
            #expect(installed.status == 0, "\(installed.errors)")
        }

        func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }

        func plan(_ more: String...) throws -> String {
            let outcome = try Program.trailseal(["plan"] + archive.arguments + more).run(in: archive.folder.path)
            #expect(outcome.status == 0, "\(outcome.errors)")
            try PlanTests.check(outcome.output, in: store)
            return outcome.output
        }

        /// Runs a plan and returns the arguments of every call.
        func run(_ plan: String, expecting status: Int32? = 0) throws -> [[String]] {
            try store.write(plan, to: "plan.sh")
            let script =
                "export STORE='\(store.path)' PATH='\(store.path)/bin':$PATH; \(status == nil ? "" : "set -eu;")"
                + ". '\(store.path)/plan.sh'"
            let outcome = try Program("/bin/bash", ["-c", script]).run(in: archive.folder.path)
            if let status { #expect(outcome.status == status, "\(outcome.errors)") }
            let calls = try #require(
                FileManager.default.contents(atPath: store.path("calls")), "the plan called nothing")
            return Array(calls).split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
                .split(separator: "END").map(Array.init)
        }

        func status(_ more: String...) throws -> Int32 {
            try Program.trailseal(["verify"] + archive.arguments + more).run(in: archive.folder.path).status
        }
    }

    /// The plan begins with the verdict, is valid bash, and has bounded length. A shell that doesn't support comments
    /// must not find anything to run, or an open quote, in them.
    private static func check(_ plan: String, in store: TemporaryFolder) throws {
        let lines = plan.split(separator: "\n")
        #expect(lines.first?.hasPrefix("# Verdict: ") == true && lines.count < 200)
        for line in lines where line.hasPrefix("#") {
            #expect(!line.contains { "'\"`$\\&|<>".contains($0) }, "\(line)")
        }
        for line in lines where line.contains("aws cloudtrail") || line.contains("aws s3api head-object") {
            #expect(line.contains("--output json"), "\(line)")
        }
        try store.write(plan, to: "plan.sh")
        let outcome = try Program("/bin/bash", ["-n", store.path("plan.sh")]).run(in: store.path)
        #expect(outcome.status == 0, "\(outcome.errors)")
    }

    @Test func nothingLacking() throws {
        #expect(
            try Damaged().plan() == """
                # Verdict: verified, no findings.
                # There is nothing to fetch.

                """)
    }

    /// Wrong files are set aside, and the true bytes replace them.
    @Test(arguments: ["cut", "<Error><Code>AccessDenied</Code></Error>", ""])
    func wrongFilesAreFetchedAgain(_ content: String) throws {
        let damaged = try Damaged(logs: 3)
        let archive = damaged.archive
        for path in [archive.log(1), archive.log(1, 2), archive.digest(0)] {
            try Data(content.utf8).write(to: URL(filePath: path))
        }
        #expect(try damaged.status() == 1)
        _ = try damaged.run(try damaged.plan())
        #expect(try damaged.status() == 0)
        let names = try FileManager.default.subpathsOfDirectory(atPath: archive.folder.path)
        #expect(
            names.count { $0.hasPrefix("set-aside-") && $0.hasSuffix(".json.gz") } == 3, "the wrong files are evidence")
    }

    /// The wrong file may have another name than the object, or lie elsewhere than what is fetched.
    @Test func wrongFilesInOtherPlaces() throws {
        let damaged = try Damaged()
        let path = damaged.archive.log(1)
        let inflated = String(path.dropLast(3))
        try Data("{\"Records\":[]}".utf8).write(to: URL(filePath: inflated))
        try FileManager.default.removeItem(atPath: path)
        #expect(try damaged.status() == 1)
        _ = try damaged.run(try damaged.plan())
        #expect(try damaged.status() == 0)
        #expect(FileManager.default.fileExists(atPath: path) && !FileManager.default.fileExists(atPath: inflated))
    }

    /// If many files are wrong, the whole folder is fetched, and each wrong file is replaced.
    @Test func manyWrongFiles() throws {
        let damaged = try Damaged(logs: 9)
        for hour in 0..<3 {
            for index in 0..<9 where index != hour {
                try Data("x".utf8).write(to: URL(filePath: damaged.archive.log(hour, index)))
            }
        }
        let plan = try damaged.plan()
        #expect(plan.split(separator: "\n").count { $0.hasPrefix("aws s3 ") } == 1 && plan.contains("\nreplace "))
        _ = try damaged.run(plan)
        #expect(try damaged.status() == 0)
        #expect(try damaged.status("--", "further-archive") == 0)
    }

    /// If an object was overwritten in S3 too, its older version is fetched by the recorded hash.
    @Test func overwrittenObjectsComeFromOlderVersions() throws {
        let damaged = try Damaged()
        let log = damaged.archive.digests[1].logs[0]
        try damaged.store.copy(URL(filePath: damaged.archive.log(1)), to: "older.json.gz")
        for path in [damaged.archive.log(1), damaged.store.path("bucket/" + log.key)] {
            try Data("overwritten".utf8).write(to: URL(filePath: path))
        }
        let plan = try damaged.plan()
        #expect(plan.contains("restore-object") == false)
        let calls = try damaged.run(plan)
        #expect(calls.contains { $0.starts(with: ["s3api", "get-object"]) && $0.contains("--version-id=v1") })
        #expect(try damaged.status() == 0)
    }

    /// Whatever is wrong with an object, a verified digest records its hash, so its older version can be fetched.
    @Test(arguments: ["log, cut", "log, more", "log, zeros", "digest, cut", "digest, gone"])
    func olderVersionsOfAnyFault(_ fault: String) throws {
        let damaged = try Damaged()
        let isLog = fault.hasPrefix("log")
        let path = isLog ? damaged.archive.log(1) : damaged.archive.digest(1)
        let key = isLog ? damaged.archive.digests[1].logs[0].key : damaged.archive.digests[1].key
        let whole = try Data(contentsOf: URL(filePath: path))
        try whole.write(to: damaged.store.url.appending(path: "older.json.gz"))
        let content =
            fault.hasSuffix("cut")
            ? whole.dropLast(20) : fault.hasSuffix("more") ? whole + Data("x".utf8) : whole + Data(count: 64)
        for file in [path, damaged.store.path("bucket/" + key)] {
            if fault.hasSuffix("gone") { try damaged.remove(file) } else { try content.write(to: URL(filePath: file)) }
        }
        #expect(try damaged.status() == 1)
        _ = try damaged.run(try damaged.plan(), expecting: nil)
        #expect(try damaged.status() == 0, "\(fault)")
    }

    @Test func digestThatOnlyItsSignatureNames() throws {
        let damaged = try Damaged()
        try damaged.remove(damaged.archive.digest(2))
        // A head-object answer doesn't name its bucket; a listing does.
        let last = try #require(damaged.archive.digests.last)
        try damaged.archive.folder.write(
            "bucket,key,signature\nvirtual-trail-logs,\(last.key),\(last.signature)\n", to: "signatures/heads.csv")
        let plan = try damaged.plan()
        #expect(plan.contains("signature-without-digest: 1") && plan.contains("aws s3 cp s3://virtual-trail-logs/"))
        _ = try damaged.run(plan)
        #expect(try damaged.status() == 0)
    }

    @Test func whatLiesInGlacierIsRestored() throws {
        let damaged = try Damaged()
        try damaged.remove(damaged.archive.log(1))
        let plan = try damaged.plan()
        #expect(plan.contains("aws s3api restore-object") && plan.contains(" --force-glacier-transfer"))
        #expect(plan.contains("# log-missing (1): If S3 has neither the object nor an older version"))
    }

    @Test func settingsThatControlsLack() throws {
        let damaged = try Damaged()
        let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/management"
        try damaged.archive.folder.write(
            """
            {"accountId": "111122223333", "region": "us-east-1", "DescribeTrails": {"trailList": [{"Name": "management",
            "S3BucketName": "virtual-trail-logs", "TrailARN": "\(arn)", "HomeRegion": "us-east-1",
            "IsMultiRegionTrail": true, "IsOrganizationTrail": false, "LogFileValidationEnabled": true}]}}
            """, to: "description.json")
        let plan = try damaged.plan("--trail-description", "description.json")
        let calls = try damaged.run(plan)
        for call in [
            ["cloudtrail", "get-trail-status", "--name", arn, "--region", "us-east-1", "--output", "json"],
            ["s3api", "get-bucket-acl", "--bucket", "virtual-trail-logs", "--output", "json"],
        ] { #expect(calls.count { $0 == call } == 1, "\(call)") }
        let outcome = try Program.trailseal(["controls", "description.json", "settings"])
            .run(in: damaged.archive.folder.path)
        #expect([0, 2, 3].contains(outcome.status), "\(outcome.errors)")
    }

    /// The copy is the working folder. Fetched and replaced files lie beside it, not in it.
    @Test func nothingGoesIntoTheArchiveItself() throws {
        let damaged = try Damaged()
        try Data("x".utf8).write(to: URL(filePath: damaged.archive.log(1)))
        let arguments = [".", "--keys", "../keys", "--signatures", "../signatures"]
        let outcome = try Program.trailseal(["plan"] + arguments).run(in: damaged.archive.folder.path("tree"))
        #expect(outcome.output.contains("\naside=\(damaged.archive.folder.path)/set-aside-$(date"))
    }

    @Test func missingFilesAreCopiedToTheirPlaces() throws {
        let damaged = try Damaged()
        try damaged.remove(damaged.archive.log(1))
        try damaged.remove(damaged.archive.digest(1))
        #expect(try damaged.status() == 1)
        // The log is known to be missing only if its digest is present.
        _ = try damaged.run(try damaged.plan())
        let second = try damaged.plan()
        #expect(
            second.contains("aws s3 cp s3://virtual-trail-logs/\(damaged.archive.digests[1].logs[0].key) \\\n    tree/")
        )
        _ = try damaged.run(second)
        #expect(try damaged.status() == 0)
    }

    @Test func manyLogsOfAFolderAreOneCommand() throws {
        let damaged = try Damaged(logs: 14)
        for index in 0..<14 { try damaged.remove(damaged.archive.log(1, index)) }
        let plan = try damaged.plan()
        #expect(
            plan.split(separator: "\n").count { $0.hasPrefix("aws ") } == 2, "once, and once more if it was in Glacier")
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
        #expect(calls == [["s3api", "head-object", "--bucket=virtual-trail-logs", "--key=\(key)", "--output", "json"]])
        #expect(try damaged.status() == 0)
    }

    /// If AWS refuses an answer, no file appears under the name that `verify` reads.
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
                "--name=arn:aws:cloudtrail:us-east-1:111122223333:trail/management", "--output", "json",
            ]))
        #expect(try damaged.status("--to", "2026-10-01T03:00:00Z", "--", "further-archive") == 0)
    }

    /// Keys that look like a command, an option, another file or another line.
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
        let keys = Self.hostileNames.map { day + $0 }
        let refused = [
            day + "../../pwned", "/etc/pwned", day + "a//pwned", "file://pwned", "file://" + day + "pwned",
            day + "x\\u0000y",
        ]
        func decoded(_ name: String) throws -> String {
            try JSONDecoder().decode(String.self, from: Data("\"\(name)\"".utf8))
        }
        // There are only a few at a time, so each is named.
        var fetched: Set<String> = []
        for start in stride(from: 0, to: keys.count, by: 6) {
            let part = Array(keys[start..<min(start + 6, keys.count)])
            let damaged = try Damaged { hour, draft in
                guard hour == 1 else { return }
                draft.set("logFiles", "[" + (part + refused).map(entry).joined(separator: ",") + "]")
            }
            let plan = try damaged.plan()
            #expect(plan.unicodeScalars.allSatisfy { $0 == "\n" || (" "..."~").contains($0) })
            // The caller doesn't handle quoting: each name is one argument, byte for byte.
            let calls = try damaged.run(plan, expecting: nil)
            fetched.formUnion(
                calls.filter { $0.starts(with: ["s3", "sync"]) }.joined().filter { $0.hasPrefix("--include=") })
            #expect(!FileManager.default.fileExists(atPath: damaged.archive.folder.path("pwned")))
            #expect(
                plan.split(separator: "\n").count { $0.hasPrefix(": ") && $0.contains("log-missing: s3://") }
                    == refused.count)
        }
        let expected = try Self.hostileNames.map { name in
            "--include=" + (try decoded(name)).map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
        }
        #expect(fetched == Set(expected))
    }

    /// Thousands of findings give a plan of a few lines.
    @Test func lengthIsBounded() throws {
        let damaged = try Damaged { hour, draft in
            guard hour == 1 else { return }
            let entries = (0..<20_000).map { number in
                let day = "2026/\(10 + number % 3)/\(10 + number % 19)"
                let key = "AWSLogs/111122223333/CloudTrail/us-east-1/\(day)/$(touch pwned)\(number)"
                return "{\"s3Bucket\":\"virtual-trail-logs\",\"s3Object\":\"\(key)\",\"hashValue\":\""
                    + String(repeating: "0", count: 64) + "\",\"hashAlgorithm\":\"SHA-256\","
                    + "\"newestEventTime\":null,\"oldestEventTime\":null}"
            }
            draft.set("logFiles", "[" + entries.joined(separator: ",") + "]")
        }
        let plan = try damaged.plan()
        #expect(plan.split(separator: "\n").count < 90)
        #expect(plan.contains("--include='10/*' --include='11/*'"))
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
