import Foundation
import Glibc
import TestSupport
import Testing
import VirtualTrail

/// `export --form files` writes verified log files, and nothing else.
@Suite struct ExportFilesTests {
    private struct Line: Decodable {
        let bucket, key, sha256, digest: String
    }

    private func export(_ archive: SmallArchive, _ more: String..., to output: String = "out") throws -> Program.Outcome
    {
        try Program.trailseal(["export"] + archive.arguments + ["--form", "files", "--output", output] + more)
            .run(in: archive.folder.path)
    }

    private func index(_ archive: SmallArchive, _ output: String = "out") throws -> [Line] {
        try archive.folder.read(output + "/index.jsonl").split(separator: "\n")
            .map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
    }

    /// The paths of all regular files in a folder.
    private func files(_ archive: SmallArchive, _ output: String = "out") throws -> [String] {
        try Program("/usr/bin/find", [".", "-type", "f", "-printf", "%P\\n"]).run(in: archive.folder.path(output))
            .output.split(separator: "\n").map(String.init).sorted()
    }

    private func inode(_ path: String) -> UInt64 {
        var status = stat()
        return stat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    private func inflated(_ path: String) throws -> [UInt8] {
        Array(try Program("/bin/gzip", ["-dc", path]).run().output.utf8)
    }

    @Test(arguments: [[], ["--link"]]) func filesAsInTheBucket(_ options: [String]) throws {
        let archive = try SmallArchive()
        let outcome = try Program.trailseal(
            ["export"] + archive.arguments + ["--form", "files", "--output", "out"] + options
        ).run(in: archive.folder.path)
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        let links = options.isEmpty ? "" : ", 6 of them as hard links"
        #expect(
            outcome.errors == "trailseal: 6 verified log files exported\(links); verdict on the archive: verified\n")
        let logs = archive.digests.flatMap(\.logs)
        #expect(try files(archive) == (logs.map { "\($0.bucket)/\($0.key)" } + ["index.jsonl"]).sorted())
        for log in logs {
            #expect(try inflated(archive.folder.path("out/\(log.bucket)/\(log.key)")) == log.content)
        }
        let lines = try index(archive)
        #expect(lines.map(\.key) == logs.map(\.key).sorted())
        for line in lines {
            let digest = try #require(archive.digests.first { $0.logs.contains { $0.key == line.key } })
            let log = try #require(digest.logs.first { $0.key == line.key })
            #expect(line.bucket == log.bucket && line.sha256 == Hashes.hex(Hashes.sha256(log.content)))
            #expect(line.digest == "s3://\(log.bucket)/\(digest.key)")
        }
    }

    @Test func theIndexDoesNotDependOnThreads() throws {
        let archive = try SmallArchive(logs: 12)
        #expect(try export(archive, "--jobs", "1", to: "one").status == 0)
        #expect(try export(archive, "--jobs", "8", to: "eight").status == 0)
        #expect(try export(archive, "--jobs", "8", "--link", to: "linked").status == 0)
        let one = try archive.folder.read("one/index.jsonl")
        #expect(one.split(separator: "\n").count == 36)
        #expect(try archive.folder.read("eight/index.jsonl") == one)
        #expect(try archive.folder.read("linked/index.jsonl") == one)
        let same = try Program("/usr/bin/diff", ["-r", "one", "eight"]).run(in: archive.folder.path)
        #expect(same.status == 0, "\(same.output)")
    }

