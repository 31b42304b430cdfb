internal import CTrailSealZlib

/// The version of the library, for reports.
public enum Zlib {
    /// The version of the zlib that is in use, for example "1.2.13".
    public static var version: String { zlibVersion().map { String(cString: $0) } ?? "unknown" }
}
