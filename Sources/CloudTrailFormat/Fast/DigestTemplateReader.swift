internal import Primitives

/// Reads documents by comparison with those before them, and decodes those that resemble none.
public struct DigestTemplateReader: DigestDocumentReader {
    /// Most templates that are kept: the chains and layouts among which neighbours change.
    private static let limit = 4

    /// The one used last first.
    private var templates: [DigestTemplate] = []
    /// The one decoded last: what is the same is shared.
    private var neighbour: DigestDocument?

    public init() {}

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
