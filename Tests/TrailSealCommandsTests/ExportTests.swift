import Foundation
import TestSupport
import Testing
import VirtualTrail

/// `export` writes the events of verified logs, and nothing else.
@Suite struct ExportTests {
    private func export(_ archive: SmallArchive, _ more: String...) throws -> Program.Outcome {
        try Program.trailseal(["export"] + archive.arguments + more).run(in: archive.folder.path)
    }

    private func files(_ folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + $0, isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    @Test func everyEventInOrder() throws {
        let archive = try SmallArchive()
        let outcome = try export(archive, "--output", "-")
        #expect(outcome.status == 0, "\(outcome.errors)")
        let logs = archive.digests.flatMap(\.logs).sorted { $0.key < $1.key }
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.count == 12)
        for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line.utf8)) }
        // The text equals that of the logs, in the order of their keys.
        let whole = logs.map { String(decoding: $0.content, as: UTF8.self).dropFirst(12).dropLast(2) }.joined(
            separator: ",")
        #expect(lines.joined(separator: ",") == whole)
        #expect(outcome.errors.contains("12 events of 6 verified log files; verdict on the archive: verified"))
        #expect(try export(archive, "--output", "-", "--jobs", "4").output == outcome.output)
    }

    @Test func aChangedLogContributesNothing() throws {
        let archive = try SmallArchive { world, digests in
            world.level = 0
            world.publish([digests[1]])
            world.apply(.edit(digests[1].logs[0].key, replacing: "GetObject", with: "PutObject"))
            world.apply(.append(digests[1].logs[1].key, [0]))
            world.tree[digests[0].logs[0].key + "x"] = GzipWriter.member(Array("{\"Records\":[{\"forged\":1}]}".utf8))
        }
        for target in ["-", "events"] {
            let outcome = try export(archive, "--output", target)
            #expect(outcome.status == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("8 events of 4 verified log files"))
            #expect(outcome.errors.contains("2 log files contributed nothing"))
            #expect(!outcome.output.contains("PutObject") && !outcome.output.contains("forged"))
        }
        let written = files(archive.folder.path("events"))
        #expect(written.count == 4)
        #expect(written.allSatisfy { $0.hasPrefix("virtual-trail-logs/AWSLogs/") && $0.hasSuffix(".jsonl") })
        #expect(!written.contains { $0.contains("T0105Z") || $0.contains("T0115Z") })
    }

    /// The events of two logs would go to one file. This is refused, because one would hide the other.
    @Test func twoLogsForOneFile() throws {
        let archive = try SmallArchive { world, digests in
            let log = Log(Trail(), at: .hour(3) + 300, records: 1, seed: 5)
            var twin = Log(Trail(), at: .hour(3) + 300, records: 1, seed: 6)
            twin.key = String(log.key.dropLast(3))
            let more = Digest(
                Trail(), from: .hour(3), to: .hour(4), logs: [log, twin], after: digests.last, signedBy: .first)
            world.publish([more])
            world.saveHead(more)
        }
        let outcome = try export(archive, "--output", "events")
        #expect(outcome.status == 73 && outcome.errors.contains("would be one file"), "\(outcome.errors)")
        #expect(try export(archive, "--output", "-").status == 0)
    }

    @Test func anEmptyOutput() throws {
        let outcome = try export(try SmallArchive(), "--output", "")
        #expect(outcome.status == 64 && outcome.output.isEmpty)
    }

    /// Nothing proves the newest digest, so its logs aren't exported.
    @Test func unverifiedLogsAreNotHandedOn() throws {
        let archive = try SmallArchive()
        let outcome = try Program.trailseal("export", "tree", "--keys", "keys", "--output", "-").run(
            in: archive.folder.path)
        #expect(outcome.status == 2)
        #expect(outcome.output.split(separator: "\n").count == 8)
    }

    @Test func compressedAndWithProvenance() throws {
        let archive = try SmallArchive()
        #expect(try export(archive, "--output", "events", "--gzip", "--provenance").status == 0)
        let written = files(archive.folder.path("events"))
        #expect(written.count == 6 && written.allSatisfy { $0.hasSuffix(".jsonl.gz") })
        let log = archive.digests[0].logs[0]
        let name = log.bucket + "/" + log.key.dropLast(".json.gz".count) + ".jsonl.gz"
        let text = try Program("/bin/gzip", ["-dc", archive.folder.path("events/" + name)]).run().output
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines {
            let event = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let origin = try #require(event["trailseal"] as? [String: String])
            #expect(origin["log"] == "s3://\(log.bucket)/\(log.key)")
            #expect(origin["sha256"] == Hashes.hex(Hashes.sha256(log.content)))
            #expect(origin["digest"] == "s3://\(log.bucket)/\(archive.digests[0].key)")
            #expect(event["eventName"] as? String == "GetObject")
        }
    }

    @Test func scopeRestricts() throws {
        let archive = try SmallArchive()
        let outcome = try export(
            archive, "--output", "-", "--from", "2026-10-01T01:00:00Z", "--to", "2026-10-01T02:00:00Z")
        #expect(outcome.status == 0 && outcome.output.split(separator: "\n").count == 4)
    }

    @Test func nothingIsMixedWithWhatIsThere() throws {
        let archive = try SmallArchive()
        try archive.folder.write("old", to: "events/old.jsonl")
        let outcome = try export(archive, "--output", "events")
        #expect(outcome.status == 73 && outcome.errors.contains("is not empty"))
        #expect(files(archive.folder.path("events")) == ["old.jsonl"])
    }

    @Test func aFullStreamIsNoSuccess() throws {
        let archive = try SmallArchive()
        let script =
            "'\(TestPaths.binary.path)' export \(archive.arguments.joined(separator: " ")) --output - >/dev/full"
        let outcome = try Program("/bin/sh", ["-c", script]).run(in: archive.folder.path)
        #expect(outcome.status == 73 && outcome.errors.contains("No space left on device"))
    }
}
