import Foundation
import TestSupport
import Testing
import TrailSealGzip
import TrailSealLibCrypto
import TrailSealPrimitives

/// Edge cases from other projects' gzip readers. The rule here is stricter: there is one member, and bytes after it are
/// counted but never read.
@Suite(.enabled(if: VectorFiles.arePresent, "the vectors are not beside the checkout"))
struct GzipVectorTests {
    struct Entry: Decodable {
        struct SingleMember: Decodable {
            let ok: Bool?
            let len: Int?
            let sha256: String?
            let unusedTrailing: UInt64?
        }
        let file: String
        let desc: String
        let zlibSingleMember: SingleMember
    }

    @Test(arguments: [1, 7, 1 << 20]) func vectors(_ chunk: Int) throws {
        let entries: [Entry] = try VectorFiles.json("gzip/index.json")
        #expect(entries.count == 41)
        for entry in entries {
            let bytes = try VectorFiles.bytes("gzip/\(entry.file)")
            let expected = entry.zlibSingleMember
            guard expected.ok == true else {
                #expect(throws: GzipError.self, "\(entry.file): \(entry.desc)") { try inflated(bytes, chunk: chunk) }
                continue
            }
            let result = try inflated(bytes, chunk: chunk)
            #expect(result.content.count == expected.len, "\(entry.file)")
            #expect(result.trailing == expected.unusedTrailing, "\(entry.file)")
            #expect(try SHA256Hasher.hash(result.content).hex == expected.sha256, "\(entry.file)")
        }
    }

    @Test func everyPrefixIsTruncated() throws {
        let bytes = try VectorFiles.bytes("gzip/flate2-good-file.gz")
        for size in 0..<bytes.count {
            #expect(throws: GzipError.truncated) { try inflated(Array(bytes.prefix(size)), chunk: 1 << 20) }
        }
    }
}

/// Inflates in pieces of `chunk` bytes.
func inflated(
    _ bytes: [UInt8], chunk: Int, limit: UInt64 = 1 << 30, with inflater: GzipInflater? = nil
) throws -> (content: [UInt8], trailing: UInt64) {
    let inflater = try inflater ?? GzipInflater()
    try inflater.begin()
    var content: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: chunk) {
        let end = min(start + chunk, bytes.count)
        try bytes[start..<end].withUnsafeBytes {
            try inflater.feed($0, isLast: end == bytes.count, limit: limit) { content += $0 }
        }
    }
    try inflater.finish()
    return (content, inflater.trailingByteCount)
}
