internal import Synchronization
internal import TrailSealGzip

/// The buffers of a reader: an inflater and an input buffer of fixed size.
///
/// `@unchecked Sendable`: only the reader that took it from a `ReadingToolStore` uses it.
final class ReadingTools: @unchecked Sendable {
    /// Bytes read from a file at once. Most compressed log files are smaller, so they are inflated in one call.
    static let chunkSize = 256 * 1_024

    let inflater: GzipInflater
    let buffer: UnsafeMutableRawBufferPointer

    init() throws(GzipError) {
        inflater = try GzipInflater()
        buffer = .allocate(byteCount: Self.chunkSize, alignment: 64)
    }

    deinit { buffer.deallocate() }
}

/// Keeps the buffers of finished readers for later ones.
///
/// The saving isn't the buffers: allocating half a megabyte for each account fragmented the heap.
package final class ReadingToolStore: Sendable {
    private let kept = Mutex<[ReadingTools]>([])

    /// Creates an empty store.
    package init() {}

    func take() throws(GzipError) -> ReadingTools {
        if let tools = kept.withLock({ $0.popLast() }) { return tools }
        return try ReadingTools()
    }

    func giveBack(_ tools: ReadingTools) { kept.withLock { $0.append(tools) } }
}
