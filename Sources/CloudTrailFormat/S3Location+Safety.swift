import Primitives

extension S3Location {
    /// Most bytes of an S3 key (Amazon S3 User Guide, "Naming Amazon S3 objects"; LIMIT-3).
    public static let keyLengthLimit = 1_024

    /// Whether the key would leave the archive or names nothing that a file can be: it is never opened (LOG-6).
    public var isUnsafe: Bool {
        let bytes = key.bytes
        guard !bytes.isEmpty, bytes.count <= Self.keyLengthLimit else { return true }
        var length = 0
        var isDots = true
        for byte in bytes {
            if byte == 0 { return true }
            if byte == ByteString.slash {
                if isDots, length <= 2 { return true }
                (length, isDots) = (0, true)
            } else {
                length += 1
                isDots = isDots && byte == UInt8(ascii: ".")
            }
        }
        return isDots && length <= 2
    }
}
