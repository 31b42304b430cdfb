internal import TrailSealFormat
public import TrailSealLibCrypto
public import TrailSealPrimitives

/// The public keys that the user trusts, by the fingerprint under which they are listed (KEY-1 to KEY-6).
public struct TrustedKeys: Sendable {
    /// One key, with its validities from all listings.
    public struct Key: Sendable {
        /// The key.
        public let publicKey: RSAPublicKey
        /// Whether the fingerprint is the MD5 of the key's bytes. If not, the key may prove but never accuse (KEY-2).
        public let isGenuine: Bool
        /// When the key is valid, according to any listing.
        public let validity: [ClosedRange<UnixTime>]
        /// Creates a key.
        public init(_ publicKey: RSAPublicKey, isGenuine: Bool, validity: [ClosedRange<UnixTime>]) {
            (self.publicKey, self.isGenuine, self.validity) = (publicKey, isGenuine, validity)
        }
    }

    /// How long after its end a digest may be signed, in seconds. Real ones arrive up to 3.4 hours later (KEY-3).
    public static let signingTolerance: Int64 = 6 * UnixTime.hour
    private let keys: [[UInt8]: [Key]]
    /// `keys` are listed by fingerprint (16 bytes). If several share one, each is tried (KEY-5).
    public init(_ keys: [[UInt8]: [Key]]) { self.keys = keys }
    func keys(for fingerprint: [UInt8]) -> [Key] { keys[fingerprint] ?? [] }
    /// Whether `key` was valid between the digest's start and six hours after its end (KEY-3). For a backfill digest:
    /// within six hours of its generation, or if that wasn't saved, at any time after its start (KEY-4).
    static func isInTime(_ key: Key, _ digest: DigestStatement, generation: UnixTime?) -> Bool {
        let from: UnixTime
        let to: UnixTime?
        switch (digest.key.chain.kind, generation) {
        case (.standard, _): (from, to) = (digest.document.startTime, digest.document.endTime + signingTolerance)
        case (.backfill, let time?): (from, to) = (time - signingTolerance, time + signingTolerance)
        case (.backfill, nil): (from, to) = (digest.document.startTime, nil)
        }
        return key.validity.contains { range in
            range.upperBound >= from && to.map { range.lowerBound <= $0 } ?? true
        }
    }
}
