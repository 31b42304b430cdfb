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
    fileprivate init(_ number: Int, _ key: LogKey, _ records: Records, isForeign: Bool) {
        (self.number, self.key, self.isForeign) = (number, key, isForeign)
        (hashes, digests) = records
    }
}

private typealias Records = (hashes: [SHA256Digest?], digests: [Int])

/// What one verified digest lists, with each key parsed. Threads may create these side by side.
public struct DigestLogs: Sendable {
    let digest: ProvedDigest
    let logs: [(key: LogKey, hash: SHA256Digest?)]
    /// The folder of its last log, for the next digest.
    public var folder: FolderFacts? { logs.last?.key.folder }
    /// Parses the keys. `folder` is a folder in which they may lie.
    public init(_ digest: ProvedDigest, like folder: FolderFacts? = nil) {
        (self.digest, logs) = (digest, digest.statement.document.logFiles.parsed(like: folder))
    }
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
    /// Collects what verified digests list.
    public init(_ digests: [DigestLogs]) {
        proved = digests.map { $0.digest }
        chains = proved.grouped { $0.chain }
        var logs: [ListedLog] = []
        var repeated: [Int: Records] = [:]
        var numbers: [[S3Location: Int]] = [[:], [:]]
        let count = digests.reduce(0) { $0 + $1.logs.count }
        logs.reserveCapacity(count)
        numbers[0].reserveCapacity(count)
        for (index, digest) in digests.enumerated() where !digest.logs.isEmpty {
            // Most logs are listed by one digest, and all logs of a digest share this array.
            let own = [index]
            for (key, hash) in digest.logs {
                let isForeign = key.folder.account.map { $0 != digest.digest.chain.accountID } ?? false
                let number = numbers[isForeign ? 1 : 0].value(of: key.location, or: logs.count)
                if number == logs.count {
                    logs.append(ListedLog(number, key, ([hash], own), isForeign: isForeign))
                    continue
                }
                func add(_ records: inout Records) {
                    if !records.hashes.contains(hash) { records.hashes.append(hash) }
                    if records.digests.last != index { records.digests.append(index) }
                }
                add(&repeated[number, default: (logs[number].hashes, logs[number].digests)])
            }
        }
        for (number, records) in repeated {
            logs[number] = ListedLog(number, logs[number].key, records, isForeign: logs[number].isForeign)
        }
        (self.numbers, self.logs) = (numbers, logs)
    }

    /// The entries for an object, those of its own account first.
    public func logs(at location: S3Location) -> [ListedLog] {
        numbers.compactMap { $0[location].map { logs[$0] } }
    }
}
