public import Primitives

/// The name of a log file: `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHMMZ_<16 alphanumerics>.json.gz`.
///
/// Only the stamp is read from it. It is roughly the time of delivery, a multiple of five minutes (measured: 5 minutes
/// before to 19 minutes after). Anybody may give a file any name, so a name without a stamp is a log file too.
public enum LogFileName {
    /// How far a log's stamp may lie behind its delivery, in seconds: 19 minutes were measured (FORMAT-5).
    public static let stampTolerance: Int64 = 20 * 60

    /// Whether a name is one that CloudTrail gives: account, `CloudTrail`, Region, stamp and more, as JSON.
    public static func isWhole(_ name: ByteString) -> Bool {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json") else { return false }
        var rest = name.bytes[...]
        guard let account = rest.takeField(), AWSIdentifier.isAccountID(account), let kind = rest.takeField(),
            kind.count == 10, kind.begins(with: "CloudTrail"), let region = rest.takeField(),
            AWSIdentifier.isRegion(region), let stamp = rest.takeField()
        else { return false }
        return UnixTime(logKeyForm: stamp) != nil
    }

    /// The stamp in the name, or nil where there is none.
    public static func stamp(in name: ByteString) -> UnixTime? {
        // Read from the end: region names hold no `_`, and neither does what follows the stamp.
        var rest = name.bytes[...]
        while true {
            let separator = rest.lastIndex(of: UInt8(ascii: "_"))
            let part = separator.map { rest[($0 + 1)...] } ?? rest
            if part.count == 14, let time = UnixTime(logKeyForm: part) { return time }
            guard let separator else { return nil }
            rest = rest[..<separator]
        }
    }
}

extension ArraySlice<UInt8> {
    /// Takes what stands before the first `_`, and that off too; nil if there is none.
    mutating func takeField() -> ArraySlice<UInt8>? {
        guard let end = firstIndex(of: UInt8(ascii: "_")) else { return nil }
        let field = self[..<end]
        self = self[(end + 1)...]
        return field
    }

    /// Whether these bytes begin with a text.
    func begins(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && text.withUTF8Buffer { prefix(length).elementsEqual($0) }
    }
}
