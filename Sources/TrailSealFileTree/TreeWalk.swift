public import TrailSealPrimitives

/// Visits each regular file below a folder, in byte order of the paths. Links aren't followed, and only regular files
/// are opened.
public enum TreeWalk {
    /// How many levels of folders are visited.
    public static let depthLimit = 64

    /// One entry of the walk.
    public enum Step: ~Copyable {
        /// A regular file, open for reading.
        case file(OpenFile)
        /// An entry that isn't a regular file or can't be opened, and why.
        case omitted(reason: String)
    }

    /// Calls `body` for each entry with its path below the root as the user named it. An error that `body` throws
    /// ends the walk.
    public static func walk(_ root: Directory, _ body: (ByteString, consuming Step) throws -> Void) throws {
        try walk(root, depth: 0, body)
    }

    private static func walk(
        _ folder: Directory, depth: Int, _ body: (ByteString, consuming Step) throws -> Void
    ) throws {
        var entries: [(order: [UInt8], entry: Directory.Entry)] = []
        do throws(FileTreeError) {
            // A folder sorts with a slash after its name, as the paths of its files do.
            entries = try folder.entries().map {
                (order: $0.kind == .directory ? $0.name + [ByteString.slash] : $0.name, entry: $0)
            }
        } catch {
            return try body(folder.path, .omitted(reason: error.reason))
        }
        entries.sort { $0.order.lexicographicallyPrecedes($1.order) }
        for (_, entry) in entries {
            let name = ByteString(entry.name)
            let path = folder.path.appending(component: name)
            switch entry.kind {
            case .directory:
                guard depth < depthLimit else {
                    try body(path, .omitted(reason: "deeper than \(depthLimit) levels"))
                    continue
                }
                let below: Directory
                do throws(FileTreeError) { below = try folder.directory(name) } catch {
                    try body(path, .omitted(reason: error.reason))
                    continue
                }
                try walk(below, depth: depth + 1, body)
            case .regular:
                let step: Step
                do throws(FileTreeError) { step = .file(try folder.file(name)) } catch {
                    step = .omitted(reason: error.reason)
                }
                try body(path, step)
            default: try body(path, .omitted(reason: entry.kind.rawValue))
            }
        }
    }
}
