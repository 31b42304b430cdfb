/// A string of bytes: an S3 key, a path, a bucket or a file name.
///
/// Compared, hashed and sorted as bytes. Swift's `String` equality is canonical equivalence, under which
/// U+212A KELVIN SIGN equals "K"; a forged name would then vanish in a `Set<String>`.
public struct ByteString: Hashable, Comparable, Sendable {
    /// The bytes, in order. They need not be valid UTF-8.
    public var bytes: [UInt8]

    /// Creates a string with these bytes.
    @inlinable
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Creates a string with these bytes.
    @inlinable
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// Creates a string with a copy of these bytes.
    public init(_ bytes: Span<UInt8>) {
        self.bytes = bytes.withUnsafeBufferPointer { Array($0) }
    }

    /// Creates a string with the UTF-8 bytes of `text`.
    @inlinable
    public init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    /// Creates an empty string.
    @inlinable
    public init() {
        self.bytes = []
    }

    /// Length in bytes.
    @inlinable
    public var count: Int { bytes.count }

    /// Whether there are no bytes.
    @inlinable
    public var isEmpty: Bool { bytes.isEmpty }

    /// Hashes the bytes.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    /// Compares byte by byte. A prefix sorts before the longer string.
    public static func < (left: ByteString, right: ByteString) -> Bool {
        left.bytes.span.precedes(right.bytes.span)
    }

    /// Whether the string begins with `prefix`.
    public func hasPrefix(_ prefix: ByteString) -> Bool {
        bytes.span.starts(with: prefix.bytes.span)
    }

    /// Whether the string ends with `suffix`.
    public func hasSuffix(_ suffix: StaticString) -> Bool { bytes.span.ends(with: suffix) }

    /// Compares with a literal, byte by byte.
    public static func == (left: ByteString, right: StaticString) -> Bool {
        left.count == right.utf8CodeUnitCount && left.bytes.span.holds(right, at: 0)
    }

    /// The string with ASCII letters A to Z in lower case. All other bytes stay as they are.
    public var lowercasedASCII: ByteString {
        ByteString(bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 })
    }

    /// The string without its last `count` bytes. Empty if it is shorter than that.
    @inlinable
    public func dropLast(_ count: Int) -> ByteString {
        ByteString(bytes.dropLast(count))
    }

    /// Concatenates two strings.
    @inlinable
    public static func + (left: ByteString, right: ByteString) -> ByteString {
        ByteString(left.bytes + right.bytes)
    }

    /// Concatenates a string and the UTF-8 bytes of a text.
    @inlinable
    public static func + (left: ByteString, right: String) -> ByteString {
        ByteString(left.bytes + Array(right.utf8))
    }
}

extension ByteString: ExpressibleByStringLiteral {
    /// Creates a string with the UTF-8 bytes of a literal.
    @inlinable
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

extension ByteString: CustomStringConvertible {
    /// The bytes as text that is safe to print. Bytes that aren't printable UTF-8 are escaped (see `EscapedText`).
    public var description: String { EscapedText.string(of: bytes) }
}

extension ByteString {
    /// The byte that separates the components of a path or key.
    @inlinable
    public static var slash: UInt8 { UInt8(ascii: "/") }

    private var lastSlash: Int? { bytes.span.lastIndex(of: Self.slash, before: bytes.count) }

    /// The components between slashes, including empty ones. An empty string has none.
    public var components: [ArraySlice<UInt8>] {
        bytes.isEmpty ? [] : bytes.split(separator: Self.slash, omittingEmptySubsequences: false)
    }

    /// The number of components.
    public var componentCount: Int {
        bytes.isEmpty ? 0 : bytes.reduce(1) { $1 == Self.slash ? $0 + 1 : $0 }
    }

    /// The last component: everything after the last slash.
    public var name: ByteString {
        lastSlash.map { ByteString(bytes[($0 + 1)...]) } ?? self
    }

    /// The bytes before the last slash and those after it. The folder is empty if there is no slash.
    public var splitAtLastSlash: (folder: ByteString, name: ByteString) {
        guard let index = lastSlash else { return (ByteString(), self) }
        return (ByteString(bytes[..<index]), ByteString(bytes[(index + 1)...]))
    }

    /// Joins two paths with one slash. If either is empty, the other is returned.
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

    /// Whether one of the components equals `name`.
    public func hasComponent(_ name: StaticString) -> Bool {
        components.contains { ByteString($0) == name }
    }
}
