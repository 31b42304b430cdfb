import CFuzzing
import Glibc
import TrailSealGzip

/// `GzipInflater`, fed in chunks, compared with one call of zlib.
///
/// The first two bytes choose the chunks and the limit. If the first byte is odd, the rest is compressed and then
/// damaged, because mutations of a compressed stream rarely get past its first block.
enum GzipTarget: FuzzTarget {
    static let name = "gzip"
    static let words = ["\u{1F}\u{8B}\u{8}\u{0}"]

    private static let capacity = 1 << 20
    /// Shared by all runs, as by a reader: an earlier stream must not affect a later one.
    nonisolated(unsafe) private static let inflater = try? GzipInflater()
    nonisolated(unsafe) private static var whole = [UInt8](repeating: 0, count: capacity)

    static func seeds(_ vectors: TestVectors) -> [[UInt8]] {
        let files = vectors.files("", ".json.gz").filter { $0.bytes.count < 4_096 }.map { [0, 0] + $0.bytes }
        let contents = vectors.digests.enumerated().map { [1, UInt8($0.offset & 0xFF)] + $0.element.prefix(4_000) }
        return Array(files.prefix(300)) + Array(contents.prefix(100))
    }

    static func run(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        let stream = bytes[0] & 1 == 0 ? Array(bytes[2...]) : composed(bytes[1], bytes[2...])
        check(stream, pieces: Int(bytes[0] >> 1 & 15), limit: limits[Int(bytes[0] >> 5)])
    }

    private static let limits: [UInt64] = [UInt64(capacity), UInt64(capacity), 0, 1, 100, 4_096, 262_144, 262_145]
    private static let pieceSizes = [1, 0, 13, 97, 1_000, 0, 3]

    /// Compresses the beginning of `content`. The end of `content` then damages or follows the member.
    private static func composed(_ choice: UInt8, _ content: ArraySlice<UInt8>) -> [UInt8] {
        let damage = Array(content.suffix(min(8, content.count / 2)))
        var plain = Array(content.dropLast(damage.count))
        // Makes contents larger than the inflater's buffer from short inputs.
        if choice > 0xF8, !plain.isEmpty { while plain.count < 300_000 { plain += plain } }
        var output = [UInt8](repeating: 0, count: plain.count + 1_024)
        let level = [0, 1, 6, 9][Int(choice & 3)]
        let count = fuzzDeflate(
            plain, plain.count, Int32(level), Int32(choice >> 2 & 3), Int32(choice >> 4), &output, output.count)
        require(count > 0 || plain.count > 1 << 20, "zlib compresses")
        output.removeLast(output.count - count)
        guard damage.count == 8, count > 0 else { return output + damage }
        let place = (Int(damage[1]) << 8 | Int(damage[2])) % count
        switch damage[0] % 6 {
        case 0: output[place] ^= damage[3]
        case 1: output.removeLast(min(count, Int(damage[1] % 16)))
        case 2: output += damage[3...]
        case 3: output += output
        case 4: output[count - 1 - place % min(count, 8)] ^= damage[3]
        default: break
        }
        return output
    }

    private static func check(_ stream: [UInt8], pieces: Int, limit: UInt64) {
        var consumed = 0
        var produced = 0
        let answer = fuzzInflate(stream, stream.count, &whole, capacity, &consumed, &produced)

        guard let inflater else { return require(false, "zlib starts") }
        var output: [UInt8] = []
        var failure: GzipError?
        do throws(GzipError) {
            try inflater.begin()
            var start = 0
            var step = pieces
            repeat {
                let size = pieces == 0 ? stream.count : pieceSizes[step % pieceSizes.count]
                step += 1
                let piece = stream[start..<min(stream.count, start + size)]
                start = piece.endIndex
                let isLast = start == stream.count
                var failed: GzipError?
                piece.withUnsafeBytes { buffer in
                    do throws(GzipError) {
                        try inflater.feed(buffer, isLast: isLast, limit: limit) { output.append(contentsOf: $0) }
                    } catch {
                        failed = error
                    }
                }
                if let failed { throw failed }
            } while start < stream.count
            try inflater.finish()
        } catch {
            failure = error
        }

        require(UInt64(output.count) <= limit, "no more than the limit is given out")
        require(output.count <= produced && memcmp(output, whole, output.count) == 0, "the output is zlib's")
        switch failure {
        case nil:
            require(answer == fuzzWhole && output.count == produced, "whole means whole")
            require(
                inflater.trailingByteCount == UInt64(stream.count - consumed), "the bytes behind the member are counted"
            )
            require(inflater.inflatedByteCount == UInt64(produced), "the content is counted")
        case .limitExceeded?:
            require(UInt64(produced) > limit || answer == fuzzFull, "the limit is exceeded where it says so")
        case .truncated?:
            // A wrong CRC is noticed when the length behind it has been read.
            let isCutBehind = answer == fuzzCorrupt && output.count == produced
            require(answer == fuzzTruncated || answer == fuzzFull || isCutBehind, "cut off means cut off")
        case .corrupt?: require(answer == fuzzCorrupt || answer == fuzzFull, "corrupt means corrupt")
        case .cancelled?, .libraryFailure?: require(false, "nobody asked to stop, and zlib works")
        }
    }
}
