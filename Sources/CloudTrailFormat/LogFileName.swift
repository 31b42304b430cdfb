public import Primitives

/// The name of a log file: `ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHMMZ_<16 alphanumerics>.json.gz`.
///
/// Only the stamp is read from it. It is roughly the time of delivery, a multiple of five minutes (measured: 5 minutes
/// before to 19 minutes after). Anybody may give a file any name, so a name without a stamp is a log file too.
public enum LogFileName {
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
