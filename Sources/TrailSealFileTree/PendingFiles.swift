internal import Glibc
internal import Synchronization
internal import TrailSealPrimitives

/// The temporary files of this process that aren't renamed yet. A process that must end at once removes them.
public enum PendingFiles {
    private static let paths = Mutex<Set<ByteString>>([])

    static func add(_ path: ByteString) { paths.withLock { _ = $0.insert(path) } }

    static func remove(_ path: ByteString) { paths.withLock { _ = $0.remove(path) } }

    /// Removes all of them. Whatever is written to them afterwards is lost.
    public static func removeAll() {
        let all = paths.withLock { $0 }
        for path in all {
            _ = try? withPath(path) { pointer throws(FileTreeError) in unlink(pointer) }
        }
    }
}
