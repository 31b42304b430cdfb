internal import CloudTrailFormat
internal import LibCrypto
public import Primitives

/// A public key that digest files of an archive name.
public struct KeyNeed: Sendable {
    public let fingerprint: KeyFingerprint
    public let region: ByteString
    /// Digest files in scope that name it.
    public internal(set) var digests = 0
    /// Those that nothing proves: not this key, and no successor.
    public internal(set) var unproven = 0
    /// Beginning of the oldest, and end of the newest.
    public internal(set) var from: UnixTime
    public internal(set) var to: UnixTime

    struct Name: Hashable {
        let fingerprint: KeyFingerprint
        let region: ByteString
    }

    /// What the digests of `graph` name, by region and time.
    static func needs(
        _ graph: DigestGraph, _ standings: [OldDigestStanding], _ scope: Scope
    ) -> [KeyNeed] {
        var needs: [Name: KeyNeed] = [:]
        for node in graph.nodes where scope.includes(node) {
            let digest = graph.digests[node]
            let name = Name(fingerprint: digest.fingerprint, region: digest.chain.region)
            var need =
                needs[name]
                ?? KeyNeed(
                    fingerprint: name.fingerprint, region: name.region, from: digest.start, to: digest.end)
            need.digests += 1
            if !standings[node].isVerified { need.unproven += 1 }
            need.from = min(need.from, digest.start)
            need.to = max(need.to, digest.end)
            needs[name] = need
        }
        return needs.values.sorted {
            $0.region != $1.region
                ? $0.region < $1.region
                : $0.from != $1.from ? $0.from < $1.from : $0.fingerprint.hex < $1.fingerprint.hex
        }
    }
}
