public import TrailSealFormat
public import TrailSealPrimitives

/// One log that verified digests list, with every hash that they record for it.
public final class ListedLog: Sendable {
    /// Index in `ListedLogs.logs`.
    public let number: Int
    /// The parsed key.
    public let key: LogKey
    /// Bucket and key.
    public var location: S3Location { key.location }
    /// Each recorded hash once, in the order of the digests. Nil stands for an unknown algorithm.
    public let hashes: [SHA256Digest?]
    /// The digests that list it, as indices in `ListedLogs.proved`.
    public let digests: [Int]
    /// Whether digests of another account list it. A digest may list only logs of its own account (DIGEST-24).
    public let isForeign: Bool
    fileprivate init(_ number: Int, _ entries: Entries) {
        (self.number, key, hashes) = (number, entries.key, entries.hashes)
        (digests, isForeign) = (entries.digests, entries.isForeign)
    }
}

private struct Entries {
    let key: LogKey
    var hashes: [SHA256Digest?] = []
    var digests: [Int]
    let isForeign: Bool
}

/// Everything that verified digests list, each key once (LOG-1). Entries of foreign digests are separate (DIGEST-24).
public final class ListedLogs: Sendable {
    /// The verified digests.
    public let proved: [ProvedDigest]
    /// The verified digests by chain.
    public let chains: [ChainID: [ProvedDigest]]
    /// The listed logs.
    public let logs: [ListedLog]
    /// Numbers of the logs that digests of their own account list, and of those that others list.
    private let numbers: [[S3Location: Int]]
    /// Collects what `proved` lists.
    public init(_ proved: [ProvedDigest]) {
        self.proved = proved
        chains = proved.grouped(by: \.chain)
        var entries: [Entries] = []
        var numbers: [[S3Location: Int]] = [[:], [:]]
        var folder = FolderFacts(ByteString())
        let count = proved.reduce(0) { $0 + $1.statement.document.logFiles.count }
        entries.reserveCapacity(count)
        numbers[0].reserveCapacity(count)
        for (index, digest) in proved.enumerated() where !digest.statement.document.logFiles.isEmpty {
            // Most logs are listed by one digest, and all logs of a digest share this array.
            let own = [index]
            for entry in digest.statement.document.logFiles {
                folder = folder.reused(for: entry.location.key)
                let isForeign = folder.account.map { $0 != digest.chain.accountID } ?? false
                let number = numbers[isForeign ? 1 : 0].value(of: entry.location, or: entries.count)
                if number == entries.count {
                    entries.append(Entries(key: LogKey(entry.location, in: folder), digests: own, isForeign: isForeign))
                }
                if !entries[number].hashes.contains(entry.hash) { entries[number].hashes.append(entry.hash) }
                if entries[number].digests.last != index { entries[number].digests.append(index) }
            }
        }
        self.numbers = numbers
        logs = entries.enumerated().map { ListedLog($0, $1) }
    }

    /// The entries for an object, those of its own account first.
    public func logs(at location: S3Location) -> [ListedLog] {
        numbers.compactMap { $0[location].map { logs[$0] } }
    }
}
