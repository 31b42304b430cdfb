internal import Primitives

/// The log files that one digest lists, packed: of each entry only what differs from the one before. Neighbours differ in
/// some sixteen bytes of their keys, and in their hashes.
public struct LogFileList: Sendable {
    /// Most entries of one digest (LIMIT-6). CloudTrail's own list some hundreds.
    public static let limit = 500_000

    public fileprivate(set) var count = 0
    /// Whether the digest lists more than `limit`, which are left out.
    public fileprivate(set) var isCut = false
    /// Whether every hash is of an algorithm known here.
    public fileprivate(set) var hashesAreKnown = true
    /// Bytes of the longest key.
    public fileprivate(set) var longestKey = 0
    fileprivate var bytes: [UInt8] = []

    fileprivate init() {}

    /// Memory that the entries take, in bytes.
    public var packedByteCount: Int { bytes.count }
    public var isEmpty: Bool { count == 0 }
    /// Costs as much as a look at all.
    public var last: DigestDocument.LogFile? { reduce(nil) { $1 } }

    /// What an entry shares with the one before. A text that is not shared follows with its length.
    fileprivate enum Flag {
        static let bucket: UInt8 = 1
        static let algorithm: UInt8 = 2
        static let isHashed: UInt8 = 4
    }
}

/// Packs the entries of one digest as they are read.
struct LogFilePacker {
    private var list = LogFileList()
    private var last: DigestDocument.LogFile?
    /// Entries that were read, those beyond the limit too.
    private(set) var count = 0

    mutating func append(_ entry: DigestDocument.LogFile) {
        count += 1
        guard list.count < LogFileList.limit else {
            list.isCut = true
            return
        }
        let (bucket, key) = (entry.location.bucket, entry.location.key)
        var flags: UInt8 = 0
        if last?.location.bucket == bucket { flags |= LogFileList.Flag.bucket }
        if (last?.hashAlgorithm ?? ByteString()) == entry.hashAlgorithm { flags |= LogFileList.Flag.algorithm }
        if entry.hash != nil { flags |= LogFileList.Flag.isHashed }
        list.bytes.append(flags)
        if flags & LogFileList.Flag.bucket == 0 { append(text: bucket.bytes[...]) }
        if flags & LogFileList.Flag.algorithm == 0 { append(text: entry.hashAlgorithm.bytes[...]) }
        append(key.bytes, like: last?.location.key.bytes ?? [])
        if let hash = entry.hash { append(hash.bytes, like: last?.hash?.bytes ?? []) }
        list.count += 1
        list.hashesAreKnown = list.hashesAreKnown && entry.hash != nil
        list.longestKey = max(list.longestKey, key.count)
        last = entry
    }

    /// What was packed, without memory that was reserved for more.
    func packed() -> LogFileList {
        var exact: [UInt8] = []
        exact.reserveCapacity(list.bytes.count)
        exact.append(contentsOf: list.bytes)
        var list = list
        list.bytes = exact
        return list
    }

    private mutating func append(text: ArraySlice<UInt8>) {
        append(length: text.count)
        list.bytes.append(contentsOf: text)
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    private mutating func append(length: Int) {
        var rest = length
        while rest >= 0x80 {
            list.bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        list.bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// The lengths of what both begin and end with, and what stands between.
    private mutating func append(_ text: [UInt8], like known: [UInt8]) {
        let (own, other) = (text.span, known.span)
        let limit = min(own.count, other.count)
        var head = 0
        while head < limit, own[head] == other[head] { head += 1 }
        var tail = 0
        while tail < limit - head, own[own.count - 1 - tail] == other[other.count - 1 - tail] { tail += 1 }
        append(length: head)
        append(length: tail)
        append(text: text[head..<(text.count - tail)])
    }
}

extension LogFileList: Sequence {
    public func makeIterator() -> Iterator { Iterator(bytes: bytes, left: count) }

    public var underestimatedCount: Int { count }

    public struct Iterator: IteratorProtocol {
        private let bytes: [UInt8]
        private var left: Int
        private var position = 0
        private var bucket = ByteString()
        private var algorithm = ByteString()
        private var key: [UInt8] = []
        private var hash: [UInt8] = []

        fileprivate init(bytes: [UInt8], left: Int) {
            self.bytes = bytes
            self.left = left
        }

        public mutating func next() -> DigestDocument.LogFile? {
            guard left > 0 else { return nil }
            left -= 1
            let flags = bytes[position]
            position += 1
            if flags & LogFileList.Flag.bucket == 0 { bucket = ByteString(text()) }
            if flags & LogFileList.Flag.algorithm == 0 { algorithm = ByteString(text()) }
            key = text(like: key)
            let isHashed = flags & LogFileList.Flag.isHashed != 0
            hash = isHashed ? text(like: hash) : []
            return DigestDocument.LogFile(
                location: S3Location(bucket: bucket, key: ByteString(key)),
                hash: isHashed ? hash.withUnsafeBytes { SHA256Digest(buffer: $0) } : nil,
                hashAlgorithm: algorithm)
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
            var text: [UInt8] = []
            text.reserveCapacity(head + middle.count + tail)
            text.append(contentsOf: known[..<head])
            text.append(contentsOf: middle)
            text.append(contentsOf: known[(known.count - tail)...])
            return text
        }
    }
}
