/// A path, key or name as bytes. Swift's `String` equality is canonical equivalence, which would hide forged names.
package struct Path: Hashable, Comparable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) { self.bytes = bytes }
    package init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }
    package init(_ text: String) { bytes = Array(text.utf8) }
    package init(stringLiteral value: String) { self.init(value) }
    package init() { bytes = [] }

    package var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count }

    package func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    package static func < (left: Path, right: Path) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
    package static func + (left: Path, right: Path) -> Path { Path(left.bytes + right.bytes) }

    package func hasPrefix(_ prefix: Path) -> Bool { bytes.starts(with: prefix.bytes) }
    func hasSuffix(_ suffix: Path) -> Bool {
        bytes.count >= suffix.count && bytes.suffix(suffix.count) == suffix.bytes[...]
    }
    func dropLast(_ count: Int) -> Path { Path(bytes.dropLast(count)) }

    /// Whether it has more components than a limit.
    func isDeep(_ limit: Int) -> Bool { bytes.count > 2 * limit && bytes.count { $0 == Self.slash } >= limit }

    package static let slash = UInt8(ascii: "/")

    /// What stands between the slashes.
    package var components: [ArraySlice<UInt8>] {
        bytes.isEmpty ? [] : bytes.split(separator: Self.slash, omittingEmptySubsequences: false)
    }

    /// What stands before the last slash, and after it.
    package var splitAtLastSlash: (folder: Path, name: Path) {
        guard let index = bytes.lastIndex(of: Self.slash) else { return (Path(), self) }
        return (Path(bytes[..<index]), Path(bytes[(index + 1)...]))
    }

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

    /// The bytes as UTF-8.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
