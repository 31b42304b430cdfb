/// Why a gzip stream can't be read.
public enum GzipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stream ends before its trailer.
    case truncated
    /// The header or data is bad, or the trailer's CRC or length disagrees with the content.
    case corrupt(reason: String)
    /// The content is larger than the limit (in bytes).
    case limitExceeded(limit: UInt64)
    /// The caller asked to stop.
    case cancelled
    /// zlib failed: out of memory or an incompatible version.
    case libraryFailure

    /// One sentence without a period.
    public var description: String {
        switch self {
        case .truncated: "the gzip stream is cut off"
        case .corrupt(let reason): "the gzip stream is corrupt (\(reason))"
        case .limitExceeded(let limit): "the content is larger than the limit of \(limit) bytes"
        case .cancelled: "inflating was stopped"
        case .libraryFailure: "zlib failed"
        }
    }
}
