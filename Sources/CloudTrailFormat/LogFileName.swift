public import Primitives

/// The name of a log file: `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHMMZ_<16 alphanumerics>.json.gz`.
///
/// Only the stamp is read from it. It is roughly the time of delivery, a multiple of five minutes (measured: 5 minutes
/// before to 19 minutes after). Anybody may give a file any name, so a name without a stamp is a log file too.
public enum LogFileName {
    /// Whether a name is one that CloudTrail gives: account, `CloudTrail`, Region, stamp and more, as JSON.
    public static func isWhole(_ name: ByteString) -> Bool {
        guard name.hasSuffix(".json.gz") || name.hasSuffix(".json") else { return false }
        let parts = name.bytes.split(separator: UInt8(ascii: "_"), maxSplits: 4, omittingEmptySubsequences: false)
        return parts.count == 5 && AWSIdentifier.isAccountID(parts[0]) && parts[1].elementsEqual("CloudTrail".utf8)
            && AWSIdentifier.isRegion(parts[2]) && UnixTime(logKeyForm: parts[3]) != nil
    }

    /// The stamp in the name, or nil where there is none.
    public static func stamp(in name: ByteString) -> UnixTime? {
        // Read from the end: region names hold no `_`, and neither does what follows the stamp.
        let parts = name.bytes.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
        for part in parts.reversed() where part.count == 14 {
            if let time = UnixTime(logKeyForm: part) { return time }
        }
        return nil
    }
}
