internal import Primitives

/// Reads documents with templates of earlier ones, and decodes those that match no template.
public struct DigestTemplateReader: DigestDocumentReader {
    /// How many templates are kept, for chains and layouts that alternate.
    private static let limit = 4

    /// The one used last comes first.
    private var templates: [DigestTemplate] = []
    /// The document decoded last, to share equal strings with.
    private var neighbour: DigestDocument?

    /// Creates a reader without templates.
    public init() {}

    /// Decodes `bytes`. Throws what is wrong with them.
    public mutating func document(_ bytes: [UInt8], chain: ChainID?) throws(DigestFormatError) -> DigestDocument {
        for index in templates.indices {
            guard let document = templates[index].document(bytes) else { continue }
            if index > 0 { templates.swapAt(0, index) }
            return document
        }
        let (document, template) = try DigestDocumentDecoder.learn(bytes, like: neighbour, chain: chain)
        neighbour = document
        if let template {
            if templates.count == Self.limit { templates.removeLast() }
            templates.insert(template, at: 0)
        }
        return document
    }
}
