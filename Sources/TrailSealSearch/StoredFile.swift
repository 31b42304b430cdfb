internal import CTrailSealZlib
internal import VirtualTrail

/// The bytes of one file in memory, and the result of reading it. Shared by all archives that contain it.
package final class StoredFile: Sendable {
    /// The result of reading the file as gzip.
    package enum Outcome: Hashable, Sendable {
        /// The file is one whole gzip member, or stored inflated.
        case whole
        /// The content is incomplete or bad.
        case damaged(String)
        /// This many bytes follow the gzip member.
        case trailingBytes(Int)
    }

    /// The bytes of the file.
    package let bytes: [UInt8]
    /// The inflated content, as far as it could be read.
    package let content: [UInt8]
    /// The result of reading it.
    package let outcome: Outcome
    /// Whether the file isn't gzip, so its bytes are the content.
    package let isStoredInflated: Bool
    /// SHA-256 of `content`.
    package let hash: [UInt8]
    /// Texts in the content that may be signatures, in hexadecimal.
    let signatures: Set<[UInt8]>

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isStoredInflated = !bytes.starts(with: [0x1F, 0x8B])
        if bytes.isEmpty {
            (content, outcome) = ([], .damaged("the file is empty"))
        } else if isStoredInflated {
            (content, outcome) = (bytes, .whole)
        } else {
            (content, outcome) = Self.inflate(bytes)
        }
        hash = Hashes.sha256(content)
        signatures = Self.signatures(in: content)
    }

    /// Returns every run of exactly 512 hexadecimal digits.
    private static func signatures(in content: [UInt8]) -> Set<[UInt8]> {
        var found: Set<[UInt8]> = []
        var length = 0
        for (index, byte) in content.enumerated() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): length += 1
            default:
                if length == 512 { found.insert(Array(content[(index - length)..<index])) }
                length = 0
            }
        }
        return found
    }

    convenience init(content: [UInt8], level: Int32 = 6) {
        self.init(GzipWriter.member(content, level: level))
    }

    /// Whether the whole content could be read and nothing follows it.
    var isWhole: Bool { outcome == .whole }

    /// Whether its content is exactly that of `other`.
    func holdsContent(of other: StoredFile) -> Bool { isWhole && hash == other.hash }

    /// Inflates the first gzip member and says what is wrong.
    private static func inflate(_ bytes: [UInt8]) -> ([UInt8], Outcome) {
        var stream = z_stream()
        // 15 for the largest window, plus 16 for the gzip format.
        let status = inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib cannot be set up")
        defer { inflateEnd(&stream) }
        var input = bytes
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        return input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            while true {
                let (status, written) = buffer.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = UInt32(target.count)
                    return (CTrailSealZlib.inflate(&stream, Z_NO_FLUSH), target.count - Int(stream.avail_out))
                }
                content += buffer.prefix(written)
                if status == Z_STREAM_END {
                    return (content, stream.avail_in == 0 ? .whole : .trailingBytes(Int(stream.avail_in)))
                }
                if status != Z_OK || (written == 0 && stream.avail_in == 0) {
                    return (content, .damaged("zlib \(status)"))
                }
            }
        }
    }
}