    @Test func aChangedLogIsNotExported() throws {
        let archive = try SmallArchive { world, digests in
            world.level = 0
            world.publish([digests[1]])
            world.apply(.edit(digests[1].logs[0].key, replacing: "GetObject", with: "PutObject"))
            world.apply(.append(digests[1].logs[1].key, [0]))
            world.apply(.truncate(digests[2].logs[0].key, by: 4))
            world.tree[digests[0].logs[0].key + "x"] = GzipWriter.member(Array("{\"Records\":[{\"forged\":1}]}".utf8))
        }
        let genuine = archive.digests.flatMap(\.logs).map(\.key)
            .filter { $0.contains("T000") || $0.contains("T001") || $0.contains("T0215") }
        for (output, options) in [("out", []), ("linked", ["--link"])] {
            let outcome = try Program.trailseal(
                ["export"] + archive.arguments + ["--form", "files", "--output", output] + options
            ).run(in: archive.folder.path)
            #expect(outcome.status == 1 && outcome.errors.contains("3 verified log files exported"))
            #expect(outcome.errors.contains("3 log files contributed nothing"), "\(outcome.errors)")
            #expect(try files(archive, output).count == 4)
            #expect(try index(archive, output).map(\.key) == genuine.sorted())
        }
    }

    @Test func anUnchangedFileIsLinked() throws {
        let archive = try SmallArchive { world, digests in
            let log = digests[0].logs[0]
            world.apply(.inflate(log.key, content: log.content))
            // A browser also drops the ending.
            let other = digests[0].logs[1]
            world.apply(.inflate(other.key, content: other.content))
            world.apply(.rename(other.key, to: String(other.key.dropLast(3))))
        }
        let age = "find tree -type f -print0 | xargs -0 touch -a -d 2020-01-01T00:00:00Z"
        let times = "find tree -type f -print0 | sort -z | xargs -0 stat --format '%n %X %Y %s %a'"
        #expect(try Program("/bin/sh", ["-c", age]).run(in: archive.folder.path).status == 0)
        let before = try Program("/bin/sh", ["-c", times]).run(in: archive.folder.path).output
        let outcome = try export(archive, "--link")
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("6 verified log files exported, 4 of them as hard links"), "\(outcome.errors)")
        #expect(try Program("/bin/sh", ["-c", times]).run(in: archive.folder.path).output == before)
        for digest in archive.digests {
            for log in digest.logs {
                let path = archive.folder.path("out/\(log.bucket)/\(log.key)")
                let isLink = inode(path) == inode(archive.folder.path("tree/" + log.key))
                #expect(isLink == (digest.key != archive.digests[0].key))
                #expect(try inflated(path) == log.content)
            }
        }
        // The archive says the same as before.
        #expect(try archive.verify().outcome.status == 0)
    }

    /// A hard link can't lead to another file system.
    @Test func anotherFileSystem() throws {
        let archive = try SmallArchive()
        let other = "/dev/shm/trailseal-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: other) }
        let devices = try Program("/usr/bin/stat", ["--format", "%d", "/dev/shm", archive.folder.path]).run().output
        guard Set(devices.split(separator: "\n")).count == 2, access("/dev/shm", W_OK) == 0 else {
            print("Skipped: /dev/shm isn't another file system.")
            return
        }
        let outcome = try export(archive, "--link", to: other)
        #expect(outcome.status == 0 && outcome.errors.contains("6 verified log files exported; verdict"))
        let exported = try Program("/usr/bin/find", [other, "-type", "f"]).run().output
        #expect(exported.split(separator: "\n").count == 7)
    }

    @Test(arguments: [[], ["--link"]]) func severalFilesForOneObject(_ options: [String]) throws {
        let archive = try SmallArchive()
        #expect(try Program("/bin/cp", ["-r", "tree", "copy"]).run(in: archive.folder.path).status == 0)
        let outcome = try Program.trailseal(
            ["export", "copy"] + archive.arguments + ["--form", "files", "--output", "out"] + options
        ).run(in: archive.folder.path)
        #expect(outcome.errors.contains("6 verified log files exported"), "\(outcome.errors)")
        #expect(try index(archive).count == 6)
        #expect(try files(archive).count == 7)
    }

    @Test(arguments: [[], ["--link"]]) func digestsAndExportedLogsSayTheSame(_ options: [String]) throws {
        for name in ["clean", "two-trails", "backfill", "place-organization", "place-prefix"] {
            let archive = try TemporaryFolder()
            for part in ["tree", "keys", "signatures"] {
                try archive.copy(TestPaths.cases.appending(path: "\(name)/\(part)"), to: part)
            }
            let inputs = ["--keys", "keys", "--signatures", "signatures"]
            let exported = try Program.trailseal(
                ["export", "tree"] + inputs + ["--form", "files", "--output", "out"] + options
            ).run(in: archive.path)
            #expect(exported.status == 0, "\(exported.errors)")
            let split = "cp -r tree digests && find digests -path '*/CloudTrail/*' -type f -delete"
            #expect(try Program("/bin/sh", ["-c", split]).run(in: archive.path).status == 0)
            var reports: [WrittenReport] = []
            for (number, roots) in [["tree"], ["digests", "out"]].enumerated() {
                let outcome = try Program.trailseal(
                    ["verify"] + roots + inputs + ["--report", "json=\(number).json"]
                ).run(in: archive.path)
                #expect(outcome.status == 0, "\(name): \(outcome.output) \(outcome.errors)")
                reports.append(try WrittenReport(file: archive.path("\(number).json")))
            }
            #expect(reports[0].summary.logs == reports[1].summary.logs && reports[0].summary.logs.verified > 0)
            #expect(reports[0].summary.digests == reports[1].summary.digests)
            #expect(reports[0].findings == reports[1].findings && reports[0].verdict == reports[1].verdict)
        }
    }

    @Test(arguments: [
        ["--form", "files", "--output", "-"], ["--form", "files", "--output", "out", "--gzip"],
        ["--form", "files", "--output", "out", "--provenance"], ["--form", "records", "--output", "out", "--link"],
        ["--output", "out", "--link"], ["--form", "other", "--output", "out"],
    ]) func optionsThatExcludeEachOther(_ options: [String]) throws {
        let archive = try SmallArchive()
        let outcome = try Program.trailseal(["export"] + archive.arguments + options).run(in: archive.folder.path)
        #expect(outcome.status == 64 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("trailseal: ") && outcome.errors.contains("--form"), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: archive.folder.path("out")))
    }

    /// An index from an earlier run would list files that may not verify now.
    @Test func theOutputMustBeEmpty() throws {
        let archive = try SmallArchive()
        #expect(try export(archive).status == 0)
        let again = try export(archive)
        #expect(again.status == 73 && again.errors.contains("is not empty"))
    }

    /// An archive whose logs aren't proved gives an index without lines.
    @Test func nothingToExport() throws {
        let archive = try SmallArchive(logs: 0)
        #expect(try export(archive).status == 0)
        #expect(try files(archive) == ["index.jsonl"] && (try index(archive)).isEmpty)
    }

    /// A stopped run leaves whole files, no temporary names, and no index.
    @Test(arguments: [[], ["--link"]]) func stoppedAtAnyMoment(_ options: [String]) throws {
        let archive = try SmallArchive(logs: 40)
        func run(to output: String, _ started: (Int32) throws -> Void) throws -> Program.Outcome {
            try Program.trailseal(
                ["export"] + archive.arguments + ["--form", "files", "--output", output, "--jobs", "2"] + options
            ).run(in: archive.folder.path, started: started)
        }
        let microseconds = try run(to: "whole") { _ in }.seconds * 1e6
        var stopped = 0
        for number in 0..<12 {
            let output = "out-\(number)"
            let outcome = try run(to: output) { process in
                usleep(UInt32(microseconds * Double(number) / 12))
                kill(process, SIGTERM)
            }
            let isBegun = FileManager.default.fileExists(atPath: archive.folder.path(output))
            let all = isBegun ? try files(archive, output) : []
            #expect(all.contains("index.jsonl") == (outcome.status == 0))
            stopped += !all.isEmpty && outcome.status != 0 ? 1 : 0
            for file in all {
                let (path, whole) = (archive.folder.path("\(output)/\(file)"), archive.folder.path("whole/\(file)"))
                #expect(FileManager.default.contentsEqual(atPath: path, andPath: whole), "\(file)")
            }
        }
        if stopped == 0 { print("No run was stopped while it wrote.") }
    }
}
