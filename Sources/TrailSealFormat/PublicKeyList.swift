public import TrailSealPrimitives

/// One public key of a saved `aws cloudtrail list-public-keys` answer.
public struct PublicKeyRecord: Hashable, Sendable {
    /// The fingerprint (16 bytes) that CloudTrail gives for the key, or nil if the answer has none.
    public let fingerprint: [UInt8]?
    /// The key in DER: PKCS#1 `RSAPublicKey` or `SubjectPublicKeyInfo`.
    public let value: [UInt8]
    /// Start of the validity.
    public let validFrom: UnixTime
    /// End of the validity.
    public let validUntil: UnixTime

    /// Creates a record.
    public init(fingerprint: [UInt8]?, value: [UInt8], validFrom: UnixTime, validUntil: UnixTime) {
        self.fingerprint = fingerprint
        self.value = value
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// Why a file isn't a saved `list-public-keys` answer.
public struct PublicKeyListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The member at fault, for example `PublicKeyList[0].Value`. Nil if the file as a whole is.
    public let member: String?
    /// What is wrong.
    public let reason: String

    /// The member and what is wrong with it.
    public var description: String { "\(member ?? "it") \(reason)" }
}

/// Reads saved `list-public-keys` answers in every shape that AWS tools write (FORMAT-21, FORMAT-22).
///
/// The list is named `PublicKeyList` or `publicKeyList`. Times are ISO 8601 with any offset, numbers, or strings of
/// seconds. Several answers may follow each other.
public enum PublicKeyList {
    /// Largest file in bytes. A key takes about 600 bytes, so this is 20,000 keys.
    public static let sizeLimit = 16 << 20

    /// Returns the keys in `bytes`. The list may be empty. Throws `PublicKeyListError`.
    public static func decode(_ bytes: [UInt8]) throws(PublicKeyListError) -> [PublicKeyRecord] {
        let answers: [JSONValue]
        do throws(JSONSyntaxError) {
            answers = try JSONValue.sequence(bytes)
        } catch {
            throw PublicKeyListError(member: nil, reason: "isn't JSON: \(error)")
        }
        var records: [PublicKeyRecord] = []
        for (number, answer) in answers.enumerated() {
            let place = answers.count == 1 ? nil : "[\(number)]"
            guard let list = answer["PublicKeyList"]?.array else {
                throw PublicKeyListError(member: place, reason: "has no member PublicKeyList that is an array")
            }
            let path = (place.map { $0 + "." } ?? "") + "PublicKeyList"
            for (index, entry) in list.enumerated() { records.append(try record(entry, "\(path)[\(index)]")) }
        }
        return records
    }

    private static func record(_ entry: JSONValue, _ path: String) throws(PublicKeyListError) -> PublicKeyRecord {
        // Some tools break base64 into lines.
        let text = entry["Value"]?.string.map { $0.utf8.filter { $0 != 0x0A && $0 != 0x0D } }
        guard let value = text.flatMap({ StrictBase64.decode($0) }), !value.isEmpty else {
            throw PublicKeyListError(member: path + ".Value", reason: "isn't a key in base64")
        }
        var fingerprint: [UInt8]?
        switch entry["Fingerprint"] {
        case nil, .null: break
        case let member:
            guard let text = member?.string, let bytes = StrictHex.decode(Array(text.utf8)), bytes.count == 16 else {
                throw PublicKeyListError(member: path + ".Fingerprint", reason: "isn't 32 hex digits")
            }
            fingerprint = bytes
        }
        return PublicKeyRecord(
            fingerprint: fingerprint, value: value,
            validFrom: try time(entry["ValidityStartTime"], path + ".ValidityStartTime"),
            validUntil: try time(entry["ValidityEndTime"], path + ".ValidityEndTime"))
    }

    private static func time(_ value: JSONValue?, _ path: String) throws(PublicKeyListError) -> UnixTime {
        guard let time = value?.time else {
            throw PublicKeyListError(member: path, reason: "isn't a time (ISO 8601, or seconds since 1970)")
        }
        return time
    }
}
