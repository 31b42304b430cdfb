internal import TrailSealPrimitives

/// Reads the answer of `head-object` as the AWS CLI prints it, without building its values.
///
/// It answers only if the general reader would find the same. Everything unusual is left to that reader: nested values,
/// characters outside ASCII, repeated names, names in another case, and escapes in what is used.
struct HeadAnswerReader {
    /// Most members of one object. The CLI writes about a dozen.
    private static let memberLimit = 32
    /// Room for the members of a usual object.
    private static let usualMembers = 16

    private var scanner: JSONScanner

    /// Returns the metadata of an answer. Nil means that the general reader must decide.
    static func metadata(in answer: [UInt8]) -> SignatureMetadata? {
        guard answer.first == UInt8(ascii: "{") else { return nil }
        var reader = HeadAnswerReader(scanner: JSONScanner(answer))
        guard let metadata = try? reader.document(), !metadata.isEmpty else { return nil }
        return metadata
    }

    private mutating func document() throws(JSONSyntaxError) -> SignatureMetadata? {
        var metadata: SignatureMetadata?
        var names: [JSONScanner.Text] = []
        names.reserveCapacity(Self.usualMembers)
        try scanner.enterObject()
        while let name = try scanner.nextMember() {
            guard isNew(name, &names) else { return nil }
            if scanner.matches(name, Self.metadataName) {
                guard try scanner.kind() == .object, let own = try self.metadata() else { return nil }
                metadata = own
            } else {
                guard !isMetadataInOtherCase(name), try passScalar() else { return nil }
            }
        }
        try scanner.end()
        return metadata
    }

    private static let metadataName = Array("Metadata".utf8)
    private static let signatureName = Array("signature".utf8)

    private mutating func metadata() throws(JSONSyntaxError) -> SignatureMetadata? {
        var metadata = SignatureMetadata(nil)
        var isSigned = false
        var names: [JSONScanner.Text] = []
        names.reserveCapacity(Self.usualMembers)
        try scanner.enterObject()
        while let name = try scanner.nextMember() {
            guard isNew(name, &names) else { return nil }
            if scanner.matches(name, Self.signatureName) {
                guard try scanner.kind() == .string else { return nil }
                let text = try scanner.string()
                guard isPlain(text) else { return nil }
                metadata.set(.signature, scanner.rawBytes(of: text).span)
                isSigned = true
            } else {
                guard !SignatureMetadata.Member.mayBe(scanner.rawBytes(of: name)), try passScalar() else { return nil }
            }
        }
        return isSigned ? metadata : nil
    }

    /// Whether a name is `Metadata` with other letters in upper case.
    private func isMetadataInOtherCase(_ name: JSONScanner.Text) -> Bool {
        let bytes = scanner.rawBytes(of: name)
        return bytes.count == Self.metadataName.count
            && zip(bytes, Self.metadataName).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }

    /// Adds a name. Returns false if it is there already or unusual.
    private func isNew(_ name: JSONScanner.Text, _ names: inout [JSONScanner.Text]) -> Bool {
        let bytes = scanner.rawBytes(of: name)
        guard isPlain(name), names.count < Self.memberLimit,
            !names.contains(where: { $0.range.count == bytes.count && scanner.rawBytes(of: $0) == bytes })
        else { return false }
        names.append(name)
        return true
    }

    private func isPlain(_ text: JSONScanner.Text) -> Bool {
        !text.isEscaped && scanner.rawBytes(of: text).allSatisfy { $0 < 0x80 }
    }

    /// Passes a value. Returns false if it is nested or unusual.
    private mutating func passScalar() throws(JSONSyntaxError) -> Bool {
        switch try scanner.kind() {
        case .object, .array: return false
        case .string:
            let text = try scanner.string()
            if isPlain(text) { return true }
            // Entity tags have escaped quotation marks. Wrong escapes make the document invalid.
            let bytes = scanner.rawBytes(of: text)
            guard bytes.allSatisfy({ $0 < 0x80 }) else { return false }
            if !Self.holdsOnlyQuotes(bytes) { _ = try scanner.value(of: text, replacesHalfPairs: true) }
            return true
        case .number, .bool, .null:
            try scanner.skipValue()
            return true
        }
    }

    /// Whether each backslash is followed by a quotation mark, and so makes no wrong escape.
    private static func holdsOnlyQuotes(_ text: ArraySlice<UInt8>) -> Bool {
        var isEscape = false
        for byte in text {
            if isEscape, byte != UInt8(ascii: "\"") { return false }
            isEscape = !isEscape && byte == UInt8(ascii: "\\")
        }
        return !isEscape
    }
}
