public import Primitives

/// One key of a saved `aws cloudtrail list-public-keys` answer.
public struct PublicKeyRecord: Hashable, Sendable {
    /// The 16 bytes that CloudTrail gives as the key's fingerprint; nil where the answer gives none.
    public let fingerprint: [UInt8]?
    /// DER of the key: PKCS#1 `RSAPublicKey`, or SubjectPublicKeyInfo.
    public let value: [UInt8]
    public let validFrom: UnixTime
    public let validUntil: UnixTime

    public init(fingerprint: [UInt8]?, value: [UInt8], validFrom: UnixTime, validUntil: UnixTime) {
        self.fingerprint = fingerprint
        self.value = value
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// A file that is no saved `list-public-keys` answer, and why.
public struct PublicKeyListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The member concerned, for example `PublicKeyList[0].Value`; nil where the file as a whole is meant.
    public let member: String?
    public let reason: String

    public var description: String { member.map { "\($0) \(reason)" } ?? reason }
}

/// Reads saved `list-public-keys` answers in every shape that AWS tools have been seen to write: `PublicKeyList` or
/// `publicKeyList`; times as ISO 8601 with any offset, as numbers, or as strings of seconds. Answers may follow each
/// other.
public enum PublicKeyList {
    /// Largest file in bytes: a key with its dates takes some 600 bytes, so this is 20,000 keys.
    public static let sizeLimit = 16 << 20

    /// The keys in `bytes`. An empty list is a listing.
    public static func decode(_ bytes: [UInt8]) throws(PublicKeyListError) -> [PublicKeyRecord] {
        let answers: [JSONValue]
        do throws(JSONSyntaxError) {
            answers = try JSONValue.sequence(bytes)
        } catch {
            throw PublicKeyListError(member: nil, reason: "is not JSON: \(error)")
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
            throw PublicKeyListError(member: path + ".Value", reason: "is no base64 of a key")
        }
        var fingerprint: [UInt8]?
        switch entry["Fingerprint"] {
        case nil, .null: break
        case let member:
            guard let text = member?.string, let bytes = StrictHex.decode(Array(text.utf8)), bytes.count == 16 else {
                throw PublicKeyListError(member: path + ".Fingerprint", reason: "is no 32 hex digits")
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
            throw PublicKeyListError(member: path, reason: "is no time (ISO 8601, or seconds since 1970)")
        }
        return time
    }
}
