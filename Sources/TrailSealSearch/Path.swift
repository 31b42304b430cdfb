/// A path, key or name as bytes. Swift's `String` equality is canonical equivalence, which would hide forged names.
package struct Path: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The bytes.
    package var bytes: [UInt8]

    /// Creates a path from bytes.
    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    /// Creates a path from bytes.
    package init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }
    /// Creates a path from the UTF-8 bytes of `text`.
    package init(_ text: String) { bytes = Array(text.utf8) }
    /// Creates a path from a literal.
    package init(stringLiteral value: String) { self.init(value) }
    /// Creates an empty path.
    package init() { bytes = [] }

    /// Whether the path is empty.
    package var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }

    /// Hashes the bytes.
    package func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    /// Compares byte by byte.
    package static func < (left: Path, right: Path) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
    /// Concatenates two paths, without a slash.
    package static func + (left: Path, right: Path) -> Path { Path(left.bytes + right.bytes) }

    /// Whether the path begins with `prefix`.
    package func hasPrefix(_ prefix: Path) -> Bool { bytes.starts(with: prefix.bytes) }
    func hasSuffix(_ suffix: Path) -> Bool {
        bytes.count >= suffix.count && bytes.suffix(suffix.count) == suffix.bytes[...]
    }
    func dropLast(_ count: Int) -> Path { Path(bytes.dropLast(count)) }

    /// Whether the path has more than `limit` components.
    func isDeep(_ limit: Int) -> Bool { bytes.count > 2 * limit && bytes.count { $0 == Self.slash } >= limit }

    /// The separator of components.
    package static let slash = UInt8(ascii: "/")

    /// The components between slashes, including empty ones.
    package var components: [ArraySlice<UInt8>] {
        bytes.isEmpty ? [] : bytes.split(separator: Self.slash, omittingEmptySubsequences: false)
    }

    /// The part before the last slash and the part after it.
    package var splitAtLastSlash: (folder: Path, name: Path) {
        guard let index = bytes.lastIndex(of: Self.slash) else { return (Path(), self) }
        return (Path(bytes[..<index]), Path(bytes[(index + 1)...]))
    }

    /// Joins two paths with a slash. If either is empty, the other is returned.
    package func appending(component: Path) -> Path {
        if isEmpty { return component }
        return component.isEmpty ? self : Path(bytes + [Self.slash] + component.bytes)
    }

    /// The text, with bytes that aren't printable ASCII escaped.
    package var description: String {
        if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        return bytes.map { (0x20..<0x7F).contains($0) ? String(UnicodeScalar($0)) : "\\x\(String($0, radix: 16))" }
            .joined()
    }

    /// The bytes decoded as UTF-8.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
