internal import TrailSealFormat
internal import TrailSealLibCrypto
public import TrailSealPrimitives
internal import TrailSealProof

/// A public key that the archive's digest files name.
public struct KeyNeed: Sendable {
    /// The fingerprint that the digest files give.
    public let fingerprint: KeyFingerprint
    /// The Region whose digest files name the key.
    public let region: ByteString
    /// Number of digest files that name the key.
    public internal(set) var digests = 0
    /// Number of these that nothing proves: neither a signature nor a successor.
    public internal(set) var unproven = 0
    /// The start of the oldest digest's interval.
    public internal(set) var from: UnixTime
    /// The end of the newest digest's interval.
    public internal(set) var to: UnixTime

    /// What needs are counted by: the same fingerprint in two Regions makes two needs.
    struct Name: Hashable {
        let fingerprint: KeyFingerprint
        let region: ByteString
    }

    /// Counts the keys that digest files name, over all parts of an archive.
    struct Tally {
        private var needs: [Name: KeyNeed] = [:]

        /// Adds the digest files of one part. Leaves out an `X.json` beside an `X.json.gz`, and files without a usable
        /// fingerprint.
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

        /// The needs, sorted by Region, start and fingerprint.
        var sorted: [KeyNeed] {
            needs.values.sorted {
                $0.region != $1.region
                    ? $0.region < $1.region
                    : $0.from != $1.from ? $0.from < $1.from : $0.fingerprint.hex < $1.fingerprint.hex
            }
        }
    }
}
