internal import CTrailSealFileTree
internal import Glibc
public import TrailSealPrimitives

/// A regular file open for reading. Closed when it is destroyed.
public struct OpenFile: ~Copyable {
    /// Longest value of an extended attribute that is read, in bytes. An 8,192-bit signature in hexadecimal needs
    /// half of that.
    public static let attributeSizeLimit = 4_096

    private let descriptor: Int32
    private let folder: ByteString
    private let name: FileName
    /// The path by which the file was opened, for messages.
    public var path: ByteString { folder.appending(component: name.text) }
    /// The status when the file was opened.
    public let status: FileStatus

    /// Takes a descriptor and closes it on failure. Throws EINVAL if it isn't a regular file.
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

    /// Opens a regular file that the user named. The path may contain links. Throws EINVAL if it isn't a regular
    /// file.
    public init(userPath path: ByteString) throws(FileTreeError) {
        let descriptor = try withPath(path) { pointer throws(FileTreeError) in
            try valueOrErrno("open", path) {
                withoutAccessTime { open(pointer, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | $0) }
            }
        }
        try self.init(takingOwnershipOf: descriptor, folder: ByteString(), name: FileName(path))
    }

    deinit { close(descriptor) }

    /// Reads up to `buffer.count` bytes. Returns 0 at the end. Calls `read`.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileTreeError) -> Int {
        try valueOrErrno("read", path) { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// Returns the whole content, or nil if it is larger than `limit` bytes.
    public func contents(limit: Int) throws(FileTreeError) -> [UInt8]? {
        guard status.size <= UInt64(limit) else { return nil }
        let size = Int(status.size)
        var failure: FileTreeError?
        // Room for one byte more shows whether the file has grown, without another read.
        var content = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
            do throws(FileTreeError) {
                repeat {
                    let rest = UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[count...]))
                    let read = try read(into: rest)
                    if read == 0 { return }
                    count += read
                } while count < size
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        guard content.count > size else { return content }
        let isWhole = try forEachChunk { chunk in
            content.append(contentsOf: chunk)
            return content.count <= limit
        }
        return isWhole && content.count <= limit ? content : nil
    }

    /// Reads the file in chunks of at most 64 KiB until `body` returns false. Returns whether the end was reached.
    /// Starts at the current read position.
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

    /// Returns the value of an extended attribute. Returns nil if there is none, if it exceeds `attributeSizeLimit`,
    /// or if the file system doesn't support attributes. Calls `fgetxattr`, once if `isExpected` is right.
    public func attribute(_ name: StaticString, isExpected: Bool = false) -> [UInt8]? {
        guard name.hasPointerRepresentation else { return nil }
        // A static string ends with a NUL.
        let name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        // Few files have one. Without a buffer, the system doesn't have to allocate one either.
        guard isExpected || fgetxattr(descriptor, name, nil, 0) >= 0 else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.attributeSizeLimit) { value in
            let count = fgetxattr(descriptor, name, value.baseAddress, value.count)
            return count < 0 ? nil : Array(value.prefix(count))
        }
    }
}
