internal import Glibc
internal import TrailSealPrimitives

/// The standard input of this process.
public enum StandardInput {
    /// Reads standard input to its end. Returns nil if it is larger than `limit` bytes. Calls `read`.
    public static func contents(limit: Int) throws(FileTreeError) -> [UInt8]? {
        let path: ByteString = "-"
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try valueOrErrno("read", path) {
                chunk.withUnsafeMutableBytes { Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count) }
            }
            if count == 0 { return content }
            guard content.count + count <= limit else { return nil }
            content.append(contentsOf: chunk.prefix(count))
        }
    }
}
