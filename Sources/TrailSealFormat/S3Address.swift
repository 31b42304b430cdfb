public import TrailSealPrimitives

/// Parses an S3 address as tools write it: `s3://BUCKET/KEY`, `s3a://…`, `s3n://…` or an ARN.
public enum S3Address {
    private static let schemes = ["s3", "s3a", "s3n"].map { Array(($0 + "://").utf8) }
    private static let service = Array(":s3:::".utf8)

    /// Returns `BUCKET/KEY`, or as much of it as the address has. Nil if `text` isn't an address.
    public static func path(in text: ByteString) -> ByteString? {
        let bytes = text.bytes
        if let scheme = schemes.first(where: { begins(bytes, with: $0) }) {
            return ByteString(bytes.dropFirst(scheme.count))
        }
        guard begins(bytes, with: Array("arn:aws".utf8)), let mark = bytes.firstRange(of: service),
            !bytes[4..<mark.lowerBound].contains(UInt8(ascii: ":"))
        else { return nil }
        return ByteString(bytes[mark.upperBound...])
    }

    /// Compares ignoring case. `scheme` must be in lower case.
    private static func begins(_ bytes: [UInt8], with scheme: [UInt8]) -> Bool {
        bytes.prefix(scheme.count).elementsEqual(scheme) { (0x41...0x5A).contains($0) ? $0 | 0x20 == $1 : $0 == $1 }
    }
}
