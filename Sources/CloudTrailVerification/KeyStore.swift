public import CloudTrailFormat
public import LibCrypto
public import Primitives

/// The 16 bytes by which CloudTrail names a public key.
public struct KeyFingerprint: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// Nil unless there are exactly 16 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Sixteen zero bytes: what stands in for one that is not there.
    static let none = KeyFingerprint(high: 0, low: 0)

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Its bytes.
    var bytes: [UInt8] {
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }

    /// 32 lower-case hexadecimal digits.
    public var hex: String {
        StrictHex.encode(bytes)
    }
}

/// The public keys of a run, by the fingerprint under which they are listed.
public struct KeyStore: Sendable {
    /// A key and all the time for which any listing calls it valid.
    public struct Key: Sendable {
        public let publicKey: RSAPublicKey
        /// Whether the listed fingerprint is the MD5 of the key's bytes. If not, the key may prove, never accuse.
        public let isGenuine: Bool
        public fileprivate(set) var validity: [ClosedRange<UnixTime>]
        fileprivate let value: [UInt8]

        /// Whether the key was valid at some moment from `start` to `end`; no `end` means any later time.
        func isValid(from start: UnixTime, to end: UnixTime?) -> Bool {
            validity.contains { range in range.upperBound >= start && (end.map { range.lowerBound <= $0 } ?? true) }
        }
    }

    /// A listed key that is not the one its fingerprint names.
    public struct Mismatch: Hashable, Sendable {
        public let listed: KeyFingerprint
        public let actual: KeyFingerprint
    }

    private var keys: [KeyFingerprint: [Key]] = [:]
    /// Once per key, in the order of the records.
    public private(set) var mismatches: [Mismatch] = []
    /// Records that hold no usable key, in words.
    public private(set) var warnings: [String] = []

    /// Reads the keys of `records`. Throws only where libcrypto itself fails.
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
                warnings.append("key \(listed.hex): its validity ends before it begins; it is not used")
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
                warnings.append("key \(listed.hex): \(error); it counts as unknown")
            }
        }
    }

    /// Every key, by the fingerprint under which it is listed.
    var all: [KeyFingerprint: [Key]] { keys }

    /// Every key that can be used, each once.
    public var publicKeys: [RSAPublicKey] {
        var seen: Set<[UInt8]> = []
        return keys.values.joined().filter { seen.insert($0.value).inserted }.map(\.publicKey)
    }

    /// Every key listed under `fingerprint`.
    func keys(for fingerprint: KeyFingerprint) -> [Key] {
        keys[fingerprint] ?? []
    }
}
