internal import Synchronization

/// The progress of a run. Readers update it, and a display polls it.
package final class ReadingProgress: Sendable {
    private let total = Atomic<Int>(0)
    private let partTotal = Atomic<Int>(0)
    private let parts = Atomic<Int>(0)
    private let files = Atomic<Int>(0)
    private let bytes = Atomic<UInt64>(0)

    /// Creates a progress with all counts 0.
    package init() {}

    /// Number of files to read. 0 until the first listing is ready. Shrinks when a part's digest files show which files
    /// need not be read.
    package var totalFiles: Int { total.load(ordering: .relaxed) }
    /// Number of parts: one for each account, and one for files of no account. 0 if the copy is read as a whole.
    package var totalParts: Int { partTotal.load(ordering: .relaxed) }
    /// Number of parts read so far.
    package var readParts: Int { parts.load(ordering: .relaxed) }
    /// Number of file reads so far. A file may be read twice.
    package var readFiles: Int { files.load(ordering: .relaxed) }
    /// Bytes read from disk so far.
    package var readBytes: UInt64 { bytes.load(ordering: .relaxed) }

    /// Adds to the number of files to read. A negative count takes files away.
    package func expect(_ count: Int) { total.add(count, ordering: .relaxed) }

    func expect(parts count: Int) { partTotal.store(count, ordering: .relaxed) }

    func notePart() { parts.add(1, ordering: .relaxed) }

    /// Resets all counts, because the copy is read again in another way.
    package func reset() {
        total.store(0, ordering: .relaxed)
        partTotal.store(0, ordering: .relaxed)
        parts.store(0, ordering: .relaxed)
        files.store(0, ordering: .relaxed)
        bytes.store(0, ordering: .relaxed)
    }

    /// Counts one file read of `byteCount` bytes from disk.
    package func note(_ byteCount: UInt64) {
        files.add(1, ordering: .relaxed)
        bytes.add(byteCount, ordering: .relaxed)
    }
}
