internal import Glibc
public import Primitives

/// A system call that failed, and on what.
public struct FileTreeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The call's name, for example "openat".
    public let call: String
    /// The path or name it was given.
    public let path: ByteString
    /// The value of `errno`.
    public let errno: Int32

    public init(call: String, path: ByteString, errno: Int32) {
        self.call = call
        self.path = path
        self.errno = errno
    }

    /// The system's words for the error.
    public var reason: String { String(cString: strerror(errno)) }

    /// Whether nothing stands at the path.
    public var isAbsent: Bool { errno == ENOENT }
    /// Whether the path names a folder where a file was wanted, a file where a folder was, or a link.
    public var isWrongKind: Bool { errno == ENOTDIR || errno == EISDIR || errno == ELOOP }
    /// Whether no space is left on the device, or a quota is used up.
    public var isFull: Bool { errno == ENOSPC || errno == EDQUOT }

    public var description: String { "\(path): \(reason)" }
}
