internal import Glibc
public import TrailSealPrimitives

/// A file name with its terminating NUL, in a buffer that can be reused for one name after another.
public struct FileName: Sendable {
    /// The name and its terminating NUL.
    private(set) var bytes: [UInt8]

    /// Creates a name.
    public init(_ name: ByteString = ByteString()) {
        bytes = name.bytes + [0]
    }

    /// Replaces the name with the bytes that `write` leaves in the buffer. `write` gets the old content, including
    /// its NUL, and must replace it.
    public mutating func update(_ write: (inout [UInt8]) -> Void) {
        write(&bytes)
        bytes.append(0)
    }

    /// The name without the NUL.
    var text: ByteString { ByteString(bytes.dropLast()) }

    /// Whether it is `.` or `..`.
    var isSpecial: Bool { bytes == [0x2E, 0] || bytes == [0x2E, 0x2E, 0] }

    /// Whether the only NUL is the terminating one, so the system reads the whole name.
    var holdsNoNUL: Bool { index(of: 0) == bytes.count - 1 }

    /// Whether it has a slash and so is a path.
    var holdsSlash: Bool { index(of: ByteString.slash) != nil }

    /// Runs for each file. `memchr` compares many bytes at a time.
    private func index(of byte: UInt8) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress, let found = memchr(start, Int32(byte), buffer.count) else {
                return nil
            }
            return UnsafeRawPointer(found) - start
        }
    }
}
