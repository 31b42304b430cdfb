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

    /// Whether the key would leave the archive or names nothing that a file can be: it is never opened (LOG-6).
    public var isUnsafe: Bool {
        location.key.isEmpty || location.key.count > DigestStatement.keyLengthLimit || location.key.bytes.contains(0)
            || location.key.components.contains { part in
                part.isEmpty || part.elementsEqual(Array(".".utf8)) || part.elementsEqual(Array("..".utf8))
            }
    }
}

/// Everything that verified digests list, each (bucket, key) once (LOG-1).
public struct ListedLogs: Sendable {
    public let proved: [ProvedDigest]
    public private(set) var logs: [ListedLog] = []
    private var numbers: [S3Location: Int] = [:]

    public init(_ proved: [ProvedDigest]) {
        self.proved = proved
        for (index, digest) in proved.enumerated() {
            for entry in digest.statement.document.logFiles {
                let owner = PathFacts(entry.location.key).account
                let isForeign = owner.map { $0 != digest.chain.accountID } ?? false
                guard let number = numbers[entry.location] else {
                    numbers[entry.location] = logs.count
                    logs.append(
                        ListedLog(
                            number: logs.count, location: entry.location, hashes: [entry.hash], digests: [index],
                            isForeign: isForeign))
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
