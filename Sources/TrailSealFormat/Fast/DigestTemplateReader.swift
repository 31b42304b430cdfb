internal import TrailSealPrimitives

/// Reads digest documents by comparison with earlier ones (`DigestTemplate`). Decodes a document in full only if no
/// template matches it.
public struct DigestTemplateReader: DigestDocumentReader {
    /// The most templates that are kept. More than one helps if documents of several chains or layouts alternate.
    private static let limit = 4

    /// The template that matched or was made last is first. The others are in no particular order.
    private var templates: [DigestTemplate] = []
    /// The last document that was decoded in full. The next one that is shares its equal strings, to save memory.
    private var neighbour: DigestDocument?

    /// Creates a reader without templates.
    public init() {}

    /// Returns the document that `bytes` hold. `chain` is the chain that the file's name shows. The document keeps it if
    /// it belongs to that chain, to save memory. Throws if `bytes` aren't a digest document.
    public mutating func document(
        _ bytes: [UInt8], chain: @autoclosure () -> ChainID?
    ) throws(DigestFormatError) -> DigestDocument {
        for index in templates.indices {
            guard let document = templates[index].document(bytes) else { continue }
            if index > 0 { templates.swapAt(0, index) }
            return document
        }
        let (document, template) = try DigestDocumentDecoder.learn(bytes, like: neighbour, chain: chain())
        neighbour = document
        if let template {
            if templates.count == Self.limit { templates.removeLast() }
            templates.insert(template, at: 0)
        }
        return document
    }
}
