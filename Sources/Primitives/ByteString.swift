/// A string of bytes: an S3 key, a path, a bucket or a file name.
///
/// Compared, hashed and sorted as bytes. Swift's `String` equality is canonical equivalence, under which
/// U+212A KELVIN SIGN equals "K"; a forged name would then vanish in a `Set<String>`.
public struct ByteString: Hashable, Comparable, Sendable {
    public var bytes: [UInt8]

    @inlinable
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }

    public init(_ bytes: Span<UInt8>) {
        self.bytes = bytes.withUnsafeBufferPointer { Array($0) }
    }

    @inlinable
    public init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    @inlinable
    public init() {
        self.bytes = []
    }

    @inlinable
    public var count: Int { bytes.count }

    @inlinable
    public var isEmpty: Bool { bytes.isEmpty }

    @inlinable
    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    public static func < (left: ByteString, right: ByteString) -> Bool {
        left.bytes.span.precedes(right.bytes.span)
    }

    public func hasPrefix(_ prefix: ByteString) -> Bool {
        bytes.span.starts(with: prefix.bytes.span)
    }

    @inlinable
    public func hasSuffix(_ suffix: StaticString) -> Bool {
        let length = suffix.utf8CodeUnitCount
        guard bytes.count >= length else { return false }
        return suffix.withUTF8Buffer { bytes.suffix(length).elementsEqual($0) }
    }

    @inlinable
    public static func == (left: ByteString, right: StaticString) -> Bool {
        left.bytes.count == right.utf8CodeUnitCount && right.withUTF8Buffer { left.bytes.elementsEqual($0) }
    }

    /// This string with the letters A to Z as small ones, and no other letter turned into one of them.
    public var lowercasedASCII: ByteString {
        ByteString(bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })
    }

    /// This string with `count` bytes taken off its end; empty where it is shorter.
    @inlinable
    public func dropLast(_ count: Int) -> ByteString {
        ByteString(bytes.dropLast(count))
    }

    @inlinable
    public static func + (left: ByteString, right: ByteString) -> ByteString {
        ByteString(left.bytes + right.bytes)
    }

    @inlinable
    public static func + (left: ByteString, right: String) -> ByteString {
        ByteString(left.bytes + Array(right.utf8))
    }
}

extension ByteString: ExpressibleByStringLiteral {
    @inlinable
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension ByteString: CustomStringConvertible {
    /// The text where every byte is printable UTF-8, otherwise with the others escaped (see `EscapedText`).
    public var description: String { EscapedText.string(of: bytes) }
}

extension ByteString {
    /// The separator of path and key components.
    @inlinable
    public static var slash: UInt8 { UInt8(ascii: "/") }

    /// The components between slashes, empty ones included.
    public var components: [ArraySlice<UInt8>] {
        bytes.isEmpty ? [] : bytes.split(separator: Self.slash, omittingEmptySubsequences: false)
    }

    /// The last component.
    public var name: ByteString {
        bytes.lastIndex(of: Self.slash).map { ByteString(bytes[($0 + 1)...]) } ?? self
    }

    /// The part before the last slash (empty where there is none), and the part behind it.
    public var splitAtLastSlash: (folder: ByteString, name: ByteString) {
        guard let index = bytes.lastIndex(of: Self.slash) else { return (ByteString(), self) }
        return (ByteString(bytes[..<index]), ByteString(bytes[(index + 1)...]))
    }

    /// Two paths joined by one slash; an empty one is left out.
    public func appending(component: ByteString) -> ByteString {
        if isEmpty { return component }
        if component.isEmpty { return self }
        var joined = [UInt8]()
        joined.reserveCapacity(count + 1 + component.count)
        joined.append(contentsOf: bytes)
        joined.append(Self.slash)
        joined.append(contentsOf: component.bytes)
        return ByteString(joined)
    }

    /// Whether one of the components is exactly `name`.
    public func hasComponent(_ name: StaticString) -> Bool {
        components.contains { ByteString($0) == name }
    }
}
