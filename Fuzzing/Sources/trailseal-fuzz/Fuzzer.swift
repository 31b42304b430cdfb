import CFuzzing
import Foundation

enum FuzzTargets {
    static let all: [any FuzzTarget.Type] = [
        DigestTarget.self, KeyListTarget.self, SignaturesTarget.self, ObjectKeyTarget.self, DescriptionTarget.self,
        PolicyTarget.self, GzipTarget.self, StateTarget.self, ChangesTarget.self,
    ]
}

/// The fuzzer's command line.
///
/// `--list` prints the targets. `TARGET --prepare VECTORS FOLDER` writes seeds and words. `TARGET …` runs libFuzzer
/// with the remaining arguments.
@main struct Fuzzer {
    /// libFuzzer calls a plain function without a context, so its body is stored here. Set once before it starts.
    nonisolated(unsafe) private static var body: ([UInt8]) -> Void = { _ in }

    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments == ["--list"] {
            for target in FuzzTargets.all { print(target.name) }
            return
        }
        guard let target = FuzzTargets.all.first(where: { $0.name == arguments.first }) else {
            FileHandle.standardError.write(Data("No such target; --list names them.\n".utf8))
            exit(64)
        }
        if arguments.count == 4, arguments[1] == "--prepare" {
            try prepare(target, URL(filePath: arguments[2]), URL(filePath: arguments[3]))
        } else {
            fuzz(target)
        }
    }

    private static func prepare(_ target: any FuzzTarget.Type, _ vectors: URL, _ folder: URL) throws {
        let corpus = folder.appending(path: "corpus")
        try FileManager.default.createDirectory(at: corpus, withIntermediateDirectories: true)
        for (index, seed) in target.seeds(TestVectors(vectors)).enumerated() {
            try Data(seed).write(to: corpus.appending(path: "seed-\(index)"))
        }
        let lines = target.words.map { word in
            "\"" + word.utf8.map { "\\x" + (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined() + "\"\n"
        }
        try Data(lines.joined().utf8).write(to: folder.appending(path: "words.dict"))
    }

    private static func fuzz(_ target: any FuzzTarget.Type) {
        body = { target.run($0) }
        // The program's name, and the arguments after the target.
        let pointers = UnsafeMutableBufferPointer<UnsafeMutablePointer<CChar>?>.allocate(
            capacity: CommandLine.arguments.count)
        let kept = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
        pointers.initialize(repeating: nil)
        for (index, argument) in kept.enumerated() { pointers[index] = strdup(argument) }
        var count = Int32(kept.count)
        guard var list = pointers.baseAddress else { return }
        let status = LLVMFuzzerRunDriver(&count, &list) { start, count in
            Fuzzer.body(Array(UnsafeBufferPointer(start: start, count: count)))
            return 0
        }
        exit(status)
    }
}
