internal import Glibc
internal import TrailSealFileTree
internal import TrailSealFormat
internal import TrailSealGzip
internal import TrailSealLibCrypto
internal import TrailSealPrimitives

/// A file of the archive, held open while it is verified. It stays the same file if its name is given to another.
final class SourceFile {
    /// What a file holds.
    struct Content {
        /// The SHA-256 of the inflated content.
        let hash: SHA256Digest
        /// Whether it is stored as one gzip member whose header holds no name, comment or other text. Nothing proves
        /// those.
        let isPlainGzip: Bool
    }

    private static let bufferSize = 256 * 1_024
    /// O_NOATIME, which glibc's header shows only to programs that ask for GNU extensions. The same number on all
    /// processors that Swift supports.
    private static let noAccessTime: Int32 = 0o1_000_000

    /// Owned. Closed in `deinit`.
    private let descriptor: Int32

    /// Opens a file. Returns nil if that isn't possible, or if it isn't a regular file.
    init?(_ path: ByteString) {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        var opened = OutputFolder.withCString(path) { open($0, flags | Self.noAccessTime) }
        // Only the owner may keep the access time.
        if opened < 0, errno == EPERM { opened = OutputFolder.withCString(path) { open($0, flags) } }
        guard opened >= 0 else { return nil }
        descriptor = opened
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    }

    deinit { close(descriptor) }

    /// Reads the whole file and passes its inflated content to `sink`. Returns nil if the file can't be read, is
    /// damaged, or holds more than one gzip member.
    func read(_ sink: (UnsafeRawBufferPointer) -> Void = { _ in }) -> Content? {
        guard let hasher = try? SHA256Hasher(), let inflater = try? GzipInflater(),
            lseek(descriptor, 0, SEEK_SET) == 0
        else { return nil }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.bufferSize, alignment: 64)
        defer { buffer.deallocate() }
        var (isGzip, isPlain, isFirst, isHashed) = (false, false, true, true)
        func take(_ content: UnsafeRawBufferPointer) {
            if (try? hasher.update(content)) == nil { isHashed = false }
            sink(content)
        }
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            let piece = UnsafeRawBufferPointer(rebasing: buffer.prefix(count))
            if isFirst {
                isGzip = piece.starts(with: [0x1F, 0x8B])
                // The flags of RFC 1952, section 2.3.
                isPlain = isGzip && count > 3 && piece[3] == 0
                isFirst = false
            }
            if isGzip {
                let fed: Void? = try? inflater.feed(piece, isLast: false, limit: ContentLimit.log, sink: take)
                guard fed != nil, inflater.trailingByteCount == 0 else { return nil }
            } else {
                take(piece)
            }
        }
        guard isHashed, !isGzip || inflater.isAtEnd, let hash = try? hasher.finish() else { return nil }
        return Content(hash: hash, isPlainGzip: isPlain)
    }

    /// Gives the file another name, `path`, and makes missing folders. Returns whether that was possible: the file
    /// system, its mount, its limits and the rights of the user may all forbid it.
    ///
    /// The link goes through the descriptor (`open(2)`, O_TMPFILE), so it can't reach another file than the one that was
    /// read.
    func link(to path: ByteString) -> Bool {
        let linked: Void? = try? OutputFolder.making(path.splitAtLastSlash.folder) { () throws(FileTreeError) in
            let status = OutputFolder.withCString(path) {
                linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, $0, AT_SYMLINK_FOLLOW)
            }
            guard status == 0 else { throw FileTreeError(call: "linkat", path: path, errno: errno) }
        }
        return linked != nil
    }
}
