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
    public static func isWhole(_ name: ByteString) -> Bool { isWhole(name, NameOwner(name)) }

    /// Like `isWhole(_:)`, for a name whose first fields are parsed.
    static func isWhole(_ name: ByteString, _ owner: NameOwner?) -> Bool {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json"), let owner, owner.isOfLog else { return false }
        let text = name.bytes.span
        guard let end = text.firstIndex(of: UInt8(ascii: "_"), from: owner.end) else { return false }
        return UnixTime(logKeyForm: text.extracting(owner.end..<end)) != nil
    }

    /// Returns the stamp in a name, or nil if there is none.
    public static func stamp(in name: ByteString) -> UnixTime? {
        // Searches from the end, because Regions and the part after the stamp contain no `_`.
        let text = name.bytes.span
        var end = text.count
        while true {
            let separator = text.lastIndex(of: UInt8(ascii: "_"), before: end)
            let start = separator.map { $0 + 1 } ?? 0
            if end - start == 14, let time = UnixTime(logKeyForm: text.extracting(start..<end)) { return time }
            guard let separator else { return nil }
            end = separator
        }
    }
}

/// The first fields of the name of CloudTrail's files: `ACCOUNT_KIND_REGION_…`.
struct NameOwner {
    private let name: ByteString
    private let kind: Range<Int>
    private let region: Range<Int>
    /// Where the next field begins.
    var end: Int { region.upperBound + 1 }

    /// Returns nil if the name doesn't begin with an account, a kind and a Region.
    init?(_ name: ByteString) {
        let text = name.bytes.span
        func field(_ start: Int) -> Range<Int>? {
            text.firstIndex(of: UInt8(ascii: "_"), from: start).map { start..<$0 }
        }
        guard let account = field(0), AWSIdentifier.isAccountID(name.bytes[account]),
            let kind = field(account.upperBound + 1), let region = field(kind.upperBound + 1),
            AWSIdentifier.isRegion(name.bytes[region])
        else { return nil }
        (self.name, self.kind, self.region) = (name, kind, region)
    }

    /// Whether the kind is that of log files.
    var isOfLog: Bool { kind.count == 10 && name.bytes.span.holds("CloudTrail", at: kind.lowerBound) }

    /// The Region. Nil if the kind is unknown.
    var regionName: ByteString? {
        AccountPath.isKindOfFolder(name.bytes[kind]) ? ByteString(name.bytes[region]) : nil
    }

    /// Whether the file is of this Region. True if the kind is unknown.
    func isOf(region: ByteString) -> Bool {
        guard AccountPath.isKindOfFolder(name.bytes[kind]) else { return true }
        return self.region.count == region.count && name.bytes.span.holds(region.bytes.span, at: self.region.lowerBound)
    }
}

extension ArraySlice<UInt8> {
    /// Removes and returns the bytes before the first `_`, and removes the `_` too. Returns nil if there is none.
    mutating func takeField() -> ArraySlice<UInt8>? {
        guard let length = span.firstIndex(of: UInt8(ascii: "_")) else { return nil }
        let end = startIndex + length
        let field = self[..<end]
        self = self[(end + 1)...]
        return field
    }

    /// Whether the bytes begin with `text`.
    func begins(with text: StaticString) -> Bool { span.holds(text, at: 0) }
}
