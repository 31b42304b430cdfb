internal import CloudTrailFormat
internal import CloudTrailVerification
internal import Primitives

/// Reads the chains of a state file of version 1. It held the newest verified digest of each chain, and how many older
/// digest files there were. The rest is unknown.
enum FirstStateVersion {
    static func known(_ members: StateMembers.Members) throws(StateFileError) -> KnownArchive {
        KnownArchive(chains: try StateMembers.chains(members) { item in chain(item) })
    }

    private static func chain(_ members: StateMembers.Members) -> KnownChain? {
        guard let bucket = StateMembers.bytes(members["bucket"]), let keyBytes = StateMembers.bytes(members["key"]),
            // The chain is read from the key.
            let key = DigestObjectKey(keyBytes), let hash = StateMembers.hash(members["sha256"]),
            let since = StateMembers.time(members["since"]), let end = StateMembers.time(members["verifiedThrough"]),
            end == key.endTime, let older = StateMembers.count(members["olderDigests"]),
            let signature = StateMembers.optional(members["signature"], StateMembers.hexadecimal)
        else { return nil }
        let last = KnownDigest(
            location: S3Location(bucket: bucket, key: keyBytes), hash: hash, start: nil, end: end, signature: signature)
        return KnownChain(
            chain: key.chain, segments: [KnownSegment(first: nil, last: last, count: older + 1)],
            verifiedThrough: end, since: since)
    }
}
