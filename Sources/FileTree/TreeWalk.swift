public import Primitives

/// Visits every regular file below a folder, in the order of their paths' bytes. No link is followed, nothing but
/// regular files is opened.
public enum TreeWalk {
    /// Most components of a path below the folder.
    public static let depthLimit = 64

    /// What is met.
    public enum Step: ~Copyable {
        case file(OpenFile)
        /// A link, a device, or what cannot be opened.
        case omitted(reason: String)
    }

    /// `body` gets the path as the user would name it. Its errors end the walk.
    public static func walk(_ root: Directory, _ body: (ByteString, consuming Step) throws -> Void) throws {
        try walk(root, depth: 0, body)
    }

    private static func walk(
        _ folder: Directory, depth: Int, _ body: (ByteString, consuming Step) throws -> Void
    ) throws {
        var entries: [(order: [UInt8], entry: Directory.Entry)] = []
        do throws(FileTreeError) {
            // A folder sorts as its files do: with the slash behind its name.
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
