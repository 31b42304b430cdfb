import VirtualTrail

/// Gzip members written bit by bit, with codes that no compressor would write.
struct DeflateSketch {
    /// Lengths of a complete code: `A`, the end of the block, and a length of 3.
    static let literals: [UInt8] = {
        var lengths = [UInt8](repeating: 0, count: 258)
        (lengths[65], lengths[256], lengths[257]) = (1, 2, 2)
        return lengths
    }()

    private var bytes: [UInt8]
    private var bitCount = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Numbers are written with their lowest bit first.
    private mutating func number(_ value: Int, _ count: Int) {
        for bit in 0..<count { self.bit(value >> bit & 1) }
    }

    /// Codes are written with their highest bit first.
    private mutating func code(_ value: Int, _ count: Int) {
        for bit in (0..<count).reversed() { self.bit(value >> bit & 1) }
    }

    private mutating func bit(_ value: Int) {
        if bitCount % 8 == 0 { bytes.append(0) }
        bytes[bytes.count - 1] |= UInt8(value << (bitCount % 8))
        bitCount += 1
    }

    private static func header(_ flags: UInt8 = 0) -> [UInt8] { [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 3] }

    /// CRC-32 and length.
    private static func trailer(_ content: [UInt8]) -> [UInt8] { GzipWriter.member(content).suffix(8) }

    /// The precode: 16 symbols of 4 bits each.
    private static let precode = Array(0...12) + [16, 17, 18]

    /// One block: `A`, then three more by a match at distance 1; or nothing. `content` only makes the trailer.
    static func member(
        _ content: [UInt8], literals: [UInt8] = literals, distances: [UInt8] = [1, 1], distanceBit: Int = 0,
        repeatsBeyond: Bool = false, flags: UInt8 = 0, header more: [UInt8] = []
    ) -> [UInt8] {
        var sketch = DeflateSketch(header(flags) + more)
        sketch.number(1, 1)
        sketch.number(2, 2)
        sketch.number(literals.count - 257, 5)
        sketch.number(distances.count - 1 + (repeatsBeyond ? 1 : 0), 5)
        sketch.number(19 - 4, 4)
        for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] {
            sketch.number(precode.contains(symbol) ? 4 : 0, 3)
        }
        for length in literals + distances { sketch.code(Int(length), 4) }
        if repeatsBeyond {
            // Eleven zeros where one length is left.
            sketch.code(15, 4)
            sketch.number(0, 7)
        }
        if !content.isEmpty {
            sketch.code(0, 1)
            sketch.code(3, 2)
            sketch.code(distanceBit, 1)
        }
        sketch.code(2, 2)
        return sketch.bytes + trailer(content)
    }

    /// `A` and, in the fixed code, symbol 286, which some decoders read as a length of 258.
    static func fixedMember() -> [UInt8] {
        var sketch = DeflateSketch(header())
        sketch.number(1, 1)
        sketch.number(1, 2)
        sketch.code(0b0111_0001, 8)
        sketch.code(0b1100_0110, 8)
        sketch.code(0, 5)
        sketch.code(0, 7)
        return sketch.bytes + trailer([UInt8](repeating: 65, count: 259))
    }
}
