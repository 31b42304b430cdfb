internal import FileTree
internal import Glibc
internal import Primitives

/// A file that nobody sees before it is whole.
final class SpoolWriter {
    private enum Kind {
        /// Beside its place, under a temporary name.
        case place(AtomicFileWriter, folder: ByteString)
        /// Without a name, to be copied to a stream.
        case unnamed(Int32)
    }

    private static let attemptLimit = 10

    private let kind: Kind
    private var failure: EventExporter.Failure?

    private init(_ kind: Kind) { self.kind = kind }

    deinit {
        if case .unnamed(let descriptor) = kind { close(descriptor) }
    }

    /// In a container each run may have the number of one that was killed.
    private static func suffix(_ number: Int) -> String {
        "\(getpid())-\(number)-\(UInt32.random(in: 0...UInt32.max))"
    }

    /// A file at `path`; missing folders are made.
    static func file(_ path: ByteString, number: Int) throws(EventExporter.Failure) -> SpoolWriter {
        let folder = path.splitAtLastSlash.folder
        var attempts = 0
        while true {
            makeFolders(folder)
            attempts += 1
            do throws(FileTreeError) {
                return SpoolWriter(
                    .place(try AtomicFileWriter(path: path, uniqueSuffix: Self.suffix(number)), folder: folder))
            } catch {
                // Another worker may just have removed the folder, because its log left it empty.
                if error.isAbsent, attempts < attemptLimit { continue }
                throw EventExporter.Failure(description: "\(path): \(error.reason)")
            }
        }
    }

    /// An unnamed file in `folder`: it is gone with the process, however that ends.
    static func spool(_ folder: ByteString, number: Int) throws(EventExporter.Failure) -> SpoolWriter {
        let path = folder.appending(component: ByteString(".trailseal-\(getpid())-\(number)"))
        let descriptor = withCString(path) { text in
            let opened = open(text, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if opened >= 0 { unlink(text) }
            return opened
        }
        guard descriptor >= 0 else {
            throw EventExporter.Failure(description: "\(path): \(String(cString: strerror(errno)))")
        }
        return SpoolWriter(.unnamed(descriptor))
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case .place(let writer, _): writer.write(bytes)
        case .unnamed(let descriptor):
            var rest = bytes[...]
            while !rest.isEmpty, failure == nil {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    failure = EventExporter.Failure(
                        description: "the temporary file: \(String(cString: strerror(errno)))")
                } else {
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Puts the file in its place.
    func commit() throws(EventExporter.Failure) {
        guard case .place(let writer, _) = kind else { return }
        do throws(FileTreeError) { try writer.commit() } catch {
            throw EventExporter.Failure(description: "\(error)")
        }
    }

    /// Copies the whole to a stream.
    func copy(to write: (UnsafeRawBufferPointer) -> Bool) throws(EventExporter.Failure) {
        guard case .unnamed(let descriptor) = kind else { return }
        if let failure { throw failure }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw EventExporter.Failure(description: "the temporary file: \(String(cString: strerror(errno)))")
        }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw EventExporter.Failure(description: "the temporary file: \(String(cString: strerror(errno)))")
            }
            if count == 0 { return }
            guard write(UnsafeRawBufferPointer(rebasing: buffer.prefix(count))) else {
                throw EventExporter.Failure(description: "standard output: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Leaves nothing behind, not even a folder that was made for it and is empty.
    func abandon() {
        guard case .place(let writer, var folder) = kind else { return }
        writer.abandon()
        while !folder.isEmpty, Self.withCString(folder, { rmdir($0) }) == 0 { folder = folder.splitAtLastSlash.folder }
    }

    private static func makeFolders(_ folder: ByteString) {
        var path: ByteString = folder.bytes.first == ByteString.slash ? "/" : ""
        for part in folder.components where !part.isEmpty {
            let isRoot = path == "/"
            path = isRoot ? path + ByteString(part) : path.appending(component: ByteString(part))
            _ = withCString(path) { mkdir($0, 0o755) }
        }
    }

    /// -1 where the path cannot be given to the system.
    private static func withCString(_ path: ByteString, _ body: (UnsafePointer<CChar>) -> Int32) -> Int32 {
        guard !path.bytes.contains(0) else { return -1 }
        return (path.bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map(body) ?? -1
        }
    }
}
