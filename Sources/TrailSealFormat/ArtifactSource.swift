public import TrailSealPrimitives

/// Everything the verifier needs from a copy: its files and a way to read them.
public protocol ArtifactSource: Sendable {
    /// The type that reads files.
    associatedtype Reader: ArtifactReader

    /// The files of the copy.
    var listing: ArchiveListing { get }

    /// Warnings for the user that no finding covers.
    var warnings: [String] { get }

    /// Creates a reader with its own buffers, for one thread.
    func makeReader() throws -> Reader

    /// Returns the status of a file, or nil if it can't be determined.
    func status(of file: FileNumber) -> ArtifactStatus?

    /// Says how many files of the listing won't be read, for the progress display.
    func leavesUnread(_ count: Int)
}

extension ArtifactSource {
    /// No warnings.
    public var warnings: [String] { [] }

    /// Does nothing.
    public func leavesUnread(_ count: Int) {}
}

/// What is known about a file without reading it.
public struct ArtifactStatus: Hashable, Sendable {
    /// Size in bytes.
    public let size: UInt64
    /// The same for all hard links of a file.
    public let identity: ArtifactIdentity
    /// Whether the file has other hard links, possibly in other folders.
    public let hasOtherNames: Bool

    /// Creates a status.
    public init(size: UInt64, identity: ArtifactIdentity, hasOtherNames: Bool = false) {
        self.size = size
        self.identity = identity
        self.hasOtherNames = hasOtherNames
    }
}

/// Identifies a file. Names with the same identity are the same file.
public struct ArtifactIdentity: Hashable, Sendable {
    /// The device.
    public let device: UInt64
    /// The inode.
    public let inode: UInt64

    /// Creates an identity.
    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// Reads files for one thread.
public protocol ArtifactReader {
    /// Passes the inflated content of a file to `sink`, once and in order. Stops after `limit` bytes of content.
    func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading

    /// Returns the signatures saved for the digest file `file`, which declares that it is `location`.
    func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature]

    /// Whether `savedSignatures` may find any for the digest file `file`, which declares that it is `location`. Ask
    /// only for the file read last. False is certain; true isn't.
    func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool

    /// Whether there are saved answers that name no object.
    var holdsUnnamedSignatures: Bool { get }

    /// Returns those answers that name no object and whose signature is over a message with this SHA-256. Asked for a
    /// digest that declares that it is `location`.
    func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature]
}

extension ArtifactReader {
    /// No such answers.
    public var holdsUnnamedSignatures: Bool { false }
    /// No such answers.
    public func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature] { [] }
    /// True, so that `savedSignatures` is always asked.
    public func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool { true }
}

/// The result of reading a file.
public struct ArtifactReading: Sendable {
    /// How the reading ended.
    public enum Outcome: Hashable, Sendable {
        /// The sink got the whole content.
        case whole
        /// The bytes have no whole content: empty, truncated, corrupt, or too large.
        case damaged(reason: String)
        /// The sink got one whole gzip member, and this many bytes follow it.
        case trailingBytes(UInt64)
        /// The system refused to read the file, or it changed during the read.
        case unreadable(reason: String)
        /// There is nothing at the path any more, or something that isn't a regular file.
        case absent
    }

    /// How the reading ended.
    public var outcome: Outcome
    /// Bytes read from disk.
    public var compressedByteCount: UInt64
    /// Bytes passed to the sink.
    public var inflatedByteCount: UInt64
    /// Whether the file isn't gzip and its bytes were taken as the content (LOG-9).
    public var isStoredInflated: Bool

    /// Creates a result.
    public init(
        outcome: Outcome, compressedByteCount: UInt64 = 0, inflatedByteCount: UInt64 = 0, isStoredInflated: Bool = false
    ) {
        self.outcome = outcome
        self.compressedByteCount = compressedByteCount
        self.inflatedByteCount = inflatedByteCount
        self.isStoredInflated = isStoredInflated
    }
}

/// Limits on inflated content, in bytes.
public enum ContentLimit {
    /// Largest log file (LIMIT-1). CloudTrail's own have a few MB at most.
    public static let log: UInt64 = 4 << 30
    /// Largest digest file (LIMIT-2). An entry takes about 400 bytes, so this is 160,000 logs.
    public static let digest: UInt64 = 64 << 20
}
