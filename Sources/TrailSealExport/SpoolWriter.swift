internal import Glibc
internal import TrailSealFileTree
internal import TrailSealPrimitives

/// A file that nobody sees before it is complete.
final class SpoolWriter {
    private enum Kind {
        /// Next to its destination, under a temporary name.
        case place(AtomicFileWriter, folder: ByteString)
        /// Without a name, to be copied to a stream.
        case unnamed(Int32)
    }

    private let kind: Kind
    private var failure: ExportFailure?

    private init(_ kind: Kind) { self.kind = kind }

    deinit {
        if case .unnamed(let descriptor) = kind { close(descriptor) }
    }

    /// In a container, each run may have the same process id as one that was killed.
    private static func suffix(_ number: Int) -> String {
        "\(getpid())-\(number)-\(UInt32.random(in: 0...UInt32.max))"
    }

    /// Creates a file at `path`, with missing folders.
    static func file(_ path: ByteString, number: Int) throws(ExportFailure) -> SpoolWriter {
        let folder = path.splitAtLastSlash.folder
        do throws(FileTreeError) {
            return try OutputFolder.making(folder) { () throws(FileTreeError) in
                SpoolWriter(.place(try AtomicFileWriter(path: path, uniqueSuffix: suffix(number)), folder: folder))
            }
        } catch {
            throw ExportFailure(description: "\(path): \(error.reason)")
        }
    }

    /// Creates an unnamed file in `folder`. It vanishes with the process, however that ends.
    static func spool(_ folder: ByteString, number: Int) throws(ExportFailure) -> SpoolWriter {
        let path = folder.appending(component: ByteString(".trailseal-\(getpid())-\(number)"))
        let descriptor = OutputFolder.withCString(path) { text in
            let opened = open(text, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
            if opened >= 0 { unlink(text) }
            return opened
        }
        guard descriptor >= 0 else {
            throw ExportFailure(description: "\(path): \(String(cString: strerror(errno)))")
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
                    failure = ExportFailure(
                        description: "the temporary file: \(String(cString: strerror(errno)))")
                } else {
                    rest = rest.dropFirst(count)
                }
            }
        }
    }

    /// Moves the file to its destination.
    func commit() throws(ExportFailure) {
        guard case .place(let writer, _) = kind else { return }
        do throws(FileTreeError) { try writer.commit() } catch {
            throw ExportFailure(description: "\(error)")
        }
    }

    /// Copies the content to a stream.
    func copy(to write: (UnsafeRawBufferPointer) -> Bool) throws(ExportFailure) {
        guard case .unnamed(let descriptor) = kind else { return }
        if let failure { throw failure }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw ExportFailure(description: "the temporary file: \(String(cString: strerror(errno)))")
        }
        while true {
            let count = read(descriptor, buffer.baseAddress, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ExportFailure(description: "the temporary file: \(String(cString: strerror(errno)))")
            }
            if count == 0 { return }
            guard write(UnsafeRawBufferPointer(rebasing: buffer.prefix(count))) else {
                throw ExportFailure(description: "standard output: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// Removes the file, and the folders above it that are now empty.
    func abandon() {
        guard case .place(let writer, let folder) = kind else { return }
        writer.abandon()
        OutputFolder.removeEmpty(folder)
    }
}
