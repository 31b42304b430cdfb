/// A saved text converted to UTF-8.
///
/// Redirecting output with `>` in Windows PowerShell writes UTF-16 with a byte order mark, and some editors put a
/// mark before UTF-8.
struct TranscodedText {
    private enum Encoding {
        case utf8
        /// UTF-8 with a byte order mark.
        case markedUTF8
        case utf16
    }

    /// UTF-8 without a mark. Bytes that aren't UTF-16 are kept as they are.
    let bytes: [UInt8]
    private let encoding: Encoding

    init(_ saved: [UInt8]) {
        if saved.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = Array(saved.dropFirst(3))
            encoding = .markedUTF8
        } else if saved.starts(with: [0xFF, 0xFE]) {
            bytes = Self.transcoded(saved, isLowFirst: true)
            encoding = .utf16
        } else if saved.starts(with: [0xFE, 0xFF]) {
            bytes = Self.transcoded(saved, isLowFirst: false)
            encoding = .utf16
        } else {
            bytes = saved
            encoding = .utf8
        }
    }

    /// Converts UTF-16 after its mark. Invalid units, and half a unit at the end, become U+FFFD.
    private static func transcoded(_ saved: [UInt8], isLowFirst: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(saved.count / 2)
        var pending: UInt8?
        for byte in saved.dropFirst(2) {
            if let first = pending {
                units.append(isLowFirst ? UInt16(byte) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(byte))
                pending = nil
            } else {
                pending = byte
            }
        }
        if pending != nil { units.append(0xFFFD) }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// Returns the offset in the file of a byte of `bytes`.
    func savedOffset(of offset: Int) -> Int {
        switch encoding {
        case .utf8: offset
        case .markedUTF8: offset + 3
        case .utf16: 2 + 2 * String(decoding: bytes.prefix(offset), as: UTF8.self).utf16.count
        }
    }
}
