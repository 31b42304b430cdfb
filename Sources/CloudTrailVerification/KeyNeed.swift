internal import CloudTrailFormat
internal import CloudTrailProof
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

    /// What digest files name, gathered from all parts of an archive.
    struct Tally {
        private var needs: [Name: KeyNeed] = [:]

        mutating func add(_ proved: ProvedDigests) {
            for (file, standing) in zip(proved.files, proved.standings) {
                guard let statement = file.statement, !file.isBesideCompressed else { continue }
                let document = statement.document
                guard let fingerprint = KeyFingerprint(document.fingerprint) else { continue }
                let name = Name(fingerprint: fingerprint, region: statement.chain.region)
                var need =
                    needs[name]
                    ?? KeyNeed(
                        fingerprint: name.fingerprint, region: name.region, from: document.startTime,
                        to: document.endTime)
                need.digests += 1
                if standing?.proved == nil, !proved.isLinked(statement.hash) { need.unproven += 1 }
                need.from = min(need.from, document.startTime)
                need.to = max(need.to, document.endTime)
                needs[name] = need
            }
        }

        /// By region and time.
        var sorted: [KeyNeed] {
            needs.values.sorted {
                $0.region != $1.region
                    ? $0.region < $1.region
                    : $0.from != $1.from ? $0.from < $1.from : $0.fingerprint.hex < $1.fingerprint.hex
            }
        }
    }
}
