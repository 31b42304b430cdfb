import Testing
import TrailSealFormat
import TrailSealPrimitives

/// The text of a file's path is built on request. Comparisons must give the same answers as the texts.
@Suite struct UniquePathTests {
    private static let folders = ["", "x", "AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/10/01"]

    private static func digest(_ hour: String, _ trail: String = "management") -> ByteString {
        ByteString("111122223333_CloudTrail-Digest_us-east-1_\(trail)_us-east-1_20261001T\(hour)0000Z.json.gz")
    }

    private static let names: [ByteString] = [
        digest("01"), digest("02"), digest("10"), digest("01", "other"), digest("01").dropLast(3), "a", "a.json", "B",
        "111122223333_CloudTrail_us-east-1_20261001T0105Z_AbCdEfGhIjKlMnOp.json.gz",
    ]

    /// Every form of a path: parsed by itself, read like a neighbour, named by a log's key, and given as text.
    private static func paths() throws -> [(path: UniquePath, text: ByteString)] {
        var paths: [(path: UniquePath, text: ByteString)] = []
        for folder in folders.map({ FolderFacts(ByteString($0)) }) {
            let series = S3Location(bucket: "b", key: ByteString(folders[2]).appending(component: digest("05")))
            for (root, name) in [0, 1, 12].flatMap({ root in names.map { (root, $0) } }) {
                let path = folder.path.isEmpty ? name : folder.path.appending(component: name)
                let text = ByteString("\(root)/") + path
                let key = LogKey(S3Location(bucket: "b", key: path), in: folder)
                paths.append((UniquePath(root: root, PathFacts(folder, name: name)), text))
                paths.append((UniquePath(root: root, PathFacts(folder, name: name, like: series)), text))
                paths.append((UniquePath(root: root, PathFacts(folder, named: key)), text))
                paths.append((UniquePath(root: root, path: path), text))
                paths.append((UniquePath(text), text))
            }
        }
        return paths
    }

    @Test("texts, roots, equality, order and hashes are those of the text") func comparisons() throws {
        let paths = try Self.paths()
        for (path, text) in paths {
            #expect(path.text == text)
            #expect(path.root.map { "\($0)" } == text.description.split(separator: "/").first.map(String.init))
        }
        for (one, text) in paths {
            for (other, others) in paths {
                guard (one == other) == (text == others), (one < other) == (text < others) else {
                    Issue.record("\(text) and \(others)")
                    return
                }
            }
        }
        #expect(Set(paths.map(\.path)).count == Set(paths.map(\.text)).count)
    }

    @Test("a text that doesn't begin with a number has no root") func noRoot() {
        #expect(UniquePath("x/y").root == nil)
        #expect(UniquePath("").root == nil)
    }
}
