internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives

/// Makes and removes the folders of output files. All worker threads do so at once.
enum OutputFolder {
    private static let attemptLimit = 10

    /// Makes a missing folder and those above it, and calls `create`, which makes a file in it.
    ///
    /// Calls `create` again if the folder is missing, because another worker may have just removed it as empty.
    static func making<Value>(
        _ folder: ByteString, _ create: () throws(FileTreeError) -> Value
    ) throws(FileTreeError) -> Value {
        var attempts = 0
        while true {
            make(folder)
            attempts += 1
            do throws(FileTreeError) { return try create() } catch {
                guard error.isAbsent, attempts < attemptLimit else { throw error }
            }
        }
    }

    private static func make(_ folder: ByteString) {
        var path: ByteString = folder.bytes.first == ByteString.slash ? "/" : ""
        for part in folder.components where !part.isEmpty {
            let isRoot = path == "/"
            path = isRoot ? path + ByteString(part) : path.appending(component: ByteString(part))
            _ = withCString(path) { mkdir($0, 0o755) }
        }
    }

    /// Removes a folder and those above it, up to the first that isn't empty.
    static func removeEmpty(_ folder: ByteString) {
        var folder = folder
        while !folder.isEmpty, withCString(folder, { rmdir($0) }) == 0 { folder = folder.splitAtLastSlash.folder }
    }

    /// Passes `path` to `body` as a C string. Returns -1 if it contains a NUL.
    static func withCString(_ path: ByteString, _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
        guard !path.bytes.contains(0) else {
            errno = EINVAL
            return -1
        }
        return (path.bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? -1
        }
    }
}
