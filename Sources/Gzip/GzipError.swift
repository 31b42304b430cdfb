/// What is wrong with a gzip stream.
public enum GzipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The stream ends before its trailer.
    case truncated
    /// Bad header, bad deflate data, or a trailer whose CRC or length disagrees with the content.
    case corrupt(reason: String)
    /// More content than the limit, in bytes.
    case limitExceeded(limit: UInt64)
    /// The caller asked to stop.
    case cancelled
    /// zlib could not work: no memory, or an unknown version.
    case libraryFailure

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
