internal import CFileTree
internal import Glibc
internal import Primitives

/// Calls `body` until it is not interrupted; its result, or the error it left in `errno`.
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

/// Opens something without touching its access time, where the kernel permits that: to the owner of a file, and to whoever
/// may act as any owner. `body` gets the flag to add, and is called again without it where it is not permitted.
@inline(__always)
func withoutAccessTime(_ body: (Int32) -> Int32) -> Int32 {
    let opened = body(noAccessTime)
    return opened < 0 && errno == EPERM ? body(0) : opened
}

private let noAccessTime = trailseal_no_access_time()

/// `bytes` as a C string; refused with EINVAL where it holds a NUL, at which C would end it.
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

/// What `stat` tells of a file, as far as it is used here.
public struct FileStatus: Hashable, Sendable {
    /// Size in bytes.
    public let size: UInt64
    public let kind: FileKind
    /// Device and inode: the same pair is the same file.
    public let identity: FileIdentity
    /// Whether it is linked more than once.
    public let hasOtherNames: Bool

    init(_ status: stat) {
        size = UInt64(max(0, status.st_size))
        kind = FileKind(mode: status.st_mode)
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        hasOtherNames = status.st_nlink > 1
    }
}

/// The same pair is the same file.
public struct FileIdentity: Hashable, Sendable {
    public let device: UInt64
    public let inode: UInt64
}

/// What stands under a name in a folder.
public enum FileKind: String, Sendable {
    case regular = "file"
    case directory = "folder"
    case symbolicLink = "symbolic link"
    case fifo = "FIFO"
    case socket = "socket"
    case characterDevice = "character device"
    case blockDevice = "block device"
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
