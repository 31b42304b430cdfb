public import CloudTrailFormat
public import Primitives

/// One object that verified digests list, with every hash that they record for it.
public struct ListedLog: Sendable {
    /// Position in `ListedLogs.logs`.
    public let number: Int
    public let location: S3Location
    /// Each hash once, in the order of the digests; nil is one of an algorithm that this version does not know.
    public fileprivate(set) var hashes: [SHA256Digest?]
    /// Indices of the digests that list it, in the list from which this was made.
    public fileprivate(set) var digests: [Int]
    /// Whether a digest of another account lists it. A digest lists log files of its own account only (DIGEST-24).
    public fileprivate(set) var isForeign: Bool

    /// What the folders of its key say.
    public let folder: FolderFacts
    /// The time in its name.
    public let stamp: UnixTime?
    /// Whether the key would leave the archive or names nothing that a file can be: it is never opened (LOG-6).
    public let isUnsafe: Bool
}

/// Everything that verified digests list, each (bucket, key) once (LOG-1).
public struct ListedLogs: Sendable {
    public let proved: [ProvedDigest]
    public private(set) var logs: [ListedLog] = []
    private var numbers: [S3Location: Int] = [:]

    public init(_ proved: [ProvedDigest]) {
        self.proved = proved
        // Neighbours mostly lie in one folder.
        var folder = FolderFacts(ByteString())
        for (index, digest) in proved.enumerated() {
            for entry in digest.statement.document.logFiles {
                let key = entry.location.key
                folder = folder.reused(for: key)
                let isForeign = folder.account.map { $0 != digest.chain.accountID } ?? false
                guard let number = numbers[entry.location] else {
                    numbers[entry.location] = logs.count
                    logs.append(
                        ListedLog(
                            number: logs.count, location: entry.location, hashes: [entry.hash], digests: [index],
                            isForeign: isForeign, folder: folder, stamp: LogFileName.stamp(in: key.name),
                            isUnsafe: entry.location.isUnsafe))
                    continue
                }
                if !logs[number].hashes.contains(entry.hash) { logs[number].hashes.append(entry.hash) }
                if logs[number].digests.last != index { logs[number].digests.append(index) }
                logs[number].isForeign = logs[number].isForeign || isForeign
            }
        }
    }

    public subscript(location: S3Location) -> ListedLog? { numbers[location].map { logs[$0] } }
}
