internal import TrailSealFormat
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Reads the chains of a state file of version 1. For each chain it has only the newest verified digest and the
/// number of older digest files.
enum FirstStateVersion {
    static func known(_ members: StateMembers.Members) throws(StateFileError) -> KnownArchive {
        KnownArchive(chains: try StateMembers.chains(members) { item in chain(item) })
    }

    private static func chain(_ members: StateMembers.Members) -> KnownChain? {
        guard let bucket = StateMembers.bytes(members["bucket"]), let keyBytes = StateMembers.bytes(members["key"]),
            // Version 1 doesn't store the chain, so it is taken from the key.
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
