import TestSupport
import Testing
import TrailSealGzip
import VirtualTrail

@Suite struct GzipInflaterTests {
    private let content = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }

    @Test(arguments: [0, 1, 6, 9], [100, 65_536, 1 << 24]) func contentLargerThanTheBuffer(
        _ level: Int32, _ chunk: Int
    ) throws {
        let result = try inflated(GzipWriter.member(content, level: level), chunk: chunk)
        #expect(result.content == content)
        #expect(result.trailing == 0)
    }

    @Test func theLimitIsExact() throws {
        let member = GzipWriter.member(content, level: 6)
        let size = UInt64(content.count)
        #expect(try inflated(member, chunk: 1 << 20, limit: size).content.count == content.count)
        #expect(throws: GzipError.limitExceeded(limit: size - 1)) {
            try inflated(member, chunk: 1 << 20, limit: size - 1)
        }
    }

    @Test func oneInflaterServesManyStreams() throws {
        let inflater = try GzipInflater()
        let good = GzipWriter.member(content, level: 1)
        for _ in 0..<3 {
            #expect(try inflated(good, chunk: 5_000, with: inflater).content == content)
            #expect(throws: GzipError.self) { try inflated(Array(good.dropLast(3)), chunk: 5_000, with: inflater) }
            #expect(throws: GzipError.self) { try inflated(Array("no gzip".utf8), chunk: 5_000, with: inflater) }
            #expect(try inflated(good + good, chunk: 5_000, with: inflater).trailing == UInt64(good.count))
        }
    }

    /// The CRC is computed in blocks of 64 and 16 bytes, and of what is left.
    @Test func checksumOfEveryLength() throws {
        for size in Array(0...900) + Array(4_090...4_260) {
            let member = GzipWriter.member(Array(content[size..<2 * size]), level: 1)
            #expect(try inflated(member, chunk: 1 << 20).content.count == size)
            #expect(throws: GzipError.corrupt(reason: "incorrect data check")) {
                try inflated(damaged(member, at: member.count - 8), chunk: 1 << 20)
            }
        }
    }

    @Test(arguments: [1, 3, 7, 1 << 20]) func eachByteOfTheTrailerCounts(_ chunk: Int) throws {
        let member = GzipWriter.member(content, level: 6)
        for back in 1...8 {
            let reason = back > 4 ? "incorrect data check" : "incorrect length check"
            #expect(throws: GzipError.corrupt(reason: reason)) {
                try inflated(damaged(member, at: member.count - back), chunk: chunk)
            }
        }
    }

    /// zlib checks a member whose header has a CRC of its own: the lower half of the header's CRC-32.
    @Test func headerWithChecksum() throws {
        let plain = GzipWriter.member(content, level: 6)
        let header = [plain[0], plain[1], plain[2], 2] + plain[4..<10]
        let checksum = GzipWriter.member(header).suffix(8)
        let member = header + checksum.prefix(2) + plain[10...]
        #expect(try inflated(member, chunk: 1 << 20).content == content)
        for place in [10, member.count - 8, member.count - 4] {
            #expect(throws: GzipError.self) { try inflated(damaged(member, at: place), chunk: 1 << 20) }
        }
    }

    private func damaged(_ member: [UInt8], at place: Int) -> [UInt8] {
        var damaged = member
        damaged[place] ^= 0x10
        return damaged
    }
}
