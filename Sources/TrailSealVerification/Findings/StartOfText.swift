internal import TrailSealPrimitives

/// The beginning of a text that may be JSON. It tells whose output the text is without parsing all of it.
struct StartOfText {
    private let bytes: ArraySlice<UInt8>

    /// A kind of JSON that CloudTrail or S3 writes.
    enum Object { case log, digest, savedAnswer }

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The kind of JSON, by its first member or the members in sight.
    var object: Object? {
        guard let first = firstMember else { return nil }
        if first.elementsEqual("Records".utf8) { return .log }
        if Self.digestMembers.contains(where: { first.elementsEqual($0.utf8) }) { return .digest }
        let isAnswer = holds("\"AcceptRanges\"") || holds("\"ETag\"") && holds("\"ContentLength\"")
        return isAnswer ? .savedAnswer : nil
    }

    /// CloudTrail writes `awsAccountId` first. A tool that rewrote the file may have sorted the members.
    private static let digestMembers = [
        "awsAccountId", "digestStartTime", "digestEndTime", "digestPublicKeyFingerprint",
    ]

    /// Whether the text has spaces or line breaks where CloudTrail writes none.
    var isReformatted: Bool { !bytes.starts(with: Array("{\"Records\":[".utf8)) }

    /// The code of an error message, or empty if it names none. Nil if the text isn't an error message.
    var errorCode: ArraySlice<UInt8>? {
        if let mark = end(of: "An error occurred (") { return bytes[mark...].prefix { $0 != UInt8(ascii: ")") } }
        if holds("Unable to locate credentials") || holds("aws: error:") || holds("Error when retrieving token") {
            return []
        }
        guard let first = firstMember else { return nil }
        guard ["Error", "__type", "errorCode", "Code"].contains(where: { first.elementsEqual($0.utf8) }) else {
            return nil
        }
        for name in ["\"Code\"", "\"__type\"", "\"errorCode\""] {
            guard let mark = end(of: name) else { continue }
            let value = bytes[mark...].drop { Self.isSpace($0) || $0 == UInt8(ascii: ":") }
            guard value.first == UInt8(ascii: "\"") else { continue }
            return value.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        }
        return []
    }

    /// Whether the content is printable text that doesn't begin like JSON.
    var isPlain: Bool {
        guard let first = afterSpace.first, first != UInt8(ascii: "{"), first != UInt8(ascii: "[") else { return false }
        return bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || Self.isSpace($0) }
    }

    // MARK: Steps

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private var afterSpace: ArraySlice<UInt8> {
        let rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        return rest.drop(while: Self.isSpace)
    }

    /// The name of the object's first member.
    private var firstMember: ArraySlice<UInt8>? {
        let rest = afterSpace
        guard rest.first == UInt8(ascii: "{") else { return nil }
        let name = rest.dropFirst().drop(while: Self.isSpace)
        guard name.first == UInt8(ascii: "\"") else { return nil }
        let value = name.dropFirst()
        return value.firstIndex(of: UInt8(ascii: "\"")).map { value[..<$0] }
    }

    private func holds(_ text: StaticString) -> Bool { end(of: "\(text)") != nil }

    /// The position after the first occurrence of `text`.
    private func end(of text: String) -> Int? { bytes.firstRange(of: Array(text.utf8))?.upperBound }
}
