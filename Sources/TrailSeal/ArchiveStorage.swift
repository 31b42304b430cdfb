/// An archive that isn't a folder: files that can be listed and read.
///
/// Several threads call it at once, with stacks of 1 MiB. What it returns is evidence, so it isn't trusted: the engine
/// checks every byte against what CloudTrail signed.
public protocol ArchiveStorage: Sendable {
    /// The name of the archive, for messages and reports.
    var name: String { get }

    /// Returns all files. An error ends the run.
    func files() throws -> [StoredFile]

    /// Passes the stored bytes of a file to `body`, in order, in pieces of any size, from one thread. `body` returns
    /// whether it wants more. An error makes the file unreadable, which is a finding.
    func read(_ file: StoredFile, _ body: (UnsafeRawBufferPointer) -> Bool) throws
}

/// A file of an ``ArchiveStorage``.
public struct StoredFile: Hashable, Sendable {
    /// Its path below the archive, as in the bucket: `AWSLogs/111122223333/CloudTrail-Digest/…`. It may begin at any
    /// folder of that.
    public var path: String
    /// The number of stored bytes.
    public var size: UInt64
    /// For a digest file: the metadata of the S3 object. `signature` and `backfill-generation-timestamp` are used.
    /// Names may begin with `x-amz-meta-`.
    public var metadata: [String: String]

    /// Creates a file.
    public init(path: String, size: UInt64, metadata: [String: String] = [:]) {
        self.path = path
        self.size = size
        self.metadata = metadata
    }

    /// Whether both are the same file. Paths are compared by their bytes: Unicode calls some equal that name two
    /// objects.
    public static func == (left: StoredFile, right: StoredFile) -> Bool {
        left.path.utf8.elementsEqual(right.path.utf8) && left.size == right.size && left.metadata == right.metadata
    }

    /// Hashes the bytes of the path.
    public func hash(into hasher: inout Hasher) { hasher.combine(Array(path.utf8)) }
}
