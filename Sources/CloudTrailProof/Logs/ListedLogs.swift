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
    var digests: [Int]
    let isForeign: Bool
}

/// Everything that verified digests list, each (bucket, key) once (LOG-1); those of other accounts apart (DIGEST-24).
public final class ListedLogs: Sendable {
    public let proved: [ProvedDigest]
    /// The same by chain.
    public let chains: [ChainID: [ProvedDigest]]
    public let logs: [ListedLog]
    /// Those that digests of their own account list, and the others.
    private let numbers: [[S3Location: Int]]

    public init(_ proved: [ProvedDigest]) {
        self.proved = proved
        chains = proved.grouped(by: \.chain)
        var entries: [Entries] = []
        var numbers: [[S3Location: Int]] = [[:], [:]]
        var folder = FolderFacts(ByteString())
        for (index, digest) in proved.enumerated() where !digest.statement.document.logFiles.isEmpty {
            // Mostly one digest lists a log, and all that it lists share this.
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

    /// What is said of an object, by digests of its own account first.
    public func logs(at location: S3Location) -> [ListedLog] {
        numbers.compactMap { $0[location].map { logs[$0] } }
    }
}
