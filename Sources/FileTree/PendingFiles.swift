internal import Glibc
internal import Primitives
internal import Synchronization

/// The temporary files of this process that no `AtomicFileWriter` has put in their place yet: one that has to end at once
/// leaves none behind.
public enum PendingFiles {
    private static let paths = Mutex<Set<ByteString>>([])

    static func add(_ path: ByteString) { paths.withLock { _ = $0.insert(path) } }

    static func remove(_ path: ByteString) { paths.withLock { _ = $0.remove(path) } }

    /// Removes them. What is written after that is lost.
    public static func removeAll() {
        let all = paths.withLock { $0 }
        for path in all {
            _ = try? withPath(path) { pointer throws(FileTreeError) in unlink(pointer) }
        }
    }
}
