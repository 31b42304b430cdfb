internal import CFileTree
internal import Glibc
public import Primitives

/// A regular file open for reading.
public struct OpenFile: ~Copyable {
    /// Longest value of an extended attribute that is read, in bytes: twice an 8,192-bit signature in hexadecimal.
    public static let attributeSizeLimit = 4_096

    private let descriptor: Int32
    private let folder: ByteString
    private let name: FileName
    /// The path by which it was reached, for messages.
    public var path: ByteString { folder.appending(component: name.text) }
    /// As it was when the file was opened.
    public let status: FileStatus

    /// Refuses what is no regular file with EINVAL.
    init(takingOwnershipOf descriptor: Int32, folder: ByteString, name: FileName) throws(FileTreeError) {
        var buffer = stat()
        guard fstat(descriptor, &buffer) == 0 else {
            let error = errno
            close(descriptor)
            throw FileTreeError(call: "fstat", path: folder.appending(component: name.text), errno: error)
        }
        let status = FileStatus(buffer)
        guard status.kind == .regular else {
            close(descriptor)
            throw FileTreeError(call: "openat", path: folder.appending(component: name.text), errno: EINVAL)
        }
        self.descriptor = descriptor
        self.folder = folder
        self.name = name
        self.status = status
    }

    /// Opens a regular file that the user named; its path may hold links.
    public init(userPath path: ByteString) throws(FileTreeError) {
        let descriptor = try withPath(path) { pointer throws(FileTreeError) in
            try valueOrErrno("open", path) {
                withoutAccessTime { open(pointer, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | $0) }
            }
        }
        try self.init(takingOwnershipOf: descriptor, folder: ByteString(), name: FileName(path))
    }

    deinit { close(descriptor) }

    /// Reads up to the size of `buffer`; 0 at the end. The corresponding C function is `read`.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileTreeError) -> Int {
        try valueOrErrno("read", path) { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// The whole content, or nil where it is larger than `limit` bytes.
    public func contents(limit: Int) throws(FileTreeError) -> [UInt8]? {
        guard status.size <= UInt64(limit) else { return nil }
        var content: [UInt8] = []
        content.reserveCapacity(Int(status.size))
        let isWhole = try forEachChunk { chunk in
            content.append(contentsOf: chunk)
            return content.count <= limit
        }
        return isWhole ? content : nil
    }

    /// Reads the content from the beginning, and calls `body` with each piece of it until that says false. Returns whether
    /// the end was reached.
    public func forEachChunk(_ body: (ArraySlice<UInt8>) -> Bool) throws(FileTreeError) -> Bool {
        var chunk = [UInt8](repeating: 0, count: min(max(Int(clamping: status.size), 1), 1 << 16))
        while true {
            var failure: FileTreeError?
            let count = chunk.withUnsafeMutableBytes { buffer in
                do throws(FileTreeError) { return try read(into: buffer) } catch {
                    failure = error
                    return 0
                }
            }
            if let failure { throw failure }
            if count == 0 { return true }
            guard body(chunk.prefix(count)) else { return false }
        }
    }

    /// The value of an extended attribute, or nil where there is none, it is too long, or the file system has none.
    /// The corresponding C function is `fgetxattr`.
    public func attribute(_ name: StaticString) -> [UInt8]? {
        guard name.hasPointerRepresentation else { return nil }
        // A literal ends with a NUL.
        let name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        // Hardly any file has one. Asked without a buffer, the system need not make one of its own.
        guard fgetxattr(descriptor, name, nil, 0) >= 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.attributeSizeLimit) { value in
            let count = fgetxattr(descriptor, name, value.baseAddress, value.count)
            return count < 0 ? nil : Array(value.prefix(count))
        }
    }
}
