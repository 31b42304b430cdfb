import Foundation
import TestSupport
import Testing

/// A report says what became of the saved signatures that the user named.
@Suite struct SignatureUseTests {
    private func signatures(_ archive: SmallArchive, _ options: [String] = []) throws -> [String: Any] {
        let report = archive.folder.path + "/r.json"
        _ = try Program.trailseal(["verify"] + archive.arguments + ["-q", "--report", "json=\(report)"] + options)
            .run(in: archive.folder.path)
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
        let inputs = try #require((json as? [String: Any])?["inputs"] as? [String: Any])
        return try #require((inputs["signatures"] as? [[String: Any]])?.last)
    }

    @Test func readAndUsed() throws {
        let archive = try SmallArchive()
        // A listing of which nothing is for a digest of the archive.
        let line =
            "{\"Key\":\"AWSLogs/999988887777/CloudTrail-Digest/us-east-1/2026/10/01/"
            + "999988887777_CloudTrail-Digest_us-east-1_other_us-east-1_20261001T010000Z.json.gz\","
            + "\"Metadata\":{\"signature\":\"\(String(repeating: "00", count: 256))\"}}\n"
        try archive.folder.write(line, to: "other.jsonl")
        let own = try signatures(archive)
        #expect(own["used"] as? Int ?? 0 > 0 && own["read"] as? Int == own["used"] as? Int)
        // The hash of a folder is that of its manifest, wherever it lies.
        let hash = try #require(own["sha256"] as? String)
        let manifest =
            "cd signatures && find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"
        let expected = try Program("/bin/sh", ["-c", manifest]).run(in: archive.folder.path).output
        #expect(expected.hasPrefix(hash))
        let other = try signatures(archive, ["--signatures", "other.jsonl"])
        #expect(other["read"] as? Int == 1 && other["used"] as? Int == 0)
        let run = try Program.trailseal(["verify"] + archive.arguments + ["-q", "--signatures", "other.jsonl"])
            .run(in: archive.folder.path)
        #expect(run.errors.contains("other.jsonl: none of 1 saved answers is for a digest of this archive"))
    }
}
