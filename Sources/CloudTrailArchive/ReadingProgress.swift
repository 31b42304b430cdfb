internal import Synchronization

/// How far a run is: counted by the readers, looked at by whoever shows it.
public final class ReadingProgress: Sendable {
    private let total = Atomic<Int>(0)
    private let files = Atomic<Int>(0)
    private let bytes = Atomic<UInt64>(0)

    public init() {}

    /// Files in the listing; 0 until it is known.
    public var totalFiles: Int { total.load(ordering: .relaxed) }
    /// Files read so far. A file may be read twice, and one that no digest lists is not read.
    public var readFiles: Int { files.load(ordering: .relaxed) }
    /// Bytes read from the disk so far.
    public var readBytes: UInt64 { bytes.load(ordering: .relaxed) }

    func expect(_ count: Int) { total.store(count, ordering: .relaxed) }

    func note(_ byteCount: UInt64) {
        files.add(1, ordering: .relaxed)
        bytes.add(byteCount, ordering: .relaxed)
    }
}
