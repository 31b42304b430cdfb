internal import CTrailSealFileTree
internal import Glibc
public import TrailSealPrimitives

/// An open folder. Everything below it is opened through its descriptor, so nothing outside it can be reached.
public final class Directory: Sendable {
    /// A name in a folder and what it names.
    public struct Entry: Sendable {
        /// The name, without a NUL.
        public let name: [UInt8]
        /// The kind of file. A link is a link, whatever it points to.
        public let kind: FileKind
    }

    /// Owned. Closed in `deinit`.
    private let descriptor: Int32
    /// The path by which the folder was opened, for messages.
    public let path: ByteString

    private init(takingOwnershipOf descriptor: Int32, path: ByteString) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Opens a folder that the user named. The path may contain links. Calls `open`.
    public convenience init(root path: ByteString) throws(FileTreeError) {
        let descriptor = try withPath(path) { pointer throws(FileTreeError) in
            try valueOrErrno("open", path) {
                withoutAccessTime { open(pointer, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | $0) }
            }
        }
        self.init(takingOwnershipOf: descriptor, path: path)
    }

    /// Opens a folder below this one by its relative path. No component may be a link or `..`.
    ///
    /// Calls `openat2` with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS. If the kernel lacks it or a sandbox forbids it,
    /// opens one component after another with `openat` and O_NOFOLLOW.
    public func directory(_ relative: ByteString) throws(FileTreeError) -> Directory {
        let opened = relative.isEmpty ? try duplicate() : try descriptor(below: relative)
        return Directory(takingOwnershipOf: opened, path: path.appending(component: relative))
    }

    /// Returns a new descriptor with its own read position. The caller owns it.
    private func descriptor(below relative: ByteString) throws(FileTreeError) -> Int32 {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
        do throws(FileTreeError) {
            return try withPath(relative) { pointer throws(FileTreeError) in
                try valueOrErrno("openat2", path.appending(component: relative)) {
                    withoutAccessTime { trailseal_openat_beneath(descriptor, pointer, flags | $0) }
                }
            }
        } catch  where error.errno == ENOSYS || error.errno == EPERM || error.errno == E2BIG {
            return try descriptorByComponents(relative, flags: flags)
        }
    }

    private func descriptorByComponents(_ relative: ByteString, flags: Int32) throws(FileTreeError) -> Int32 {
        var current = try Directory(takingOwnershipOf: duplicate(), path: path)
        for component in relative.components {
            let name = ByteString(component)
            guard !name.isEmpty, name != "..", name != "." else {
                throw FileTreeError(call: "openat", path: path.appending(component: relative), errno: ENOENT)
            }
            let full = current.path.appending(component: name)
            let opened = try withPath(name) { [current] pointer throws(FileTreeError) in
                try valueOrErrno("openat", full) {
                    withoutAccessTime { openat(current.descriptor, pointer, flags | $0) }
                }
            }
            current = Directory(takingOwnershipOf: opened, path: full)
        }
        return try current.duplicate()
    }

