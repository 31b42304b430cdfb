internal import TrailSealFileTree
internal import TrailSealPrimitives

/// Reads the files that a caller names.
enum InputFile {
    /// Returns the path itself, or the files with one of the suffixes directly in it if it is a folder, sorted.
    static func files(
        at path: String, endingIn suffixes: [StaticString]
    ) throws(TrailSealError) -> [ByteString] {
        let given = ByteString(path)
        do throws(FileTreeError) {
            let folder = try Directory(root: given)
            let names = try folder.entries().filter { $0.kind != .directory }.map { ByteString($0.name) }
                .filter { name in !name.hasPrefix(".") && suffixes.contains { name.hasSuffix($0) } }
                .sorted()
            guard names.isEmpty else { return names.map { given.appending(component: $0) } }
        } catch {
            if error.isWrongKind { return [given] }
            throw TrailSealError.unreadable(path: given.description, reason: error.reason)
        }
        throw .unreadable(path: given.description, reason: "it holds no file that ends in \(suffixes[0])")
    }

    /// Returns the content of a file of at most `limit` bytes.
    static func content(of path: ByteString, limit: Int) throws(TrailSealError) -> [UInt8] {
        let content: [UInt8]?
        do throws(FileTreeError) {
            content = try OpenFile(userPath: path).contents(limit: limit)
        } catch {
            throw TrailSealError.unreadable(path: path.description, reason: error.reason)
        }
        guard let content else {
            throw .malformed(path: path.description, reason: "it is larger than \(limit) bytes")
        }
        return content
    }
}
