import Testing

@testable import TrailSealChanges

@Suite("Content of logs waits in buffers that are used again") struct LogContentReaderTests {
    private func address(_ buffer: [UInt8]) -> Int {
        buffer.withUnsafeBytes { $0.baseAddress.map { Int(bitPattern: $0) } ?? 0 }
    }

    @Test(
        "a file is whole if it has the form of a log file and no change in it is unreadable",
        arguments: [
            ("{\"Records\":[]}", true), ("{\"Records\":[{\"eventName\":\"GetObject\"}]}", true), ("", false),
            ("not JSON", false), ("{\"Records\":[{\"eventName\":\"StopLog", false),
            ("[{\"eventName\":\"StopLogging\"}]", false),
            ("{\"Records\":[{\"eventName\":\"StopLogging\",\"eventSource\":\"cloudtrail.amazonaws.com\"}]}", false),
        ]) func whole(content: String, isWhole: Bool)
    {
        for limit in [0, LogContentReader.usualLimit] {
            let reader = LogContentReader(buffer: [], waitingLimit: limit)
            // In pieces of one byte, and at once.
            for byte in content.utf8 { withUnsafeBytes(of: byte) { reader.take($0) } }
            #expect(reader.read().isWhole == isWhole)
        }
    }

    @Test(
        "a file counts as unreadable if it has the name of a change and no record",
        arguments: [
            ("{\"Records\":[]}", 0), ("", 0), ("not JSON", 0), ("{\"Records\":[{\"eventName\":\"GetObj", 0),
            ("{\"Records\":[{\"eventName\":\"StopLogging\",\"eve", 1), ("[{\"eventName\":\"StopLogging\"}]", 1),
            ("{\"records\":[{\"eventName\":\"StopLogging\"}]}", 1),
        ]) func unreadable(content: String, count: Int)
    {
        let reader = LogContentReader(buffer: [])
        var content = content
        content.withUTF8 { reader.take(UnsafeRawBufferPointer($0)) }
        #expect(reader.read().unreadable == count)
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
