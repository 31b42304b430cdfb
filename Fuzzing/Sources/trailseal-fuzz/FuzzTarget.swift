import CFuzzing
import Foundation

/// A reader under test. Each target is a file in `Targets/` and an entry of `FuzzTargets.all`.
protocol FuzzTarget: SendableMetatype {
    /// The name used by `Scripts/fuzz`.
    static var name: String { get }
    /// Texts that mutations insert.
    static var words: [String] { get }
    /// Inputs to start from.
    static func seeds(_ vectors: TestVectors) -> [[UInt8]]
    /// Reads `bytes` and checks the properties of the reader. Aborts if one doesn't hold.
    static func run(_ bytes: [UInt8])
}

/// Aborts if a property doesn't hold, so that the fuzzer saves the input.
func require(_ condition: @autoclosure () -> Bool, _ property: @autoclosure () -> String) {
    guard !condition() else { return }
    FileHandle.standardError.write(Data("PROPERTY VIOLATED: \(property())\n".utf8))
    abort()
}

/// The files of `TestVectors/`.
struct TestVectors {
    private let files: [(path: String, bytes: [UInt8])]

    init(_ folder: URL) {
        let paths = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        files = paths.sorted().compactMap { path in
            (try? Data(contentsOf: folder.appending(path: path))).map { (path, Array($0)) }
        }
    }

    /// Returns the files whose path contains `part` and ends with one of `endings`. Of files with equal content, only
    /// the first.
    func files(_ part: String, _ endings: String...) -> [(path: String, bytes: [UInt8])] {
        var seen: Set<[UInt8]> = []
        return files.filter { file in
            file.path.contains(part) && endings.contains { file.path.hasSuffix($0) } && seen.insert(file.bytes).inserted
        }
    }

    /// The inflated digest files, in the order of their paths.
    var digests: [[UInt8]] { contents(files("/CloudTrail-Digest/", ".json.gz")) }

    /// The inflated log files whose path contains `part`, in the order of their paths.
    func logs(_ part: String) -> [[UInt8]] {
        contents(files(part, ".json.gz").filter { $0.path.contains("/CloudTrail/") })
    }

    private func contents(_ files: [(path: String, bytes: [UInt8])]) -> [[UInt8]] {
        var seen: Set<[UInt8]> = []
        return files.compactMap { inflated($0.bytes) }.filter { seen.insert($0).inserted }
    }

    private func inflated(_ bytes: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: 1 << 20)
        var consumed = 0
        var produced = 0
        let answer = fuzzInflate(bytes, bytes.count, &output, output.count, &consumed, &produced)
        return answer == fuzzWhole ? Array(output[..<produced]) : nil
    }
}
