/// Gives the same numbers in every run (SplitMix64), so failures are reproducible.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    mutating func number(_ range: Range<Int>) -> Int { range.lowerBound + Int(next() % UInt64(range.count)) }

    /// One of `choices`, which must not be empty.
    mutating func choice<Element>(_ choices: [Element]) -> Element { choices[number(0..<choices.count)] }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }

    /// Characters of an alphabet.
    mutating func text(_ lengths: Range<Int>, of alphabet: [UInt8]) -> [UInt8] {
        (0..<number(lengths)).map { _ in choice(alphabet) }
    }
}

extension SeededGenerator {
    /// `value`, either unchanged or changed in up to three positions, which gives near misses. `inserted` holds pieces
    /// of the grammar.
    mutating func mutated(_ value: [UInt8], inserted: [[UInt8]]) -> [UInt8] {
        var bytes = value
        for _ in 0..<choice([0, 1, 1, 1, 2, 3]) {
            let place = number(0..<(bytes.count + 1))
            let isInside = place < bytes.count
            switch number(0..<9) {
            case 0 where isInside: bytes[place] = UInt8(truncatingIfNeeded: next())
            case 1 where isInside: bytes[place] ^= 1 << UInt8(number(0..<8))
            case 2 where isInside: bytes.remove(at: place)
            case 3 where isInside && !value.isEmpty: bytes[place] = choice(value)
            case 4 where isInside: bytes.removeSubrange(place..<min(bytes.count, place + number(1..<20)))
            case 5: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + number(1..<20))], at: place)
            case 6 where isInside: bytes[place] = UInt8(ascii: "0") + UInt8(number(0..<10))
            case 7: bytes.insert(contentsOf: choice(inserted), at: place)
            default: bytes.insert(UInt8(truncatingIfNeeded: next()), at: place)
            }
        }
        return bytes
    }
}
