import Foundation
import TestSupport
import Testing

/// The kernel stays readable in one sitting: these tests limit its size and its imports.
@Suite struct KernelTests {
    /// The limit for the lines of all files together, including comments.
    private static let lineLimit = 1_500
    private static let modules: Set<String> = ["TrailSealFormat", "TrailSealLibCrypto", "TrailSealPrimitives"]

    private static func files() throws -> [String] {
        let folder = TestPaths.package.appending(path: "Sources/TrailSealProof")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try names.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    }

    @Test func itIsShort() throws {
        let files = try Self.files()
        #expect(files.count > 15)
        #expect(files.reduce(0) { $0 + $1.count { $0 == "\n" } } <= Self.lineLimit)
    }

    @Test func itReachesNothingElse() throws {
        var imported: Set<String> = []
        for line in try Self.files().flatMap({ $0.split(separator: "\n") }) {
            let words = line.split(separator: " ")
            guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1 else { continue }
            imported.insert(String(words[index + 1]))
        }
        #expect(imported == Self.modules)
    }
}
