internal import Glibc
public import TrailSealPrimitives

/// Resolves links in a path that the user gave.
public enum RealPath {
    /// Returns the path with links resolved, or unchanged if it doesn't exist. The corresponding C function is
    /// `realpath`.
    public static func of(_ path: ByteString) -> ByteString {
        guard
            let resolved = (path.bytes + [0]).withUnsafeBufferPointer({ buffer in
                buffer.withMemoryRebound(to: CChar.self) { realpath($0.baseAddress, nil) }
            })
        else { return path }
        defer { free(resolved) }
        return ByteString(
            Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved)).map { UInt8(bitPattern: $0) }))
    }
}
