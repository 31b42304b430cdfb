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
}
