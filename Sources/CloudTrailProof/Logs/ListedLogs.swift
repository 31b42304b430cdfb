public import CloudTrailFormat
public import Primitives

/// One object that verified digests list, with every hash that they record for it.
public final class ListedLog: Sendable {
    /// Position in `ListedLogs.logs`.
    public let number: Int
    public let key: LogKey
    public var location: S3Location { key.location }
    /// Each hash once, in the order of the digests; nil is one of an algorithm that this version does not know.
    public let hashes: [SHA256Digest?]
    /// Indices of the digests that list it, in the list from which this was made.
    public let digests: [Int]
    /// Whether a digest of another account lists it. A digest lists log files of its own account only (DIGEST-24).
    public let isForeign: Bool

    fileprivate init(_ number: Int, _ entries: Entries) {
        (self.number, key, hashes) = (number, entries.key, entries.hashes)
        (digests, isForeign) = (entries.digests, entries.isForeign)
    }
}

/// What digests say of one object.
private struct Entries {
    let key: LogKey
    var hashes: [SHA256Digest?] = []
    var digests: [Int] = []
    var isForeign = false
}

/// Everything that verified digests list, each (bucket, key) once (LOG-1).
public final class ListedLogs: Sendable {
    public let proved: [ProvedDigest]
    /// The same by chain.
    public let chains: [ChainID: [ProvedDigest]]
    public let logs: [ListedLog]
    private let numbers: [S3Location: Int]

    public init(_ proved: [ProvedDigest]) {
        self.proved = proved
        chains = proved.grouped(by: \.chain)
        var entries: [Entries] = []
        var numbers: [S3Location: Int] = [:]
        // Neighbours mostly lie in one folder.
        var folder = FolderFacts(ByteString())
        for (index, digest) in proved.enumerated() where !digest.statement.document.logFiles.isEmpty {
            for entry in digest.statement.document.logFiles {
                folder = folder.reused(for: entry.location.key)
                let isForeign = folder.account.map { $0 != digest.chain.accountID } ?? false
                let number = numbers.value(of: entry.location, or: entries.count)
                if number == entries.count { entries.append(Entries(key: LogKey(entry.location, in: folder))) }
                if !entries[number].hashes.contains(entry.hash) { entries[number].hashes.append(entry.hash) }
                if entries[number].digests.last != index { entries[number].digests.append(index) }
                entries[number].isForeign = entries[number].isForeign || isForeign
            }
        }
        self.numbers = numbers
        logs = entries.enumerated().map { ListedLog($0, $1) }
    }

    public subscript(location: S3Location) -> ListedLog? { numbers[location].map { logs[$0] } }
}
