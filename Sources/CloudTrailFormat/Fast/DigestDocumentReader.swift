internal import Primitives

/// Reads the documents of digest files one after the other. All who do read the same in the same bytes.
public protocol DigestDocumentReader {
    /// The document in `bytes`. What names its chain is shared if it is `chain`. Throws what is wrong with the bytes.
    mutating func document(_ bytes: [UInt8], chain: ChainID?) throws(DigestFormatError) -> DigestDocument
}

/// Decodes each document in full.
public struct DecodingReader: DigestDocumentReader {
    public init() {}

    public func document(_ bytes: [UInt8], chain: ChainID?) throws(DigestFormatError) -> DigestDocument {
        try DigestDocumentDecoder.decode(bytes, chain: chain)
    }
}
