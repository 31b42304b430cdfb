internal import Synchronization

/// How far a run is: counted by the readers, looked at by whoever shows it.
public final class ReadingProgress: Sendable {
    private let total = Atomic<Int>(0)
    private let partTotal = Atomic<Int>(0)
    private let parts = Atomic<Int>(0)
    private let partsAreAccounts = Atomic<Bool>(false)
    private let files = Atomic<Int>(0)
    private let bytes = Atomic<UInt64>(0)

    public init() {}

    /// Files to read; 0 until the listing is known. Until a part's digest files are read, these are all its files.
    public var totalFiles: Int { total.load(ordering: .relaxed) }
    /// Accounts in the copy, or regions of accounts; 0 where it is not read part by part.
    public var totalParts: Int { partTotal.load(ordering: .relaxed) }
    /// Those that were read.
    public var readParts: Int { parts.load(ordering: .relaxed) }
    /// Whether they are accounts, not regions.
    public var areAccounts: Bool { partsAreAccounts.load(ordering: .relaxed) }
    /// Files read so far. A file may be read twice.
    public var readFiles: Int { files.load(ordering: .relaxed) }
    /// Bytes read from the disk so far.
    public var readBytes: UInt64 { bytes.load(ordering: .relaxed) }

    /// Adds files to those that will be read. A negative number takes away files that won't.
    public func expect(_ count: Int) { total.add(count, ordering: .relaxed) }

    func expect(parts count: Int, areAccounts: Bool) {
        partsAreAccounts.store(areAccounts, ordering: .relaxed)
        partTotal.store(count, ordering: .relaxed)
    }

    func notePart() { parts.add(1, ordering: .relaxed) }

    /// Forgets everything: the copy is read once more, in another way.
    public func reset() {
        total.store(0, ordering: .relaxed)
        partTotal.store(0, ordering: .relaxed)
        parts.store(0, ordering: .relaxed)
        files.store(0, ordering: .relaxed)
        bytes.store(0, ordering: .relaxed)
    }

    /// Counts a file that was read.
    public func note(_ byteCount: UInt64) {
        files.add(1, ordering: .relaxed)
        bytes.add(byteCount, ordering: .relaxed)
    }
}
