/// What is found in the content of one log file that lies in memory. For fuzzers and tests: they check that it depends neither on
/// the pieces in which the content comes nor on how fast it is looked at.
public struct FoundEvents: Hashable, Sendable {
    /// The names and ids of the records of changes, in order of time.
    public let events: [[String]]
    /// Events with the name of a change that can't be read.
    public let unreadable: Int

    /// Looks at `content`, which comes in pieces of at most `pieceSize` bytes, at least 1.
    public init(in content: [UInt8], pieceSize: Int) {
        let reader = LogContentReader(buffer: [])
        let size = max(1, pieceSize)
        content.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: size) {
                reader.take(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
            }
        }
        self.init(reader.read())
    }

    /// Reads `content` as JSON from its beginning, without a look at the names first.
    public init(scanning content: [UInt8]) {
        let reader = LogContentReader(buffer: [], waitingLimit: 0)
        content.withUnsafeBytes { reader.take($0) }
        self.init(reader.read())
    }

    private init(_ found: LogContentReader.Found) {
        events = found.connected.items.map { [$0.record.kind.rawValue, $0.record.eventID] }
        unreadable = found.unreadable
    }
}