    private func duplicate() throws(FileTreeError) -> Int32 {
        try valueOrErrno("fcntl", path) { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
    }

    /// Returns the entries without `.` and `..`, in the file system's order. Links are listed, not followed.
    public func entries() throws(FileTreeError) -> [Entry] {
        var entries: [Entry] = []
        try forEachEntry { name, kind in
            entries.append(Entry(name: name.withUnsafeBufferPointer { Array($0) }, kind: kind))
        }
        return entries
    }

    /// Calls `body` for each entry of the folder at `relative`, without `.` and `..`, in the file system's order.
    /// Links are listed, not followed. If this throws, discard the entries seen so far.
    public func forEachEntry(
        in relative: ByteString = ByteString(), _ body: (Span<UInt8>, FileKind) -> Void
    ) throws(FileTreeError) {
        let full = path.appending(component: relative)
        // Opens its own descriptor, because duplicates share the read position.
        let own =
            relative.isEmpty
            ? try valueOrErrno("openat", full) {
                withoutAccessTime { openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | $0) }
            } : try descriptor(below: relative)
        guard let stream = fdopendir(own) else {
            let error = errno
            close(own)
            throw FileTreeError(call: "fdopendir", path: full, errno: error)
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                let error = errno
                if error == EINTR { continue }
                if error != 0 { throw FileTreeError(call: "readdir", path: full, errno: error) }
                return
            }
            guard let pointer = trailseal_entry_name(entry) else { continue }
            let name = UnsafeBufferPointer(
                start: UnsafeRawPointer(pointer).assumingMemoryBound(to: UInt8.self), count: strlen(pointer))
            if name.first == 0x2E, name.count == 1 || (name.count == 2 && name[1] == 0x2E) { continue }
            if let kind = FileKind(directoryEntryType: entry.pointee.d_type) {
                body(name.span, kind)
            } else {
                // Some file systems don't return the type with the name.
                var buffer = stat()
                let isKnown = fstatat(dirfd(stream), pointer, &buffer, AT_SYMLINK_NOFOLLOW) == 0
                body(name.span, isKnown ? FileStatus(buffer).kind : .unknown)
            }
        }
    }

    /// Returns the status of `name`. A link isn't followed. Calls `fstatat`.
    public func status(of name: ByteString) throws(FileTreeError) -> FileStatus {
        var buffer = stat()
        let full = path.appending(component: name)
        _ = try withPath(name) { pointer throws(FileTreeError) in
            try valueOrErrno("fstatat", full) { fstatat(descriptor, pointer, &buffer, AT_SYMLINK_NOFOLLOW) }
        }
        return FileStatus(buffer)
    }

    /// Returns the status of the folder itself. Calls `fstat`.
    public func status() throws(FileTreeError) -> FileStatus {
        var buffer = stat()
        _ = try valueOrErrno("fstat", path) { fstat(descriptor, &buffer) }
        return FileStatus(buffer)
    }

    /// Opens the regular file `name` in this folder for reading. Throws for a link, FIFO, device or folder without
    /// blocking. Calls `openat`.
    public func file(_ name: ByteString) throws(FileTreeError) -> OpenFile {
        try file(FileName(name))
    }

    /// Opens the regular file `name`, like `file(_:)` above, without copying the name.
    public func file(_ name: FileName) throws(FileTreeError) -> OpenFile {
        guard !name.isSpecial, !name.holdsSlash else {
            throw FileTreeError(call: "openat", path: path.appending(component: name.text), errno: ENOENT)
        }
        guard name.holdsNoNUL else {
            throw FileTreeError(call: "open", path: name.text, errno: EINVAL)
        }
        let bytes = name.bytes
        let opened = try valueOrErrno("openat", path.appending(component: name.text)) {
            bytes.withUnsafeBytes { buffer -> Int32 in
                guard let start = buffer.assumingMemoryBound(to: CChar.self).baseAddress else {
                    errno = EINVAL
                    return -1
                }
                return withoutAccessTime {
                    openat(descriptor, start, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | $0)
                }
            }
        }
        return try OpenFile(takingOwnershipOf: opened, folder: path, name: name)
    }
}

extension Directory {
    /// Makes names written in this folder durable. Calls `fsync`. Ignores errors, because some file systems can't
    /// sync a folder.
    func synchronize() {
        _ = try? valueOrErrno("fsync", path) { fsync(descriptor) }
    }
}

extension Directory {
    /// Resolves all links in a path below this folder. Returns nil if that fails, for example if the target doesn't
    /// exist. Opens nothing. Calls `realpath`.
    public func realPath(of relative: ByteString) -> ByteString? {
        let full = path.appending(component: relative)
        let found = try? withPath(full) { pointer throws(FileTreeError) -> ByteString? in
            guard let resolved = realpath(pointer, nil) else { return nil }
            defer { free(resolved) }
            return ByteString(Array(UnsafeRawBufferPointer(start: resolved, count: strlen(resolved))))
        }
        return found ?? nil
    }
}
