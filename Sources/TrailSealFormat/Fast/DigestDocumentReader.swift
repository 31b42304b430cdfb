internal import TrailSealPrimitives

/// Reads the documents of digest files one after the other. All implementations read the same from the same bytes.
public protocol DigestDocumentReader {
    /// Decodes `bytes`. Uses `chain` if the digest belongs to it, to save memory. Throws what is wrong with the
    /// bytes.
    mutating func document(
        _ bytes: [UInt8], chain: @autoclosure () -> ChainID?
    ) throws(DigestFormatError) -> DigestDocument
}

/// Decodes each document in full.
public struct DecodingReader: DigestDocumentReader {
    /// Creates a reader.
    public init() {}

    /// Decodes `bytes`. Throws what is wrong with them.
    public func document(
        _ bytes: [UInt8], chain: @autoclosure () -> ChainID?
    ) throws(DigestFormatError) -> DigestDocument {
        try DigestDocumentDecoder.decode(bytes, chain: chain())
    }
}
