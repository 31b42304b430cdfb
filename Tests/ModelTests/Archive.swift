import Primitives

/// A copy of a bucket in memory, and what somebody saved beside it.
struct Archive: Sendable {
    /// By path below the root.
    var files: [ByteString: StoredFile] = [:]
    /// Saved answers by the key of the digest for which they were saved: a signature, or nil where what was saved is none.
    var signatures: [ByteString: [UInt8]?] = [:]
    /// What is neither a file nor a folder that can be listed, and whether it hides files.
    var obstacles: [ByteString: Bool] = [:]

    /// What a tampering does to an archive, whatever else was done to it.
    struct Change: Sendable {
        /// The last one of a path counts.
        var files: [(path: ByteString, file: StoredFile?)] = []
        var signatures: [(key: ByteString, answer: Answer)] = []
        var obstacles: [(path: ByteString, hidesFiles: Bool)] = []

        /// All that it touches.
        var paths: Set<ByteString> { Set(files.map(\.path) + signatures.map(\.key) + obstacles.map(\.path)) }
    }

    /// What is saved for a digest afterwards.
    enum Answer: Sendable {
        case nothing
        case text(String)
    }

    mutating func apply(_ change: Change) {
        for (path, file) in change.files { files[path] = file }
        for (key, answer) in change.signatures {
            switch answer {
            case .nothing: signatures.removeValue(forKey: key)
            case .text(let text): signatures.updateValue(Hexadecimal.bytes(of: text), forKey: key)
            }
        }
        for (path, hidesFiles) in change.obstacles { obstacles[path] = hidesFiles }
        // No file stands where something else does, whatever came first.
        for (path, hidesFiles) in obstacles {
            files[path] = nil
            guard hidesFiles else { continue }
            for below in files.keys where below.hasPrefix(path + "/") { files[below] = nil }
        }
    }

    /// The file that stands for an object at `path`: its own, or the short name where that is absent.
    func file(for path: ByteString) -> (path: ByteString, file: StoredFile)? {
        if let file = files[path] { return (path, file) }
        guard path.hasSuffix(".json.gz"), let file = files[path.dropLast(3)] else { return nil }
        return (path.dropLast(3), file)
    }
}

/// Where a path of the small world's layout belongs.
enum Zone {
    case digests, logs, unjudged, elsewhere

    /// The first folder below an account that is called like one of CloudTrail's decides.
    init(_ path: ByteString) {
        let folders = path.components.dropLast().map { ByteString($0) }
        self = .elsewhere
        for (index, folder) in folders.enumerated() {
            if folder == "CloudTrail-Digest" as StaticString {
                self = .digests
                return
            }
            guard index > 0, folders[index - 1].count == 12 else { continue }
            if folder == "CloudTrail" as StaticString {
                self = .logs
                return
            }
            if folder.hasPrefix("CloudTrail-") {
                self = .unjudged
                return
            }
        }
    }
}
