public import TrailSealPrimitives

/// The name of a log file: `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHMMZ_<16 alphanumerics>.json.gz`.
///
/// Only the stamp is used. It is roughly the time of delivery, rounded to five minutes (measured: from 5 minutes
/// before to 19 minutes after it, FORMAT-5). Anybody can name a file, so a log file may have a name without a stamp.
public enum LogFileName {
    /// How much later than the delivery a log's stamp may be, in seconds. 19 minutes were measured (FORMAT-5).
    public static let stampTolerance: Int64 = 20 * 60

    /// Whether CloudTrail writes such a name: account, `CloudTrail`, Region, stamp and more, ending in `.json.gz` or
    /// `.json`.
    public static func isWhole(_ name: ByteString) -> Bool {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json") else { return false }
        var rest = name.bytes[...]
        guard let account = rest.takeField(), AWSIdentifier.isAccountID(account), let kind = rest.takeField(),
            kind.count == 10, kind.begins(with: "CloudTrail"), let region = rest.takeField(),
            AWSIdentifier.isRegion(region), let stamp = rest.takeField()
        else { return false }
        return UnixTime(logKeyForm: stamp) != nil
    }

    /// Returns the stamp in a name, or nil if there is none.
    public static func stamp(in name: ByteString) -> UnixTime? {
        // Searches from the end, because Regions and the part after the stamp contain no `_`.
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
    /// Removes and returns the bytes before the first `_`, and removes the `_` too. Returns nil if there is none.
    mutating func takeField() -> ArraySlice<UInt8>? {
        guard let end = firstIndex(of: UInt8(ascii: "_")) else { return nil }
        let field = self[..<end]
        self = self[(end + 1)...]
        return field
    }

    /// Whether the bytes begin with `text`.
    func begins(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return count >= length && text.withUTF8Buffer { prefix(length).elementsEqual($0) }
    }
}
