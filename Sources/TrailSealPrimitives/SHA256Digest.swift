/// A SHA-256 hash (32 bytes), stored in four words so that an array of hashes is one allocation.
public struct SHA256Digest: Hashable, Sendable {
    /// Length in bytes (FIPS 180-4).
    public static let byteCount = 32

    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Creates a hash from its bytes. Returns nil unless there are exactly 32.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var parts: [UInt64] = [0, 0, 0, 0]
        for (offset, byte) in bytes.enumerated() {
            parts[offset / 8] = parts[offset / 8] << 8 | UInt64(byte)
        }
        words = (parts[0], parts[1], parts[2], parts[3])
    }

    /// Creates a hash from a buffer. Returns nil unless it has exactly 32 bytes. Doesn't allocate.
    public init?(buffer: UnsafeRawBufferPointer) {
        guard buffer.count == Self.byteCount else { return nil }
        words = (
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 16, as: UInt64.self)),
            UInt64(bigEndian: buffer.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        )
    }

    /// Reads 64 hexadecimal digits of either case. Returns nil for any other text. Doesn't allocate.
    public init?(hex text: Span<UInt8>) {
        guard text.count == 2 * Self.byteCount else { return nil }
        // Capital letters become small, and no other character becomes a digit.
        func read(_ start: Int) -> StrictHex.Sixteen {
            let digits = text.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: SIMD16<UInt8>.self)
            let isLetter = (digits &>> SIMD16<UInt8>(repeating: 1)) & SIMD16<UInt8>(repeating: 0x20)
            return StrictHex.Sixteen(digits | isLetter)
        }
        let (first, second, third, fourth) = (read(0), read(16), read(32), read(48))
        let areDigits = first.areDigits .& second.areDigits .& third.areDigits .& fourth.areDigits
        guard StrictHex.Sixteen.holdsEverywhere(areDigits) else { return nil }
        words = (first.value, second.value, third.value, fourth.value)
    }

    /// Reads 64 hexadecimal digits of either case. Returns nil for any other text.
    public init?(hex text: ArraySlice<UInt8>) {
        self.init(hex: text.span)
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Appends the 32 bytes.
    public func append(to bytes: inout [UInt8]) {
        let text = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
        withUnsafeBytes(of: text) { bytes.append(contentsOf: $0) }
    }

    /// The hash as 64 lower-case hexadecimal digits.
    public var hex: String { StrictHex.encode(bytes) }

    /// Compares all 32 bytes.
    public static func == (left: SHA256Digest, right: SHA256Digest) -> Bool {
        left.words.0 == right.words.0 && left.words.1 == right.words.1 && left.words.2 == right.words.2
            && left.words.3 == right.words.3
    }

    /// Hashes the four words.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
