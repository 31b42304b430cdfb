internal import TrailSealPrimitives

/// Reads saved answers that are JSON objects: the elements of an array, or objects that follow each other, on one
/// line each or on several.
struct JSONAnswers {
    private let isArray: Bool
    /// The start of a value whose end wasn't read yet.
    private var pending: [UInt8] = []
    /// Whether a value has begun. In an array, this is true after the bracket or a comma.
    private var isInside: Bool
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    /// Whether the closing bracket of the array was read.
    private var isClosed = false
    private var count = 0
    private var isAnyOfUse = false

    /// Starts reading. For an array, starts after its opening bracket.
    init(isArray: Bool) {
        self.isArray = isArray
        isInside = isArray
    }

    mutating func take(_ bytes: ArraySlice<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        let span = bytes.span
        var start = 0
        var index = 0
        while index < span.count {
            let byte = span[index]
            if isInString {
                index = pass(span, from: index)
                continue
            }
            index += 1
            guard isInside else {
                if Self.isSpace(byte) { continue }
                guard !isArray, byte == UInt8(ascii: "{") else { return false }
                (isInside, depth, start) = (true, 1, index - 1)
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                // The array itself is one level.
                guard !isArray || depth < JSONValue.depthLimit else { return false }
            case UInt8(ascii: ","):
                guard isArray, depth == 0 else { continue }
                guard end(span.extracting(start..<(index - 1)), body) else { return false }
                start = index
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if isArray, depth < 0 {
                    guard byte == UInt8(ascii: "]"), endArray(span.extracting(start..<(index - 1)), body) else {
                        return false
                    }
                } else if !isArray, depth == 0 {
                    isInside = false
                    guard end(span.extracting(start..<index), body) else { return false }
                }
            default: break
            }
        }
        guard isInside else { return true }
        span.extracting(start..<span.count).withUnsafeBufferPointer { pending.append(contentsOf: $0) }
        return pending.count <= SignatureListingReader.entryLimit
    }

    /// Whether the input was a listing. An empty array is one. An array without any answer isn't, nor is a single
    /// object without one.
    func end() -> Bool {
        isArray ? isClosed && (isAnyOfUse || count == 0) : !isInside && (isAnyOfUse || count > 1)
    }

    /// Skips the rest of a string and returns where to continue.
    private mutating func pass(_ span: Span<UInt8>, from start: Int) -> Int {
        var index = start
        if isEscaped {
            isEscaped = false
            index += 1
        }
        while index < span.count {
            index = span.plainEnd(from: index)
            guard index < span.count else { break }
            switch span[index] {
            case UInt8(ascii: "\""):
                isInString = false
                return index + 1
            case UInt8(ascii: "\\"):
                index += 2
                isEscaped = index > span.count
            // A control character. The value is rejected when it is read.
            default: index += 1
            }
        }
        return span.count
    }

    private mutating func endArray(_ rest: Span<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        isInside = false
        isClosed = true
        let isBlank = pending.allSatisfy(Self.isSpace) && !rest.contains(where: { !Self.isSpace($0) })
        if count == 0, isBlank {
            pending = []
            return true
        }
        return end(rest, body)
    }

    /// Reads the value that ends with `rest`. Returns false if it isn't JSON.
    private mutating func end(_ rest: Span<UInt8>, _ body: (SignatureListing.Entry) -> Void) -> Bool {
        count += 1
        // Ignores empty objects without the cost of reading them.
        if pending.isEmpty, rest.count == 2, rest[0] == UInt8(ascii: "{") { return true }
        rest.withUnsafeBufferPointer { pending.append(contentsOf: $0) }
        let value = pending
        pending.removeAll(keepingCapacity: true)
        guard value.count <= SignatureListingReader.entryLimit, let document = try? JSONValue(value) else {
            return false
        }
        if let entry = SignatureListing.Entry(document), !entry.isEmpty {
            isAnyOfUse = true
            body(entry)
        }
        return true
    }

    /// White space as defined by JSON.
    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

extension Span<UInt8> {
    fileprivate func contains(where isWanted: (UInt8) -> Bool) -> Bool {
        for index in indices where isWanted(self[index]) { return true }
        return false
    }
}
