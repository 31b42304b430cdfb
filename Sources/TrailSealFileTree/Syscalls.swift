internal import CTrailSealFileTree
internal import Glibc
internal import TrailSealPrimitives

/// Repeats `body` while it is interrupted (EINTR). Returns its result, or throws the error in `errno` if it is -1.
@inline(__always)
func valueOrErrno<Value: SignedInteger>(
    _ call: StaticString, _ path: @autoclosure () -> ByteString, _ body: () -> Value
) throws(FileTreeError) -> Value {
    while true {
        let value = body()
        if value != -1 { return value }
        let error = errno
        if error == EINTR { continue }
        throw FileTreeError(call: "\(call)", path: path(), errno: error)
    }
}

/// Opens a file without changing its access time, if the kernel permits that (to the owner and to privileged users).
/// `body` gets the flag to add. On EPERM it is called again without the flag.
@inline(__always)
func withoutAccessTime(_ body: (Int32) -> Int32) -> Int32 {
    let opened = body(noAccessTime)
    return opened < 0 && errno == EPERM ? body(0) : opened
}

private let noAccessTime = trailseal_no_access_time()

/// Passes `path` to `body` as a C string. Throws EINVAL if it contains a NUL, because C would end the string there.
func withPath<Value>(
    _ path: ByteString, _ body: (UnsafePointer<CChar>) throws(FileTreeError) -> Value
) throws(FileTreeError) -> Value {
    guard !path.bytes.contains(0) else {
        throw FileTreeError(call: "open", path: path, errno: EINVAL)
    }
    var terminated = path.bytes.map { CChar(bitPattern: $0) }
    terminated.append(0)
    let result: Result<Value, FileTreeError> = terminated.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else {
            return .failure(FileTreeError(call: "open", path: path, errno: EINVAL))
        }
        do throws(FileTreeError) { return .success(try body(base)) } catch { return .failure(error) }
    }
    return try result.get()
}

/// The parts of `stat` that are used here.
public struct FileStatus: Hashable, Sendable {
    /// Size in bytes.
    public let size: UInt64
    /// What kind of file it is.
    public let kind: FileKind
    /// Device and inode. Two names with the same identity are the same file.
    public let identity: FileIdentity
    /// Whether the file has more than one hard link.
    public let hasOtherNames: Bool

    init(_ status: stat) {
        size = UInt64(max(0, status.st_size))
        kind = FileKind(mode: status.st_mode)
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        hasOtherNames = status.st_nlink > 1
    }
}

/// Device and inode. Two names with the same identity are the same file.
public struct FileIdentity: Hashable, Sendable {
    /// The device (`st_dev`).
    public let device: UInt64
    /// The inode (`st_ino`).
    public let inode: UInt64
}

/// The kind of a directory entry. The raw value is the word used in messages.
public enum FileKind: String, Sendable {
    /// A regular file.
    case regular = "file"
    /// A folder.
    case directory = "folder"
    /// A symbolic link.
    case symbolicLink = "symbolic link"
    /// A named pipe.
    case fifo = "FIFO"
    /// A Unix domain socket.
    case socket = "socket"
    /// A character device.
    case characterDevice = "character device"
    /// A block device.
    case blockDevice = "block device"
    /// Any other kind, or one that couldn't be determined.
    case unknown = "special file"

    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .symbolicLink
        case S_IFIFO: self = .fifo
        case S_IFSOCK: self = .socket
        case S_IFCHR: self = .characterDevice
        case S_IFBLK: self = .blockDevice
        default: self = .unknown
        }
    }

    init?(directoryEntryType type: UInt8) {
        switch Int(type) {
        case Int(DT_REG): self = .regular
        case Int(DT_DIR): self = .directory
        case Int(DT_LNK): self = .symbolicLink
        case Int(DT_FIFO): self = .fifo
        case Int(DT_SOCK): self = .socket
        case Int(DT_CHR): self = .characterDevice
        case Int(DT_BLK): self = .blockDevice
        default: return nil
        }
    }
}
