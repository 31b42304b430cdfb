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
    public var reason: String { isIrregular ? "it is no regular file" : String(cString: strerror(errno)) }

    /// Whether it was opened and is a folder, a device, a FIFO or a socket.
    private var isIrregular: Bool { call == "openat" && errno == EINVAL }

    /// Whether nothing stands at the path.
    public var isAbsent: Bool { errno == ENOENT }
    /// Whether the path names a folder or a device where a file was wanted, a file where a folder was, or a link.
    public var isWrongKind: Bool { errno == ENOTDIR || errno == EISDIR || errno == ELOOP || isIrregular }
    /// Whether the machine, and not the file, is the reason: no descriptors or no memory left. Nothing may be concluded
    /// about what was to be looked at.
    public var isExhaustion: Bool { errno == EMFILE || errno == ENFILE || errno == ENOMEM }
    /// Whether the device failed.
    public var isDeviceFailure: Bool { errno == EIO }
    /// Whether no space is left on the device, or a quota is used up.
    public var isFull: Bool { errno == ENOSPC || errno == EDQUOT }

    public var description: String { "\(path): \(reason)" }
}
