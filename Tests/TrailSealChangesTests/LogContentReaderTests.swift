import Testing

@testable import TrailSealChanges

@Suite("Content of logs waits in buffers that are used again") struct LogContentReaderTests {
    private func address(_ buffer: [UInt8]) -> Int {
        buffer.withUnsafeBytes { $0.baseAddress.map { Int(bitPattern: $0) } ?? 0 }
    }

    @Test("a reader allocates no buffer if it gets one") func reuse() {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(LogContentReader.usualLimit)
        let first = address(buffer)
        for content in ["{\"Records\":[]}", "", "not JSON"] {
            let reader = LogContentReader(buffer: consume buffer)
            var content = content
            content.withUTF8 { reader.take(UnsafeRawBufferPointer($0)) }
            #expect(reader.read().isEmpty)
            buffer = reader.takeBuffer()
            #expect(address(buffer) == first)
        }
    }
}
