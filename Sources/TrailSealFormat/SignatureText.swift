internal import TrailSealPrimitives

/// A signature as written in a digest, packed. Lower-case hexadecimal, which CloudTrail writes, is stored as bytes. A
/// signature of a 2,048-bit key needs no allocation.
enum SignatureText: Equatable, Sendable {
    case usual(StrictHex.Words)
    case hex([UInt8])
    case other([UInt8])

    init(_ text: Span<UInt8>) {
        if let words = StrictHex.words(text) {
            self = .usual(words)
        } else if !StrictHex.holdsCapital(text), let bytes = StrictHex.decode(text) {
            self = .hex(bytes)
        } else {
            self = .other(ByteString(text).bytes)
        }
    }

    var text: ByteString {
        switch self {
        case .usual(let words): ByteString(StrictHex.encodedBytes(StrictHex.bytes(words)))
        case .hex(let bytes): ByteString(StrictHex.encodedBytes(bytes))
        case .other(let bytes): ByteString(bytes)
        }
    }

    /// Whether the text encodes these bytes. True is certain; false isn't, because only texts of the usual form are compared.
    func encodes(_ bytes: [UInt8]) -> Bool {
        guard case .usual(let words) = self, bytes.count == 8 * words.count else { return false }
        let text = bytes.span
        return words.indices.allSatisfy { words[$0] == text.word(at: 8 * $0) }
    }

    /// The bytes that the text encodes in hexadecimal. Nil if it isn't hexadecimal.
    var bytes: [UInt8]? {
        switch self {
        case .usual(let words): StrictHex.bytes(words)
        case .hex(let bytes): bytes
        case .other(let text): StrictHex.decode(text)
        }
    }

    static func == (left: SignatureText, right: SignatureText) -> Bool {
        switch (left, right) {
        case (.usual(let own), .usual(let other)): own.indices.allSatisfy { own[$0] == other[$0] }
        case (.hex(let own), .hex(let other)), (.other(let own), .other(let other)): own == other
        default: false
        }
    }
}
