internal import Synchronization

/// How far a run is: counted by the readers, looked at by whoever shows it.
public final class ReadingProgress: Sendable {
    private let total = Atomic<Int>(0)
    private let accountTotal = Atomic<Int>(0)
    private let accounts = Atomic<Int>(0)
    private let files = Atomic<Int>(0)
    private let bytes = Atomic<UInt64>(0)

    public init() {}

    /// Files in the listing; 0 until it is known. Account by account it grows as the folders of each are listed.
    public var totalFiles: Int { total.load(ordering: .relaxed) }
    /// Accounts in the copy; 0 where it is not read account by account.
    public var totalAccounts: Int { accountTotal.load(ordering: .relaxed) }
    /// Accounts that were read.
    public var readAccounts: Int { accounts.load(ordering: .relaxed) }
    /// Files read so far. A file may be read twice, and one that no digest lists is not read.
    public var readFiles: Int { files.load(ordering: .relaxed) }
    /// Bytes read from the disk so far.
    public var readBytes: UInt64 { bytes.load(ordering: .relaxed) }

    func expect(_ count: Int) { total.add(count, ordering: .relaxed) }

    func expect(accounts count: Int) { accountTotal.store(count, ordering: .relaxed) }

    func noteAccount() { accounts.add(1, ordering: .relaxed) }

    /// Forgets everything: the copy is read once more, in another way.
    public func reset() {
        total.store(0, ordering: .relaxed)
        accountTotal.store(0, ordering: .relaxed)
        accounts.store(0, ordering: .relaxed)
        files.store(0, ordering: .relaxed)
        bytes.store(0, ordering: .relaxed)
    }

    func note(_ byteCount: UInt64) {
        files.add(1, ordering: .relaxed)
        bytes.add(byteCount, ordering: .relaxed)
    }
}
