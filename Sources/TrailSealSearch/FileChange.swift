internal import VirtualTrail

/// A change to the bytes of one file by an adversary or a careless tool.
enum FileChange: Hashable, Sendable {
    /// Flips a bit of the content, at this many eighths of its length, and compresses it again.
    case flipContent(eighths: Int)
    /// Flips a bit of the gzip stream at this offset, from the end if negative.
    case flipStream(Int)
    /// Removes this many bytes from the end of the file, or half of them if nil.
    case truncate(Int?)
    /// Removes the last byte of the content and compresses it again.
    case shortenContent
    case empty
    /// A gzip member without content.
    case emptyContent
    case append([UInt8])
    case secondMember([UInt8])
    /// Appends the file to itself.
    case ownSecondMember
    /// Compresses the file once more.
    case compressTwice
    case other([UInt8])
    /// Not tampering: the content is inflated, compressed at another level, or has a name in the gzip header.
    case storeInflated
    case recompress(Int32)
    case nameInHeader

    static let all: [FileChange] =
        [0, 1, 4, 7].map { .flipContent(eighths: $0) }
        + [0, 1, 2, 3, 4, 8, 9, 10, 15, 40, -1, -4, -5, -8, -9, -20].map { .flipStream($0) }
        + [1, 4, 8, 9, 30, nil].map { .truncate($0) }
        + [
            .shortenContent, .empty, .emptyContent, .append([0]), .append([0x0A]),
            .append(Array(repeating: 0, count: 512)),
            .append([0x1F, 0x8B]), .secondMember([]), .secondMember(forgedRecords), .ownSecondMember, .compressTwice,
            .other(forgedRecords), .other([]), .other(Array("{}".utf8)), .storeInflated, .recompress(0), .recompress(1),
            .recompress(9), .nameInHeader,
        ]

    /// One of each kind that matters to a verifier.
    static let representative: [FileChange] = [
        .flipContent(eighths: 4), .flipStream(-5), .truncate(1), .empty, .secondMember(forgedRecords), .storeInflated,
        .recompress(9),
    ]

    /// A log as a forger would write it.
    static let forgedRecords = Array(#"{"Records":[{"eventName":"StopLogging"}]}"#.utf8)

    func applied(to file: StoredFile) -> StoredFile {
        switch self {
        case .flipContent(let eighths):
            var content = file.content
            content[min(content.count - 1, content.count * eighths / 8)] ^= 1
            return StoredFile(content: content)
        case .flipStream(let offset):
            var bytes = file.bytes
            bytes[offset < 0 ? bytes.count + offset : offset] ^= 1
            return StoredFile(bytes)
        case .truncate(let count): return StoredFile(Array(file.bytes.dropLast(count ?? file.bytes.count / 2)))
        case .shortenContent: return StoredFile(content: Array(file.content.dropLast()))
        case .empty: return StoredFile([])
        case .emptyContent: return StoredFile(content: [])
        case .append(let more): return StoredFile(file.bytes + more)
        case .secondMember(let content): return StoredFile(file.bytes + GzipWriter.member(content, level: 6))
        case .ownSecondMember: return StoredFile(file.bytes + file.bytes)
        case .compressTwice: return StoredFile(content: file.bytes)
        case .other(let content): return StoredFile(content)
        case .storeInflated: return StoredFile(file.content)
        case .recompress(let level): return StoredFile(content: file.content, level: level)
        case .nameInHeader:
            // RFC 1952: flag 8 says that a name and a zero byte follow the ten bytes of the header.
            var bytes = file.bytes
            bytes[3] |= 8
            bytes.insert(contentsOf: Array("name".utf8) + [0], at: 10)
            return StoredFile(bytes)
        }
    }
}
