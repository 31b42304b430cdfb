internal import Glibc
public import TrailSealPrimitives

/// A system call that failed, and its path.
public struct FileTreeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The name of the call, for example "openat".
    public let call: String
    /// The path or name passed to it.
    public let path: ByteString
    /// The value of `errno`.
    public let errno: Int32

    /// Creates an error.
    public init(call: String, path: ByteString, errno: Int32) {
        self.call = call
        self.path = path
        self.errno = errno
    }

    /// The system's message for the error.
    public var reason: String { isIrregular ? "it isn't a regular file" : String(cString: strerror(errno)) }

    /// Whether the file was opened and turned out to be a folder, device, FIFO or socket.
    private var isIrregular: Bool { call == "openat" && errno == EINVAL }

    /// Whether nothing exists at the path.
    public var isAbsent: Bool { errno == ENOENT }
    /// Whether the path names something of the wrong kind: not a regular file, not a folder, or a link.
    public var isWrongKind: Bool { errno == ENOTDIR || errno == EISDIR || errno == ELOOP || isIrregular }
    /// Whether the machine ran out of descriptors or memory. This says nothing about the file.
    public var isExhaustion: Bool { errno == EMFILE || errno == ENFILE || errno == ENOMEM }
    /// Whether the device failed.
    public var isDeviceFailure: Bool { errno == EIO }
    /// Whether the device is full or a quota is used up.
    public var isFull: Bool { errno == ENOSPC || errno == EDQUOT }

    /// The path and the reason.
    public var description: String { "\(path): \(reason)" }
}
