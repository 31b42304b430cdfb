public import Primitives

/// The seam between what is verified and where it lies: everything the verifier knows of a copy.
public protocol ArtifactSource: Sendable {
    associatedtype Reader: ArtifactReader

    /// The files that are there.
    var listing: ArchiveListing { get }

    /// What the user should know and no finding says.
    var warnings: [String] { get }

    /// A reader with buffers of its own, for one thread.
    func makeReader() throws -> Reader

    /// Nil where it cannot be had.
    func status(of file: FileNumber) -> ArtifactStatus?

    /// Says how many files of the listing won't be read, for whoever shows the progress.
    func leavesUnread(_ count: Int)
}

extension ArtifactSource {
    public func leavesUnread(_ count: Int) {}

    public var warnings: [String] { [] }
}

/// What can be told of a file without reading it.
public struct ArtifactStatus: Hashable, Sendable {
    /// In bytes.
    public let size: UInt64
    /// Shared by all names of one file.
    public let identity: ArtifactIdentity
    /// Whether it has names beside this one, maybe in other folders.
    public let hasOtherNames: Bool

    public init(size: UInt64, identity: ArtifactIdentity, hasOtherNames: Bool = false) {
        self.size = size
        self.identity = identity
        self.hasOtherNames = hasOtherNames
    }
}

/// The same value is the same file.
public struct ArtifactIdentity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64

    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// Reads artifacts for one thread.
public protocol ArtifactReader {
    /// Streams the inflated content of a file to `sink`, once and in order.
    func read(_ file: FileNumber, limit: UInt64, sink: (UnsafeRawBufferPointer) -> Void) -> ArtifactReading

    /// The signatures that somebody saved for the digest file `file`, which declares that it is `location`.
    func savedSignatures(for location: S3Location, at file: FileNumber) -> [SavedSignature]

    /// Whether `savedSignatures` may find any for the digest file `file`, the one read last, which declares that it
    /// is `location`. False is certain.
    func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool

    /// Whether answers were saved that name no object.
    var holdsUnnamedSignatures: Bool { get }

    /// Those of them whose signature is one over a text that has this SHA-256, asked for a digest that declares that it is
    /// `location`.
    func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature]
}

extension ArtifactReader {
    public var holdsUnnamedSignatures: Bool { false }
    public func unnamedSignatures(of message: SHA256Digest, for location: S3Location) -> [SavedSignature] { [] }
    public func mayHoldSignatures(for location: S3Location, at file: FileNumber) -> Bool { true }
}

/// What came of reading a file.
public struct ArtifactReading: Sendable {
    public enum Outcome: Hashable, Sendable {
        /// All of it was given to the sink.
        case whole
        /// The content is not to be had from these bytes: empty, cut off, corrupt, or too large.
        case damaged(reason: String)
        /// One gzip member was given to the sink; so many bytes follow it.
        case trailingBytes(UInt64)
        /// The system did not let it be read, or it changed meanwhile.
        case unreadable(reason: String)
        /// Something else than a regular file stands there now, or nothing.
        case absent
    }

    public var outcome: Outcome
    /// Bytes read from the disk.
    public var compressedByteCount: UInt64
    /// Bytes given to the sink.
    public var inflatedByteCount: UInt64
    /// Whether the file was no gzip stream and its bytes were taken as they are.
    public var isStoredInflated: Bool

    public init(
        outcome: Outcome, compressedByteCount: UInt64 = 0, inflatedByteCount: UInt64 = 0, isStoredInflated: Bool = false
    ) {
        self.outcome = outcome
        self.compressedByteCount = compressedByteCount
        self.inflatedByteCount = inflatedByteCount
        self.isStoredInflated = isStoredInflated
    }
}

/// Limits on content, in bytes.
public enum ContentLimit {
    /// Inflated log file: rule LIMIT-1. CloudTrail's own are some MB at most.
    public static let log: UInt64 = 4 << 30
    /// Inflated digest file: rule LIMIT-2. One entry takes some 400 bytes, so this is 160,000 logs.
    public static let digest: UInt64 = 64 << 20
}
