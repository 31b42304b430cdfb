import Testing
import TrailSealPrimitives

/// The loops take eight bytes at a time, so texts of all lengths around that are compared with the plain answer.
@Suite("Bytes in place") struct ByteSpanTests {
    /// Texts of a few letters, so that most are alike in part.
    private static let texts: [[UInt8]] = {
        var random = SystemRandomNumberGenerator()
        return (0..<400).map { index in (0..<(index % 29)).map { _ in UInt8.random(in: 97...98, using: &random) } }
    }()

    @Test("what two texts share at their ends") func common() {
        for (own, other) in zip(Self.texts, Self.texts.shuffled()) {
            let head = zip(own, other).prefix { $0 == $1 }.count
            #expect(own.span.commonPrefix(with: other.span) == head)
            let limit = min(own.count, other.count) - head
            let tail = min(limit, zip(own.reversed(), other.reversed()).prefix { $0 == $1 }.count)
            #expect(own.span.commonSuffix(with: other.span, limit: limit) == tail)
            // A long text and itself with one byte changed.
            guard let place = own.indices.randomElement() else { continue }
            var changed = own + own
            changed[place] = 0xFF
            #expect((own + own).span.commonPrefix(with: changed.span) == place)
            #expect(
                (own + own).span.commonSuffix(with: changed.span, limit: changed.count) == changed.count - place - 1)
        }
    }

    @Test("order by bytes") func order() {
        for (own, other) in zip(Self.texts, Self.texts.shuffled()) {
            #expect(own.span.precedes(other.span) == own.lexicographicallyPrecedes(other))
            let high = own.map { $0 == 97 ? 0xFF : $0 }
            #expect(high.span.precedes(other.span) == high.lexicographicallyPrecedes(other))
        }
    }

    @Test("the first and the last of a byte") func search() {
        for text in Self.texts {
            for byte in [UInt8](96...99) {
                for end in 0...text.count {
                    #expect(text.span.lastIndex(of: byte, before: end) == text[..<end].lastIndex(of: byte))
                    #expect(text.span.firstIndex(of: byte, from: end) == text[end...].firstIndex(of: byte))
                }
            }
        }
        // Neighbours of the byte, whose bits could be mistaken for it.
        let neighbours: [UInt8] = [0x5E, 0x60, 0xDF, 0x5F, 0x60, 0x5E, 0x60, 0x5E, 0x60, 0x5E, 0xDF, 0x60]
        #expect(
            neighbours.span.lastIndex(of: 0x5F, before: 12) == 3
                && neighbours.span.lastIndex(of: 0x5F, before: 3) == nil)
        #expect("abc".utf8.withContiguousStorageIfAvailable { $0.span.firstIndex(of: 97, from: -1) } == .some(nil))
    }

    @Test("a literal in a text") func literal() {
        let text = Array("CloudTrail_x.json.gz".utf8)
        #expect(
            text.span.holds("CloudTrail", at: 0) && text.span.holds("x.json", at: 11) && text.span.holds("", at: 20))
        #expect(
            !text.span.holds("CloudTrail", at: 1) && !text.span.holds("gz", at: 19) && !text.span.holds("gz", at: -1))
        #expect(text.span.ends(with: ".json.gz") && !text.span.ends(with: ".json"))
        #expect(!Array("gz".utf8).span.ends(with: ".json.gz") && [UInt8]().span.ends(with: ""))
    }

    @Test("three texts joined") func joined() {
        for texts in zip(zip(Self.texts, Self.texts.shuffled()), Self.texts.shuffled()) {
            let ((first, second), third) = texts
            #expect([UInt8](first.span, second.span, third.span) == first + second + third)
        }
        #expect([UInt8]([UInt8]().span, [UInt8]().span, [UInt8]().span) == [])
    }
}
