import Testing
import TrailSealFormat
import TrailSealPrimitives
import VirtualTrail

@testable import TrailSealProof

/// The rule of places. It depends on path and key alone.
@Suite struct PlaceCheckTests {
    private static let name = "111122223333_CloudTrail-Digest_us-east-1_management_us-east-1_20261001T020000Z.json.gz"
    private static let folders = "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/"

    private func answer(_ path: String) throws -> PlaceCheck.Answer {
        let key = ByteString(Self.folders + Self.name)
        let parsed = try #require(DigestObjectKey(key))
        return PlaceCheck.answer(
            PathFacts(ByteString(path)), declared: S3Location(bucket: ByteString("logs"), key: key), key: parsed)
    }

    @Test(
        "PLACE-2, PLACE-4: any depth and any folder above that does not speak against the key",
        arguments: [
            "", "evidence/", "logs/", "us-east-1/2026/10/01/", "2026/10/01/", "CloudTrail-Digest/us-east-1/2026/10/01/",
            "copy/2026/10/01/", folders, "x/y/" + folders, "CloudTrail/" + folders, "7/2026/10/01/",
        ])
    func inPlace(_ folder: String) throws { #expect(try answer(folder + Self.name).isInPlace) }

    @Test(
        "PLACE-2: a component that says something else",
        arguments: [
            "eu-west-1/2026/10/01/", "2026/10/02/", "2026/11/01/", "2025/10/01/", "02/", "2025/",
            "CloudTrail/us-east-1/2026/10/01/", "CloudTrail-Insight/us-east-1/2026/10/01/",
            "444455556666/CloudTrail-Digest/us-east-1/2026/10/01/",
            "o-aaaabbbbcc/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/",
            "AWSLogs/444455556666/CloudTrail-Digest/us-east-1/2026/10/01/",
            "AWSLogs/444455556666/x/AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01/",
        ])
    func contradicted(_ folder: String) throws { #expect(try !answer(folder + Self.name).isInPlace) }

    @Test("DIGEST-21: the name of another digest") func otherName() throws {
        #expect(try answer(Self.folders + Self.name.replacing("T02", with: "T03")) == .otherName)
        #expect(try answer(Self.folders + Self.name.dropLast(3)).isInPlace)
        #expect(try answer(Self.folders + Self.name.dropLast(8)) == .otherName)
    }

    @Test("PLACE-3: the rest of path and key is the mapping") func mapping() throws {
        #expect(
            try answer("evidence/" + Self.folders + Self.name)
                == .inPlace(folder: ByteString("evidence"), location: ByteString("logs")))
        #expect(
            try answer("2026/10/01/" + Self.name)
                == .inPlace(
                    folder: ByteString(),
                    location: ByteString("logs/AWSLogs/111122223333/CloudTrail-Digest/us-east-1")))
    }

    @Test("a neighbour in its place doesn't change the answer") func neighbours() throws {
        let digests = World.hourly(Trail(), 21..<27, logs: 0).dropFirst()
        var reader = DigestTemplateReader()
        let documents = try digests.map { try reader.document($0.content, chain: nil) }
        let names = digests.map { ByteString($0.key).name }
        let folders =
            digests.map { ByteString($0.key).splitAtLastSlash.folder } + ["", "x", "eu-west-1"]
        for folder in Set(folders).map({ FolderFacts($0) }) {
            func statement(_ index: Int, name: ByteString, like neighbour: DigestStatement? = nil) throws
                -> DigestStatement
            {
                try DigestStatement(
                    documents[index], hash: try #require(SHA256Digest([UInt8](repeating: 1, count: 32))),
                    at: PathFacts(folder, name: name, like: documents[index].location), file: "x", like: neighbour)
            }
            for (left, right) in documents.indices.flatMap({ left in documents.indices.map { (left, $0) } }) {
                let neighbour = try statement(left, name: names[left])
                for name in names + names.map({ $0.dropLast(3) }) {
                    let place = try statement(right, name: name, like: neighbour).place
                    #expect(try place == statement(right, name: name).place, "\(folder.path) \(name)")
                }
            }
        }
    }
}
