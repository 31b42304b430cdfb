internal import Glibc
public import Primitives

/// Writes a file under a temporary name beside its place and renames it when it is whole.
///
/// Readers see the old file or the new one, never a part. Dropped without `commit`, it leaves nothing behind. What is
/// there and is no regular file (a device, a pipe, `/dev/fd/63` of a shell) is written to as it is: replacing it would
/// destroy it. A link is followed first, so its target is replaced and the link stays.
public final class AtomicFileWriter {
    /// Size of the buffer in bytes.
    private static let bufferSize = 1 << 16

    private let path: ByteString
    /// Nil where the place is written to directly.
    private let temporary: ByteString?
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var failure: FileTreeError?
    /// Whether the temporary file is still there.
    private var isPending = false

    /// Creates the temporary file. `uniqueSuffix` keeps two writers of one path apart; the caller passes a process id or
    /// a random number. Permissions are those of the file that is replaced, else 0644 less the umask; the whole 0644
    /// where `isWorldReadable`. With `replacesLeftover` the suffix is always the same one, and what a killed process left
    /// under the temporary name is removed; the caller holds a lock that keeps others away.
    public init(
        path: ByteString, uniqueSuffix: String, isWorldReadable: Bool = false, replacesLeftover: Bool = false
    ) throws(FileTreeError) {
        var status = stat()
        let isThere = try withPath(path) { pointer throws(FileTreeError) in stat(pointer, &status) == 0 }
        if isThere, FileStatus(status).kind == .directory {
            throw FileTreeError(call: "open", path: path, errno: EISDIR)
        }
        if isThere, FileStatus(status).kind != .regular {
            self.path = path
            temporary = nil
            // A pipe that nobody reads must not block.
            descriptor = try withPath(path) { pointer throws(FileTreeError) in
                try valueOrErrno("open", path) { open(pointer, O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) }
            }
            _ = fcntl(descriptor, F_SETFL, O_WRONLY)
            return
        }
        let path = isThere ? Self.resolved(path) : path
        let (folder, name) = path.splitAtLastSlash
        let hidden: ByteString = "." + name + ".tmp-" + uniqueSuffix
        let temporary =
            path.bytes.first == ByteString.slash && folder.isEmpty
            ? "/" + hidden : folder.appending(component: hidden)
        descriptor = try withPath(temporary) { pointer throws(FileTreeError) in
            if replacesLeftover { unlink(pointer) }
            return try valueOrErrno("open", path) {
                open(pointer, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
            }
        }
        self.path = path
        self.temporary = temporary
        isPending = true
        PendingFiles.add(temporary)
        buffer.reserveCapacity(Self.bufferSize)
        if isWorldReadable || isThere { fchmod(descriptor, isWorldReadable ? 0o644 : status.st_mode & 0o777) }
    }

    /// The path without links.
    private static func resolved(_ path: ByteString) -> ByteString {
        let real = try? withPath(path) { pointer throws(FileTreeError) in
            realpath(pointer, nil).map { text in
                defer { free(text) }
                return ByteString(
                    Array(UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }))
            }
        }
        return (real ?? nil) ?? path
    }

    /// Whether it writes to a device or a pipe, which nothing replaces.
    public var isInPlace: Bool { temporary == nil }

    deinit { abandon() }

    /// Appends bytes. An error is kept and thrown by `commit`.
    public func write(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { flush() }
    }

    /// Writes out, syncs and closes: nothing more can be written, and no descriptor is held until `commit`.
    public func seal() {
        guard descriptor >= 0 else { return }
        flush()
        buffer = []
        if temporary != nil {
            do throws(FileTreeError) { _ = try valueOrErrno("fsync", path) { fsync(descriptor) } } catch {
                failure = failure ?? error
            }
        }
        close(descriptor)
        descriptor = -1
    }

    /// Seals, renames over the path, and syncs the folder.
    public func commit() throws(FileTreeError) {
        seal()
        if let failure { throw failure }
        guard let temporary else { return }
        do throws(FileTreeError) {
            try withPath(temporary) { from throws(FileTreeError) in
                try withPath(path) { to throws(FileTreeError) in
                    _ = try valueOrErrno("rename", path) { rename(from, to) }
                }
            }
        } catch {
            abandon()
            throw error
        }
        isPending = false
        PendingFiles.remove(temporary)
        let folder = path.splitAtLastSlash.folder
        if let directory = try? Directory(
            root: folder.isEmpty ? (path.bytes.first == ByteString.slash ? "/" : ".") : folder)
        {
            directory.synchronize()
        }
    }

    /// Removes the temporary file; nothing has changed at the path.
    public func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        if isPending { removeTemporary() }
        isPending = false
    }

    private func removeTemporary() {
        guard let temporary else { return }
        _ = try? withPath(temporary) { pointer throws(FileTreeError) in unlink(pointer) }
        PendingFiles.remove(temporary)
    }

    private func flush() {
        guard failure == nil else { return buffer.removeAll(keepingCapacity: true) }
        var start = 0
        while start < buffer.count {
            do throws(FileTreeError) {
                start += try valueOrErrno("write", path) {
                    buffer.withUnsafeBytes {
                        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, $0.count - start)
                    }
                }
            } catch {
                failure = error
                break
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
