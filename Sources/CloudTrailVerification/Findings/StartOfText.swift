internal import Primitives

/// The first bytes of a text that may be JSON: enough to tell whose answer it is, without reading it as a whole.
struct StartOfText {
    private let bytes: ArraySlice<UInt8>

    /// What CloudTrail or S3 writes as JSON.
    enum Object { case log, digest, savedAnswer }

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// What the first member, or the members that are seen, belong to.
    var object: Object? {
        guard let first = firstMember else { return nil }
        if first.elementsEqual("Records".utf8) { return .log }
        if Self.digestMembers.contains(where: { first.elementsEqual($0.utf8) }) { return .digest }
        let isAnswer = holds("\"AcceptRanges\"") || holds("\"ETag\"") && holds("\"ContentLength\"")
        return isAnswer ? .savedAnswer : nil
    }

    /// CloudTrail writes the first of them first. A file that was written anew may be sorted.
    private static let digestMembers = [
        "awsAccountId", "digestStartTime", "digestEndTime", "digestPublicKeyFingerprint",
    ]

    /// Whether it has spaces or lines that CloudTrail doesn't write.
    var isReformatted: Bool { !bytes.starts(with: Array("{\"Records\":[".utf8)) }

    /// The code of an error message, empty if it names none. Nil if it is no error message.
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

    /// Whether it is text that doesn't begin as JSON does.
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

    /// The name of the first member of an object.
    private var firstMember: ArraySlice<UInt8>? {
        let rest = afterSpace
        guard rest.first == UInt8(ascii: "{") else { return nil }
        let name = rest.dropFirst().drop(while: Self.isSpace)
        guard name.first == UInt8(ascii: "\"") else { return nil }
        let value = name.dropFirst()
        return value.firstIndex(of: UInt8(ascii: "\"")).map { value[..<$0] }
    }

    private func holds(_ text: StaticString) -> Bool { end(of: "\(text)") != nil }

    /// The position after the first `text`.
    private func end(of text: String) -> Int? { bytes.firstRange(of: Array(text.utf8))?.upperBound }
}
