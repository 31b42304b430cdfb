internal import Gzip
internal import Synchronization

/// What a reader reads with: an inflater, and a buffer of fixed size.
///
/// `@unchecked Sendable`: whoever has it from a `ReadingToolStore` is the only one.
final class ReadingTools: @unchecked Sendable {
    /// Bytes read from a file at once. Most compressed log files are smaller, and such a file is inflated in one go.
    private static let chunkSize = 256 * 1_024

    let inflater: GzipInflater
    let buffer: UnsafeMutableRawBufferPointer

    init() throws(GzipError) {
        inflater = try GzipInflater()
        buffer = .allocate(byteCount: Self.chunkSize, alignment: 64)
    }

    deinit { buffer.deallocate() }
}

/// Keeps the tools of readers that are done for those to come: half a megabyte each, which would otherwise be had anew for
/// every part of an archive, and leave holes in the heap that fill with what stays.
public final class ReadingToolStore: Sendable {
    private let kept = Mutex<[ReadingTools]>([])

    public init() {}

    func take() throws(GzipError) -> ReadingTools {
        if let tools = kept.withLock({ $0.popLast() }) { return tools }
        return try ReadingTools()
    }

    func giveBack(_ tools: ReadingTools) { kept.withLock { $0.append(tools) } }
}
