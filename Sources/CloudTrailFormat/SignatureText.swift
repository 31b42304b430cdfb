internal import Primitives

/// The text of a signature as a digest holds it, packed: what it spells if it is lower-case hexadecimal, as CloudTrail writes
/// it. That of a key of 2,048 bits needs no memory of its own.
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

    static func == (left: SignatureText, right: SignatureText) -> Bool {
        switch (left, right) {
        case (.usual(let own), .usual(let other)): own.indices.allSatisfy { own[$0] == other[$0] }
        case (.hex(let own), .hex(let other)), (.other(let own), .other(let other)): own == other
        default: false
        }
    }
}
