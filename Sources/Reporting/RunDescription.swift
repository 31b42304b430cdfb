public import Primitives

/// What a run was given and where it ran: everything in a report that is not about the archive.
public struct RunDescription: Sendable {
    /// A key file that was read.
    public struct KeyFile: Sendable {
        public let path: ByteString
        public let hash: SHA256Digest
        public let keyCount: Int

        public init(path: ByteString, hash: SHA256Digest, keyCount: Int) {
            self.path = path
            self.hash = hash
            self.keyCount = keyCount
        }
    }

    /// A trail description that was read.
    public struct DescriptionFile: Sendable {
        public let path: ByteString
        public let hash: SHA256Digest

        public init(path: ByteString, hash: SHA256Digest) {
            self.path = path
            self.hash = hash
        }
    }

    public var version: String
    public var libraryVersion: String
    public var startedAt: UnixTime
    public var finishedAt: UnixTime
    public var arguments: [ByteString]
    public var host: String
    public var jobs: Int
    public var archives: [ByteString]
    public var keyFiles: [KeyFile]
    public var signatures: [ByteString]
    public var descriptions: [DescriptionFile] = []
    public var from: UnixTime?
    public var to: UnixTime?

    public init(
        version: String, libraryVersion: String, startedAt: UnixTime, finishedAt: UnixTime, arguments: [ByteString],
        host: String, jobs: Int, archives: [ByteString], keyFiles: [KeyFile], signatures: [ByteString],
        from: UnixTime?, to: UnixTime?
    ) {
        self.version = version
        self.libraryVersion = libraryVersion
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.arguments = arguments
        self.host = host
        self.jobs = jobs
        self.archives = archives
        self.keyFiles = keyFiles
        self.signatures = signatures
        self.from = from
        self.to = to
    }
}
