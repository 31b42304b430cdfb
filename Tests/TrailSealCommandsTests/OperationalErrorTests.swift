import Foundation
import TestSupport
import Testing
import VirtualTrail

/// If a run can't do its work, it ends with one clear line and a status of sysexits.h. Nothing is half written.
@Suite struct OperationalErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: [String]
        let status: Int32
        /// What the line must name.
        let words: [String]
        var testDescription: String { name }
    }

    static let good = ["tree", "--keys", "keys", "--signatures", "signatures"]

    static let cases: [Case] = [
        Case(
            name: "no folder", arguments: ["nowhere", "--keys", "keys"], status: 66,
            words: ["nowhere", "check the path"]),
        Case(
            name: "a file", arguments: ["file.txt", "--keys", "keys"], status: 66, words: ["file.txt", "give a folder"]),
        Case(
            name: "an empty folder", arguments: ["empty", "--keys", "keys"], status: 66, words: ["empty", "AWSLogs"]),
        Case(name: "no key file", arguments: ["tree", "--keys", "none.json"], status: 66, words: ["none.json"]),
        Case(
            name: "a key folder without keys", arguments: ["tree", "--keys", "empty"], status: 66,
            words: ["empty", "list-public-keys"]),
        Case(
            name: "keys that are text", arguments: ["tree", "--keys", "file.txt"], status: 65,
            words: ["file.txt", "list-public-keys"]),
        Case(
            name: "keys of another shape", arguments: ["tree", "--keys", "other.json"], status: 65,
            words: ["other.json", "PublicKeyList"]),
        Case(
            name: "keys of the wrong type", arguments: ["tree", "--keys", "typed.json"], status: 65,
            words: ["typed.json", "PublicKeyList[0].Value"]),
        Case(
            name: "no signatures", arguments: ["tree", "--keys", "keys", "--signatures", "none"], status: 66,
            words: ["none"]),
        Case(
            name: "signatures of no shape", arguments: ["tree", "--keys", "keys", "--signatures", "file.txt"],
            status: 65, words: ["file.txt"]),
        Case(
            name: "a report in no folder", arguments: good + ["--report", "json=none/r.json"], status: 73,
            words: ["none/r.json"]),
        Case(
            name: "a report in place of a folder", arguments: good + ["--report", "json=empty"], status: 73,
            words: ["empty"]),
        Case(name: "a report of no format", arguments: good + ["--report", "yaml=r"], status: 64, words: ["yaml=r"]),
        Case(name: "no keys", arguments: ["tree"], status: 64, words: ["--keys"]),
        Case(name: "no archive", arguments: ["--keys", "keys"], status: 64, words: ["archive"]),
        Case(name: "an unknown option", arguments: good + ["--fast"], status: 64, words: ["--fast"]),
        Case(name: "no time", arguments: good + ["--from", "yesterday"], status: 64, words: ["--from", "yesterday"]),
        Case(
            name: "a window backwards",
            arguments: good + ["--from", "2026-10-02T00:00:00Z", "--to", "2026-10-01T00:00:00Z"], status: 64,
            words: ["--to"]),
        Case(
            name: "an invalid code allowed", arguments: good + ["--allow", "log-missing"], status: 64,
            words: ["log-missing"]),
        Case(
            name: "an unknown code allowed", arguments: good + ["--allow", "nothing"], status: 64, words: ["nothing"]),
        Case(
            name: "a selector of no shape", arguments: good + ["--allow", "log-unreferenced=x"], status: 64,
            words: ["ACCOUNT/REGION/TRAIL"]),
        Case(name: "no threads", arguments: good + ["--jobs", "0"], status: 64, words: ["--jobs"]),
        Case(
            name: "a window without anything",
            arguments: good + ["--from", "2030-01-01T00:00:00Z", "--account", "999988887777"], status: 2,
            words: ["archive holds verified digests of account 111122223333; Region us-east-1; trail management"]),
        Case(
            name: "only files that are not judged", arguments: ["insight", "--keys", "keys"], status: 66,
            words: ["insight", "a file of CloudTrail Insights"]),
        Case(
            name: "a CloudTrail Lake export", arguments: ["lake", "--keys", "keys"], status: 66,
            words: ["lake", "CloudTrail Lake export", "verify-query-results"]),
    ]

    /// Files and paths given for the wrong option (INPUT-8, INPUT-10).
    static let wrongInputs: [Case] = [
        wrong("s3://bucket/a b", ["s3://bucket/a b", "aws s3 sync 's3://bucket/a b' archive"]),
        wrong("arn:aws:s3:::bucket/p", ["aws s3 sync s3://bucket/p archive"]),
        wrong("backup.tar", ["mkdir -p archive && tar -xf backup.tar -C archive"]),
        wrong("backup.tgz", ["tar -xf backup.tgz"]),
        wrong("backup.zip", ["unzip backup.zip -d archive"]),
        wrong("unnamed", ["unzip unnamed -d archive"]),
        wrong("keys/us-east-1.json", ["give it with --keys"]),
        wrong("signatures", ["signatures/AWSLogs/", "head-object", "give it with --signatures"]),
        wrong("keys", ["keys/us-east-1.json", "give it with --keys"]),
        wrong("holder", ["holder holds no CloudTrail", "x.tar.gz", "tar -xf holder/x.tar.gz -C archive"]),
        wrong("tre", ["did you mean tree?"]),
        wrong("tree/AWSLogs/111122223333/Config", ["did you mean", "tree/AWSLogs/111122223333?"]),
        wrong("empty", ["did you mean", "tree?"]),
        wrongKeys("k.yaml", ["looks like YAML", "list-public-keys", "--output json"]),
        wrongKeys("k.text", ["text output of the AWS CLI", "--output json"]),
        wrongKeys("k.table", ["a table of the AWS CLI", "--output json"]),
        wrongKeys("k.error", ["AWS error message (AccessDeniedException)", "--output json"]),
        wrongKeys("k.xml", ["S3 error answer (AccessDenied)"]),
        wrongKeys("k.head", ["head-object", "give it with --signatures"]),
        wrongKeys("k.trails", ["a trail description", "give it with --trail-description"]),
        wrongKeys("k.array", ["--query", "list-public-keys", "--output json"]),
        wrongKeys("k.pem", ["a PEM file", "list-public-keys"]),
        wrongKeys("k.utf16", ["UTF-16", "UTF-8"]),
        wrongKeys("k.empty", ["printed nothing", "list-public-keys"]),
        wrongKeys("backup.zip", ["a zip file", "unpack it first"]),
        Case(
            name: "signatures as keys", arguments: ["tree", "--keys", "signatures"], status: 66,
            words: ["give it with --signatures"]),
        Case(
            name: "keys in S3", arguments: ["tree", "--keys", "s3://bucket/keys"], status: 66, words: ["aws s3 cp"]),
        Case(
            name: "signatures in S3", arguments: ["tree", "--keys", "keys", "--signatures", "s3://bucket/heads"],
            status: 66, words: ["aws s3 cp"]),
        Case(
            name: "a description in S3", arguments: good + ["--trail-description", "s3://bucket/d.json"], status: 66,
            words: ["aws s3 cp s3://bucket/d.json ."]),
        Case(
            name: "unaccounted allowed", arguments: good + ["--allow", "unaccounted"], status: 64,
            words: ["unaccounted can't be allowed"]),
        Case(
            name: "a relative allowance", arguments: good + ["--allow", "coverage-gap=-2d/-1d"], status: 64,
            words: ["ISO 8601", "aren't relative"]),
        Case(
            name: "an allowance of nothing", arguments: good + ["--allow", "coverage-gap"], status: 0,
            words: ["--allow coverage-gap allowed nothing"]),
        wrongSignatures("keys/us-east-1.json", ["give it with --keys"]),
        wrongSignatures("k.table", ["head-object", "--output json"]),
        wrongSignatures("k.error", ["AWS error message (AccessDeniedException)", "head-object"]),
    ]

    private static func wrong(_ path: String, _ words: [String]) -> Case {
        Case(name: "archive \(path)", arguments: [path, "--keys", "keys"], status: 66, words: words)
    }

    private static func wrongKeys(_ path: String, _ words: [String]) -> Case {
        Case(name: "keys \(path)", arguments: ["tree", "--keys", path], status: 65, words: [path] + words)
    }

    private static func wrongSignatures(_ path: String, _ words: [String]) -> Case {
        Case(
            name: "signatures \(path)", arguments: ["tree", "--keys", "keys", "--signatures", path], status: 65,
            words: [path] + words)
    }

    private static func writeWrongInputs(_ folder: TemporaryFolder) throws {
        let texts = [
            "k.yaml": "PublicKeyList:\n- Fingerprint: 0a\n", "k.text": "PUBLICKEYLIST\t0a\t2026\n",
            "k.table": "-----\n| ListPublicKeys |\n+----+\n", "k.empty": "\n",
            "k.error": "\nAn error occurred (AccessDeniedException) when calling the ListPublicKeys operation: no\n",
            "k.xml": "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>",
            "k.head": "{\"Metadata\":{\"signature\":\"00\"},\"ETag\":\"x\"}", "k.trails": "{\"trailList\":[]}",
            "k.array": "[{\"Fingerprint\":\"0a\",\"Value\":\"AA==\"}]", "k.pem": "-----BEGIN PUBLIC KEY-----\nAA==\n",
            "backup.tar": "x", "backup.tgz": "x", "holder/x.tar.gz": "x", "backup.zip": "PK\u{3}\u{4}",
            "unnamed": "PK\u{3}\u{4}", "tree/AWSLogs/111122223333/Config/x.txt": "x",
        ]
        for (path, text) in texts { try folder.write(text, to: path) }
        try Data([0xFF, 0xFE, 0x7B, 0x00]).write(to: folder.url.appending(path: "k.utf16"))
    }

    @Test(arguments: cases + wrongInputs) func operationalErrors(_ one: Case) throws {
        let archive = try SmallArchive()
        try archive.folder.write("no JSON", to: "file.txt")
        try archive.folder.write("{\"Trails\":[]}", to: "other.json")
        try archive.folder.write("{\"PublicKeyList\":[{\"Value\":7}]}", to: "typed.json")
        try FileManager.default.createDirectory(atPath: archive.folder.path("empty"), withIntermediateDirectories: true)
        try archive.folder.write("x", to: "insight/AWSLogs/111122223333/CloudTrail-Insight/us-east-1/x.json.gz")
        try archive.folder.write("{}", to: "lake/results/result_sign.json")
        try Self.writeWrongInputs(archive.folder)
        let before = try names(in: archive.folder.path)
        let outcome = try Program.trailseal(["verify"] + one.arguments).run(in: archive.folder.path)
        #expect(outcome.status == one.status, "\(outcome.output)\(outcome.errors)")
        for word in one.words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
        #expect(try names(in: archive.folder.path) == before)
        if outcome.status > 64 {
            #expect(outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("trailseal: "))
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        }
    }

    /// A copy with only one kind of file keeps its verdict, and a warning says what is lacking.
    @Test func halfOfACopy() throws {
        let archive = try SmallArchive()
        let account = "tree/AWSLogs/111122223333/"
        func errors(_ path: String, _ options: String...) throws -> String {
            try Program.trailseal(["verify", path, "--keys", "keys", "--signatures", "signatures"] + options)
                .run(in: archive.folder.path).errors
        }
        #expect(try errors(account + "CloudTrail").contains("tree/AWSLogs/111122223333?"))
        #expect(try errors(account + "CloudTrail-Digest").contains("tree/AWSLogs/111122223333?"))
        #expect(try errors("tree").isEmpty)
        try FileManager.default.moveItem(
            atPath: archive.folder.path(account + "CloudTrail"), toPath: archive.folder.path("logs"))
        let digests = try errors("tree")
        #expect(digests.contains("--digests-only"), "\(digests)")
        #expect(digests.contains("aws s3 sync s3://BUCKET/AWSLogs/111122223333/CloudTrail/ "), "\(digests)")
        #expect(try !errors("tree", "--digests-only").contains("holds digest files and none"))
        try FileManager.default.moveItem(
            atPath: archive.folder.path(account + "CloudTrail-Digest"), toPath: archive.folder.path("digests"))
        try FileManager.default.moveItem(
            atPath: archive.folder.path("logs"), toPath: archive.folder.path(account + "CloudTrail"))
        let logs = try errors("tree")
        #expect(logs.contains("aws s3 sync s3://BUCKET/AWSLogs/111122223333/CloudTrail-Digest/ "), "\(logs)")
    }

    @Test func standardOutputThatIsFull() throws {
        let archive = try SmallArchive()
        let outcome = try Program(
            "/bin/sh",
            ["-c", "exec '\(TestPaths.binary.path)' verify tree --keys keys --signatures signatures >/dev/full"]
        ).run(in: archive.folder.path)
        #expect(outcome.status == 73)
        // The verdict and the error.
        #expect(outcome.errors.split(separator: "\n").count == 2 && outcome.errors.contains("VERIFIED"))
    }

    /// A report can't replace what the run reads, under any name. It can replace a former report in the archive.
    @Test func reportsReplaceNoInput() throws {
        let archive = try SmallArchive()
        try archive.folder.write("{\"trailList\":[]}", to: "trails.json")
        #expect(try archive.verify("--state", "s.json").outcome.status == 0)
        let links = "ln s.json linked-state && ln -s keys/us-east-1.json linked-key && gunzip -k \"$1\""
        #expect(try Program("/bin/sh", ["-c", links, "sh", archive.log(0)]).run(in: archive.folder.path).status == 0)
        let inputs = [
            ("keys/us-east-1.json", "the key file"), ("linked-key", "the key file"), ("s.json", "state"),
            ("linked-state", "the state"), ("trails.json", "the trail description"), (archive.log(0), "CloudTrail"),
            (String(archive.log(0).dropLast(3)), "CloudTrail"), (archive.digest(0), "CloudTrail"),
            ("signatures/\(archive.digests[2].key).json", "the saved signature"),
        ]
        let find = "find . -type f | sort | xargs -d '\\n' sha256sum"
        let before = try Program("/bin/sh", ["-c", find]).run(in: archive.folder.path).output
        for (path, word) in inputs {
            let options = ["--state", "s.json", "--trail-description", "trails.json", "--report", "html=\(path)"]
            let run = try Program.trailseal(["verify"] + archive.arguments + options).run(in: archive.folder.path)
            #expect(run.status == 64 && run.errors.contains(word), "\(path): \(run.errors)")
        }
        #expect(try Program("/bin/sh", ["-c", find]).run(in: archive.folder.path).output == before)
        for _ in 0..<2 {
            let run = try Program.trailseal(["verify"] + archive.arguments + ["--report", "json=tree/r.json"])
                .run(in: archive.folder.path)
            #expect(run.status == 0, "\(run.errors)")
        }
        let run = try Program.trailseal(["verify"] + archive.arguments + ["--state", archive.log(1)])
            .run(in: archive.folder.path)
        #expect(run.status == 65 && !FileManager.default.fileExists(atPath: archive.log(1) + ".lock"))
    }

    /// Answers that were appended to one file are read one by one.
    @Test func appendedKeyAnswers() throws {
        let archive = try SmallArchive()
        let append = "cat keys/us-east-1.json keys/us-east-1.json > all && rm keys/* && mv all keys/all.json"
        #expect(try Program("/bin/sh", ["-c", append]).run(in: archive.folder.path).status == 0)
        #expect(try archive.verify().outcome.status == 0)
        try archive.folder.write("{\"PublicKeyList\":[]}{\"PublicKeyList\":[{}]}", to: "keys/all.json")
        let run = try Program.trailseal(["verify"] + archive.arguments).run(in: archive.folder.path)
        #expect(run.status == 65 && run.errors.contains("[1].PublicKeyList[0].Value"), "\(run.errors)")
    }

    /// An existing report is replaced only as a whole.
    @Test func reportsAreReplacedWhole() throws {
        let archive = try SmallArchive()
        try archive.folder.write("kept", to: "report.json")
        let failing = try Program.trailseal("verify", "nowhere", "--keys", "keys", "--report", "json=report.json")
            .run(in: archive.folder.path)
        #expect(failing.status == 66)
        #expect(try String(contentsOfFile: archive.folder.path("report.json"), encoding: .utf8) == "kept")
        let (outcome, report) = try archive.verify()
        #expect(outcome.status == 0)
        #expect(report.verdict == "verified")
        #expect(try names(in: archive.folder.path).filter { $0.contains("report") } == ["report.json"])
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }
}
