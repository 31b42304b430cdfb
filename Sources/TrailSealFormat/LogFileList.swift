public import TrailSealPrimitives

/// The log files that one digest lists, packed. An entry stores only its differences from the previous one: about 16
/// bytes of the key, and the hash.
public struct LogFileList: Equatable, Sendable {
    /// Most entries of one digest (LIMIT-6). CloudTrail's own list some hundreds.
    public static let limit = 500_000

    /// Number of entries that are kept.
    public fileprivate(set) var count = 0
    /// Whether the digest lists more than `limit` entries. The rest is dropped.
    public fileprivate(set) var isCut = false
    /// Whether every hash uses an algorithm that this version knows.
    public fileprivate(set) var hashesAreKnown = true
    /// Length of the longest key in bytes.
    public fileprivate(set) var longestKey = 0
    fileprivate var bytes: [UInt8] = []

    fileprivate init() {}

    /// Memory that the entries take, in bytes.
    public var packedByteCount: Int { bytes.count }
    /// Whether the digest lists no log files.
    public var isEmpty: Bool { count == 0 }
    /// The last entry. Takes linear time, because all entries must be unpacked.
    public var last: DigestDocument.LogFile? { reduce(nil) { $1 } }

    /// What an entry shares with the previous one. A string that isn't shared follows with its length.
    fileprivate enum Flag {
        static let bucket: UInt8 = 1
        static let algorithm: UInt8 = 2
        static let isHashed: UInt8 = 4
        static let hash: UInt8 = 8
    }
}

/// Packs the entries of one digest as they are read.
struct LogFilePacker {
    private var list = LogFileList()
    private var lastBucket: ByteString?
    private var lastAlgorithm = ByteString()
    private var lastKey: [UInt8] = []
    private var lastHash: SHA256Digest?
    /// Number of entries read, including those beyond the limit.
    private(set) var count = 0

    /// Adds an entry. `hash` is nil if the algorithm is unknown. Takes the key, and leaves storage for the next one.
    mutating func append(bucket: ByteString, key: inout [UInt8], hash: SHA256Digest?, algorithm: ByteString) {
        count += 1
        guard list.count < LogFileList.limit else {
            list.isCut = true
            return
        }
        var flags: UInt8 = 0
        if lastBucket == bucket { flags |= LogFileList.Flag.bucket }
        if lastAlgorithm == algorithm { flags |= LogFileList.Flag.algorithm }
        if hash != nil { flags |= LogFileList.Flag.isHashed }
        if hash == lastHash { flags |= LogFileList.Flag.hash }
        list.bytes.append(flags)
        if flags & LogFileList.Flag.bucket == 0 { append(text: bucket.bytes.span) }
        if flags & LogFileList.Flag.algorithm == 0 { append(text: algorithm.bytes.span) }
        append(key.span, like: lastKey)
        if let hash, flags & LogFileList.Flag.hash == 0 { hash.append(to: &list.bytes) }
        list.count += 1
        list.hashesAreKnown = list.hashesAreKnown && hash != nil
        list.longestKey = max(list.longestKey, key.count)
        (lastBucket, lastAlgorithm, lastHash) = (bucket, algorithm, hash)
        swap(&key, &lastKey)
    }

    /// Returns the packed list, without reserved memory.
    func packed() -> LogFileList {
        if list.isEmpty { return list }
        var exact: [UInt8] = []
        exact.reserveCapacity(list.bytes.count)
        exact.append(contentsOf: list.bytes)
        var list = list
        list.bytes = exact
        return list
    }

    private mutating func append(text: Span<UInt8>) {
        append(length: text.count)
        text.withUnsafeBufferPointer { list.bytes.append(contentsOf: $0) }
    }

    /// Appends a number in groups of seven bits, lowest first. The high bit says that more groups follow.
    private mutating func append(length: Int) {
        var rest = length
        while rest >= 0x80 {
            list.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        list.bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends the lengths of the common prefix and suffix, and the bytes between them.
    private mutating func append(_ own: Span<UInt8>, like other: [UInt8]) {
        let other = other.span
        let head = own.commonPrefix(with: other)
        let tail = own.commonSuffix(with: other, limit: min(own.count, other.count) - head)
        append(length: head)
        append(length: tail)
        append(text: own.extracting(head..<(own.count - tail)))
    }
}

extension LogFileList: Sequence {
    /// Returns an iterator that unpacks the entries in order.
    public func makeIterator() -> Iterator { Iterator(bytes: bytes, left: count) }

    /// The entries with their keys parsed, in order. `folder` is a folder in which they may lie.
    public func parsed(like folder: FolderFacts? = nil) -> [(key: LogKey, hash: SHA256Digest?)] {
        if isEmpty { return [] }
        var folder = folder ?? FolderFacts(ByteString())
        return map { entry in
            folder = folder.reused(for: entry.location.key)
            return (LogKey(entry.location, in: folder), entry.hash)
        }
    }

    /// The exact number of entries.
    public var underestimatedCount: Int { count }

    /// Unpacks the entries of a list in order.
    public struct Iterator: IteratorProtocol {
        private let bytes: [UInt8]
        private var left: Int
        private var position = 0
        private var bucket = ByteString()
        private var algorithm = ByteString()
        private var key: [UInt8] = []
        private var hash: SHA256Digest?

        fileprivate init(bytes: [UInt8], left: Int) {
            self.bytes = bytes
            self.left = left
        }

        /// Returns the next entry, or nil at the end.
        public mutating func next() -> DigestDocument.LogFile? {
            guard left > 0 else { return nil }
            left -= 1
            let flags = bytes[position]
            position += 1
            if flags & LogFileList.Flag.bucket == 0 { bucket = ByteString(text()) }
            if flags & LogFileList.Flag.algorithm == 0 { algorithm = ByteString(text()) }
            key = text(like: key)
            let isHashed = flags & LogFileList.Flag.isHashed != 0
            if flags & LogFileList.Flag.hash == 0 { hash = isHashed ? digest() : nil }
            return DigestDocument.LogFile(
                location: S3Location(bucket: bucket, key: ByteString(key)), hash: hash, hashAlgorithm: algorithm)
        }

        private mutating func length() -> Int {
            var length = 0
            var shift = 0
            while true {
                let byte = bytes[position]
                position += 1
                length |= Int(byte & 0x7F) << shift
                if byte & 0x80 == 0 { return length }
                shift += 7
            }
        }

        private mutating func digest() -> SHA256Digest? {
            let start = position
            position += SHA256Digest.byteCount
            return bytes[start..<position].withUnsafeBytes { SHA256Digest(buffer: $0) }
        }

        private mutating func text() -> ArraySlice<UInt8> {
            let count = length()
            let start = position
            position += count
            return bytes[start..<position]
        }

        private mutating func text(like known: [UInt8]) -> [UInt8] {
            let head = length()
            let tail = length()
            let middle = text()
            return [UInt8](known.span.extracting(first: head), middle.span, known.span.extracting(last: tail))
        }
    }
}
