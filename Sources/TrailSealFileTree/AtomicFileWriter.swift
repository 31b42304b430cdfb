internal import Glibc
public import TrailSealPrimitives

/// Writes a file under a temporary name in the same folder and renames it when it is complete.
///
/// Readers see the old file or the new one, never part of one. If the writer is dropped without `commit`, the
/// temporary file is removed. If the path is a device or a pipe (such as `/dev/fd/63` from a shell), the bytes are
/// written to it directly, because replacing it would destroy it. If the path is a link, its target is replaced and
/// the link stays.
public final class AtomicFileWriter {
    /// Size of the buffer in bytes.
    private static let bufferSize = 1 << 16

    private let path: ByteString
    /// Nil if the bytes are written to the path directly.
    private let temporary: ByteString?
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private var failure: FileTreeError?
    /// Whether the temporary file still exists.
    private var isPending = false

    /// Creates the temporary file.
    ///
    /// `uniqueSuffix` keeps two writers of one path apart; pass a process id or a random number. The new file gets
    /// the permissions of the file it replaces. If there is none, it gets 0644 less the umask, or exactly 0644 if
    /// `isWorldReadable`.
    ///
    /// With `replacesLeftover`, an existing temporary file of the same name is removed first. Use it with a fixed
    /// suffix, to clean up after a killed process, and only while holding a lock.
    ///
    /// Throws if the path is a folder (EISDIR) or the file can't be created.
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
            // Opening a pipe without a reader must fail, not block. Later writes may block again.
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

    /// Returns the path with all links resolved, or the path itself if that fails.
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

    /// Whether the bytes go directly to a device or a pipe, so that nothing is replaced.
    public var isInPlace: Bool { temporary == nil }

    deinit { abandon() }

    /// Appends bytes. `commit` throws the first error.
    public func write(_ bytes: some Collection<UInt8>) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferSize { flush() }
    }

    /// Writes out all bytes, syncs and closes the file. Nothing more can be written, and the writer holds no
    /// descriptor until `commit`.
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

    /// Seals the file, renames it to the path, and syncs the folder. Throws the first error of any write. The
    /// file at the path is then unchanged, unless `isInPlace`.
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

    /// Closes and removes the temporary file. The path is unchanged.
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
