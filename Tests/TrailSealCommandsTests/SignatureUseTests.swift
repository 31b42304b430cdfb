import Foundation
import TestSupport
import Testing
import VirtualTrail

/// A report says how the saved signatures that the user named were used.
@Suite struct SignatureUseTests {
    private func signatures(_ archive: SmallArchive, _ options: [String] = []) throws -> [String: Any] {
        let report = archive.folder.path + "/r.json"
        _ = try Program.trailseal(["verify"] + archive.arguments + ["-q", "--report", "json=\(report)"] + options)
            .run(in: archive.folder.path)
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
        let inputs = try #require((json as? [String: Any])?["inputs"] as? [String: Any])
        return try #require((inputs["signatures"] as? [[String: Any]])?.last)
    }

    /// An answer without a whole signature is read and not used. One line for each cause describes it.
    @Test(arguments: [
        ("\nAn error occurred (403) when calling the HeadObject operation: Forbidden\n", "an AWS error message (403)"),
        ("", "the output of a command that printed nothing"), ("\"none\"\n", "a JSON string, as --query prints it"),
        ("{\"Metadata\":{\"signature\":\"\(String(repeating: "0", count: 100))\"}}", "save the answer again"),
    ])
    func emptyAnswers(_ content: String, _ words: String) throws {
        let archive = try SmallArchive()
        let names = archive.digests.map { String($0.key.split(separator: "/").last ?? "") }
        for name in names { try archive.folder.write(content, to: "heads/\(name).json") }
        let use = try signatures(archive, ["--signatures", "heads"])
        #expect(use["read"] as? Int == 3 && use["used"] as? Int == 0)
        let run = try Program.trailseal(["verify"] + archive.arguments + ["-q", "--signatures", "heads"])
            .run(in: archive.folder.path)
        let lines = run.errors.split(separator: "\n")
        #expect(run.status == 0 && lines.count == 2, "\(run.errors)")
        #expect(
            lines.contains { $0.contains("3 files hold no whole signature") && $0.contains(words) }, "\(run.errors)")
        #expect(lines.contains { $0.contains("none of 3 saved answers holds a signature") }, "\(run.errors)")
    }

    @Test func cutSignaturesOfAListing() throws {
        let archive = try SmallArchive()
        let rows = archive.digests.map { "\($0.key),\($0.signature.prefix(100))\n" }
        try archive.folder.write("key,signature\n" + rows.joined(), to: "short.csv")
        let use = try signatures(archive, ["--signatures", "short.csv"])
        #expect(use["read"] as? Int == 3 && use["used"] as? Int == 0)
    }

    /// Listings of base names prove like a flat folder.
    @Test(arguments: ["key,signature\n%,@\n", "{\"name\":\"%\",\"metadata\":{\"X-Amz-Meta-Signature\":\"@\"}}\n"])
    func baseNamesInAListing(_ shape: String) throws {
        let archive = try SmallArchive()
        let digest = try #require(archive.digests.last)
        let name = String(digest.key.split(separator: "/").last ?? "")
        try archive.folder.write(
            shape.replacing("%", with: name).replacing("@", with: digest.signature), to: "base.txt")
        let run = try Program.trailseal("verify", "tree", "--keys", "keys", "--signatures", "base.txt", "-q")
            .run(in: archive.folder.path)
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    }

    @Test func readAndUsed() throws {
        let archive = try SmallArchive()
        // A listing in which no answer is for a digest of the archive.
        let line =
            "{\"Key\":\"AWSLogs/999988887777/CloudTrail-Digest/us-east-1/2026/10/01/"
            + "999988887777_CloudTrail-Digest_us-east-1_other_us-east-1_20261001T010000Z.json.gz\","
            + "\"Metadata\":{\"signature\":\"\(String(repeating: "00", count: 256))\"}}\n"
        try archive.folder.write(line, to: "other.jsonl")
        let own = try signatures(archive)
        #expect(own["used"] as? Int ?? 0 > 0 && own["read"] as? Int == own["used"] as? Int)
        // The hash of a folder is that of its manifest, wherever the folder lies.
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
