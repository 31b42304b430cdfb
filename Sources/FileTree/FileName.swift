internal import Glibc
public import Primitives

/// A name in a folder with the NUL that ends it for the system, in memory that serves one name after another.
public struct FileName: Sendable {
    /// The name and the NUL behind it.
    private(set) var bytes: [UInt8]

    public init(_ name: ByteString = ByteString()) {
        bytes = name.bytes + [0]
    }

    /// Puts what `write` leaves in the emptied memory in the place of the name.
    public mutating func update(_ write: (inout [UInt8]) -> Void) {
        write(&bytes)
        bytes.append(0)
    }

    /// The name.
    var text: ByteString { ByteString(bytes.dropLast()) }

    /// Whether it names the folder itself or its parent.
    var isSpecial: Bool { bytes == [0x2E, 0] || bytes == [0x2E, 0x2E, 0] }

    /// Whether the NUL at its end is its only one, so that the system reads all of it.
    var holdsNoNUL: Bool { index(of: 0) == bytes.count - 1 }

    /// Whether it is a path and not a name.
    var holdsSlash: Bool { index(of: ByteString.slash) != nil }

    /// Asked for every file: the C library looks at many bytes at once.
    private func index(of byte: UInt8) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress, let found = memchr(start, Int32(byte), buffer.count) else {
                return nil
            }
            return UnsafeRawPointer(found) - start
        }
    }
}
