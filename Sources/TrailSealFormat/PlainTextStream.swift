internal import TrailSealPrimitives

/// Converts a saved text to UTF-8 in chunks, as `TranscodedText` does for a text in memory.
struct PlainTextStream {
    private enum Encoding {
        /// Too few bytes were read to see a byte order mark.
        case unknown
        case utf8
        case utf16(isLowFirst: Bool)
    }

    private var encoding = Encoding.unknown
    /// Bytes that need more bytes to be complete: part of a mark or of a UTF-16 unit.
    private var pending: [UInt8] = []
    /// The first half of a surrogate pair whose second half wasn't read yet.
    private var firstHalf: UInt16?

    /// Passes the text in `chunk` to `body`. An empty `chunk` ends the file. Returns false if `body` does.
    mutating func take(_ chunk: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Bool) -> Bool {
        switch encoding {
        case .utf8: return chunk.isEmpty || body(chunk)
        case .utf16(let isLowFirst): return body(transcoded(chunk, isLowFirst: isLowFirst)[...])
        case .unknown: break
        }
        pending += chunk
        guard pending.count >= 3 || chunk.isEmpty else { return true }
        let first = pending
        pending = []
        if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) {
            encoding = .utf16(isLowFirst: first[0] == 0xFF)
            guard take(first.dropFirst(2), body) else { return false }
            return !chunk.isEmpty || take([], body)
        }
        encoding = .utf8
        return body(first.starts(with: [0xEF, 0xBB, 0xBF]) ? first.dropFirst(3) : first[...])
    }

    /// Converts UTF-16. Invalid units, and half a unit at the end, become U+FFFD.
    private mutating func transcoded(_ chunk: ArraySlice<UInt8>, isLowFirst: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(chunk.count / 2 + 2)
        if let firstHalf { units.append(firstHalf) }
        firstHalf = nil
        var waiting = pending.first
        for byte in chunk {
            if let first = waiting {
                units.append(isLowFirst ? UInt16(byte) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(byte))
                waiting = nil
            } else {
                waiting = byte
            }
        }
        pending = waiting.map { [$0] } ?? []
        if chunk.isEmpty {
            if !pending.isEmpty { units.append(0xFFFD) }
        } else if let last = units.last, (0xD800...0xDBFF).contains(last) {
            firstHalf = units.popLast()
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }
}
