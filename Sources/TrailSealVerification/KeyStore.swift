public import TrailSealFormat
public import TrailSealLibCrypto
public import TrailSealPrimitives

/// The 16 bytes by which CloudTrail names a public key: the MD5 of its DER bytes (KEY-1).
public struct KeyFingerprint: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Creates a fingerprint. Nil unless there are exactly 16 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Sixteen zero bytes. Stands in for a fingerprint that can't be read.
    static let none = KeyFingerprint(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The 16 bytes.
    var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// The fingerprint as 32 lower-case hexadecimal digits.
    public var hex: String {
        StrictHex.encode(bytes)
    }
}

/// The public keys of a run, by the fingerprint that they are listed under.
public struct KeyStore: Sendable {
    /// A public key and every interval for which a listing calls it valid (KEY-5).
    public struct Key: Sendable {
        /// The RSA key.
        public let publicKey: RSAPublicKey
        /// Whether the listed fingerprint is the MD5 of the key's bytes. If not, the key may prove but never accuse
        /// (KEY-2).
        public let isGenuine: Bool
        /// The validity of each record with these bytes, in the order of the records.
        public fileprivate(set) var validity: [ClosedRange<UnixTime>]
        fileprivate let value: [UInt8]

        /// Whether the key was valid at any time from `start` to `end`. A nil `end` means any later time.
        func isValid(from start: UnixTime, to end: UnixTime?) -> Bool {
            validity.contains { range in range.upperBound >= start && (end.map { range.lowerBound <= $0 } ?? true) }
        }
    }

    /// A listed key whose bytes don't have the fingerprint that it is listed under.
    public struct Mismatch: Hashable, Sendable {
        /// The fingerprint in the listing.
        public let listed: KeyFingerprint
        /// The MD5 of the key's bytes.
        public let actual: KeyFingerprint
    }

    private var keys: [KeyFingerprint: [Key]] = [:]
    /// The mismatches, once per key, in the order of the records.
    public private(set) var mismatches: [Mismatch] = []
    /// Warnings about records that hold no usable key (KEY-6).
    public private(set) var warnings: [String] = []

    /// Reads the keys of `records`. A record that can't be used becomes a warning. Throws only if libcrypto itself
    /// fails.
    public init(_ records: [PublicKeyRecord]) throws(LibCryptoError) {
        var seen: Set<Mismatch> = []
        for record in records {
            guard let computed = KeyFingerprint(try MD5.hash(record.value)),
                let listed = record.fingerprint.map({ KeyFingerprint($0) }) ?? computed
            else { continue }
            if listed != computed, seen.insert(Mismatch(listed: listed, actual: computed)).inserted {
                mismatches.append(Mismatch(listed: listed, actual: computed))
            }
            guard record.validFrom <= record.validUntil else {
                warnings.append("key \(listed.hex): its validity ends before it begins, so the key is not used")
                continue
            }
            let validity = record.validFrom...record.validUntil
            if let index = keys[listed]?.firstIndex(where: { $0.value == record.value }) {
                keys[listed]?[index].validity.append(validity)
                continue
            }
            do throws(LibCryptoError) {
                let key = Key(
                    publicKey: try RSAPublicKey(der: record.value), isGenuine: listed == computed,
                    validity: [validity], value: record.value)
                keys[listed, default: []].append(key)
            } catch {
                if error.code == .libraryFailure { throw error }
                warnings.append("key \(listed.hex): \(error), so it counts as unknown")
            }
        }
    }

    /// All keys, by the fingerprint that they are listed under.
    var all: [KeyFingerprint: [Key]] { keys }

    /// All usable keys, each once, in no particular order.
    public var publicKeys: [RSAPublicKey] {
        var seen: Set<[UInt8]> = []
        return keys.values.joined().filter { seen.insert($0.value).inserted }.map(\.publicKey)
    }

    /// The keys that are listed under `fingerprint`.
    func keys(for fingerprint: KeyFingerprint) -> [Key] {
        keys[fingerprint] ?? []
    }
}
