internal import TrailSealPrimitives

/// Where in a digest document the values are, including quotation marks and brackets.
struct DigestMemberPlaces {
    /// By member.
    fileprivate(set) var members = [Range<Int>?](repeating: nil, count: DigestDocumentDecoder.Member.allCases.count)
    /// The last entry of `logFiles`.
    fileprivate(set) var entry: Range<Int>?
    /// The values of the last entry, by member.
    fileprivate(set) var entryMembers: [Range<Int>?] = []

    subscript(member: DigestDocumentDecoder.Member) -> Range<Int>? { members[member.position] }
    subscript(member: DigestDocumentDecoder.EntryMember) -> Range<Int>? {
        entryMembers.isEmpty ? nil : entryMembers[member.position]
    }
}

/// Decodes a digest document from its inflated bytes.
///
/// Strict wherever a reader could be deceived: one JSON text with nothing after it, no repeated member, all required
/// members of the right type, hashes and times in exactly their form. Unknown members are accepted and counted, so
/// that future digests stay readable. `DigestTemplate` reads documents that resemble an earlier one faster.
public struct DigestDocumentDecoder {
    private var scanner: JSONScanner
    private var unknownMemberCount = 0
    private var places = DigestMemberPlaces()
    /// A document to share equal strings with.
    private let neighbour: DigestDocument?
    /// The chain to share if the digest belongs to it.
    private let chain: ChainID?

    private init(_ bytes: [UInt8], like neighbour: DigestDocument?, chain: ChainID?) {
        scanner = JSONScanner(bytes)
        self.neighbour = neighbour
        self.chain = chain
    }

    /// Decodes `bytes`. Throws what is wrong with them. To save memory, shares strings with `neighbour` and uses
    /// `chain` if the digest belongs to it.
    public static func decode(
        _ bytes: [UInt8], like neighbour: DigestDocument? = nil, chain: ChainID? = nil
    ) throws(DigestFormatError) -> DigestDocument {
        try decodeWithPlaces(bytes, like: neighbour, chain: chain).document
    }

    /// Decodes `bytes` like `decode`. Also returns a template for similar documents, unless the layout has none.
    public static func learn(
        _ bytes: [UInt8], like neighbour: DigestDocument? = nil, chain: ChainID? = nil
    ) throws(DigestFormatError) -> (document: DigestDocument, template: DigestTemplate?) {
        let (document, places) = try decodeWithPlaces(bytes, like: neighbour, chain: chain)
        return (document, DigestTemplate(bytes, document, places))
    }

    /// Decodes `bytes` and returns where the values are.
    private static func decodeWithPlaces(
        _ bytes: [UInt8], like neighbour: DigestDocument? = nil, chain: ChainID? = nil
    ) throws(DigestFormatError) -> (document: DigestDocument, places: DigestMemberPlaces) {
        guard bytes.span.isASCII || String(validating: bytes, as: UTF8.self) != nil else {
            throw DigestFormatError(reason: "it isn't UTF-8")
        }
        var decoder = DigestDocumentDecoder(bytes, like: neighbour, chain: chain)
        guard try decoder.kind() == .object else { throw DigestFormatError(reason: "it isn't a JSON object") }
        let document = try decoder.document()
        return (document, decoder.places)
    }

    // MARK: The document

    /// Members of the document, in the order in which CloudTrail writes them.
    enum Member: String, CaseIterable {
        case awsAccountId, digestStartTime, digestEndTime, digestS3Bucket, digestS3Object, digestPublicKeyFingerprint
        case digestSignatureAlgorithm, newestEventTime, oldestEventTime, previousDigestS3Bucket
        case previousDigestS3Object, previousDigestHashValue, previousDigestHashAlgorithm, previousDigestSignature
        case logFiles

        static let all = allCases
        static let names = all.map { Array($0.rawValue.utf8) }
        /// Its place in `all`.
        var position: Int { Self.all.firstIndex(of: self) ?? 0 }
        /// Whether a digest may lack this member.
        var isOptional: Bool { self == .newestEventTime || self == .oldestEventTime }
    }

    private mutating func document() throws(DigestFormatError) -> DigestDocument {
        var values = [JSONScanner.Text?](repeating: nil, count: Member.allCases.count)
        var seen = [Bool](repeating: false, count: Member.allCases.count)
        var unknown = MemberNames()
        var logFiles = LogFilePacker().packed()
        var expected = 0
        try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.enterObject() }
        while let name = try syntax({ (decoder) throws(JSONSyntaxError) in try decoder.scanner.nextMember() }) {
            guard let index = match(name, Member.names, expected) else {
                try skipUnknown(name, &unknown)
                continue
            }
            let member = Member.all[index]
            expected = index + 1
            guard !seen[index] else { throw DigestFormatError(member: member.rawValue, reason: "is given twice") }
            seen[index] = true
            _ = try kind()
            let start = scanner.offset
            switch member {
            case .logFiles: logFiles = try logFileEntries()
            default: values[index] = try stringOrNull(member.rawValue)
            }
            places.members[index] = start..<scanner.offset
        }
        try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.end() }
        for member in Member.allCases where !seen[member.position] && !member.isOptional {
            throw DigestFormatError(member: member.rawValue, reason: "is missing")
        }
        return try assemble(values, logFiles)
    }

    private func assemble(
        _ values: [JSONScanner.Text?], _ logFiles: LogFileList
    ) throws(DigestFormatError) -> DigestDocument {
        func text(_ member: Member, like known: ByteString? = nil) throws(DigestFormatError) -> ByteString {
            guard let value = values[member.position] else {
                throw DigestFormatError(member: member.rawValue, reason: "is null")
            }
            return try self.text(value, member.rawValue, like: known)
        }
        func time(_ member: Member) throws(DigestFormatError) -> UnixTime {
            guard let time = UnixTime(digestForm: try text(member).bytes[...]) else {
                throw DigestFormatError(
                    member: member.rawValue, reason: "isn't a time of the form YYYY-MM-DDTHH:MM:SSZ")
            }
            return time
        }
        guard let fingerprint = StrictHex.decode(try text(.digestPublicKeyFingerprint).bytes), fingerprint.count == 16
        else {
            throw DigestFormatError(member: Member.digestPublicKeyFingerprint.rawValue, reason: "isn't 32 hex digits")
        }
        let location = S3Location(
            bucket: try text(.digestS3Bucket, like: neighbour?.location.bucket), key: try text(.digestS3Object),
            like: neighbour?.location, chain: chain)
        let previousMembers: [Member] = [
            .previousDigestS3Bucket, .previousDigestS3Object, .previousDigestHashValue, .previousDigestHashAlgorithm,
            .previousDigestSignature,
        ]
        var previous: DigestDocument.PreviousDigest?
        if !previousMembers.allSatisfy({ values[$0.position] == nil }) {
            let algorithm = try text(.previousDigestHashAlgorithm, like: neighbour?.previous?.hashAlgorithm)
            previous = DigestDocument.PreviousDigest(
                location: S3Location(
                    bucket: try text(.previousDigestS3Bucket, like: location.bucket),
                    key: try text(.previousDigestS3Object), like: location),
                hash: try hash(
                    text(.previousDigestHashValue), algorithm, Member.previousDigestHashValue.rawValue),
                hashAlgorithm: algorithm, signature: try text(.previousDigestSignature))
        }
        let common = DigestDocument.Common(
            accountID: try text(.awsAccountId, like: neighbour?.accountID), fingerprint: fingerprint,
            signatureAlgorithm: try text(.digestSignatureAlgorithm, like: neighbour?.signatureAlgorithm),
            unknownMemberCount: unknownMemberCount)
        return DigestDocument(
            common: common, startTime: try time(.digestStartTime), endTime: try time(.digestEndTime),
            location: location,
            previous: previous, logFiles: logFiles)
    }

    // MARK: Log file entries

    enum EntryMember: String, CaseIterable {
        case s3Bucket, s3Object, hashValue, hashAlgorithm, newestEventTime, oldestEventTime

        static let all = allCases
        static let names = all.map { Array($0.rawValue.utf8) }
        /// Its place in `all`.
        var position: Int { Self.all.firstIndex(of: self) ?? 0 }
    }

    private mutating func logFileEntries() throws(DigestFormatError) -> LogFileList {
        guard try kind() == .array else { throw DigestFormatError(member: "logFiles", reason: "isn't an array") }
        var entries = LogFilePacker()
        try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.enterArray() }
        while try syntax({ (decoder) throws(JSONSyntaxError) in try decoder.scanner.nextElement() }) {
            try readEntry(into: &entries)
        }
        return entries.packed()
    }

    private mutating func readEntry(into entries: inout LogFilePacker) throws(DigestFormatError) {
        let position = entries.count
        func path(_ member: EntryMember) -> String { "logFiles[\(position)].\(member.rawValue)" }
        guard try kind() == .object else {
            throw DigestFormatError(member: "logFiles[\(position)]", reason: "isn't an object")
        }
        let entryStart = scanner.offset
        places.entryMembers = [nil, nil, nil, nil, nil, nil]
        var values: [JSONScanner.Text?] = [nil, nil, nil, nil, nil, nil]
        var seen: UInt8 = 0
        var unknown = MemberNames()
        var expected = 0
        try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.enterObject() }
        while let name = try syntax({ (decoder) throws(JSONSyntaxError) in try decoder.scanner.nextMember() }) {
            guard let index = match(name, EntryMember.names, expected) else {
                try skipUnknown(name, &unknown)
                continue
            }
            let member = EntryMember.all[index]
            expected = index + 1
            guard seen & (1 << UInt8(index)) == 0 else {
                throw DigestFormatError(member: path(member), reason: "is given twice")
            }
            seen |= 1 << UInt8(index)
            _ = try kind()
            let start = scanner.offset
            values[index] = try stringOrNull(path(member))
            places.entryMembers[index] = start..<scanner.offset
        }
        places.entry = entryStart..<scanner.offset
        func text(_ member: EntryMember) throws(DigestFormatError) -> ByteString {
            guard let value = values[member.position] else {
                throw DigestFormatError(member: path(member), reason: "is missing or null")
            }
            return try self.text(value, path(member))
        }
        let algorithm = try text(.hashAlgorithm)
        var key = try text(.s3Object).bytes
        entries.append(
            bucket: try text(.s3Bucket), key: &key,
            hash: try hash(text(.hashValue), algorithm, path(.hashValue)), algorithm: algorithm)
    }

    // MARK: Values

    private func hash(
        _ value: ByteString, _ algorithm: ByteString, _ member: @autoclosure () -> String
    ) throws(DigestFormatError) -> SHA256Digest? {
        guard algorithm == DigestDocument.sha256Name else { return nil }
        guard let hash = SHA256Digest(hex: value.bytes[...]) else {
            throw DigestFormatError(member: member(), reason: "isn't 64 hex digits")
        }
        return hash
    }

    private func text(
        _ value: JSONScanner.Text, _ member: @autoclosure () -> String, like known: ByteString? = nil
    ) throws(DigestFormatError) -> ByteString {
        if !value.isEscaped {
            if let known, scanner.matches(value, known.bytes) { return known }
            return ByteString(scanner.rawBytes(of: value))
        }
        do throws(JSONSyntaxError) {
            return ByteString(try scanner.value(of: value))
        } catch {
            throw DigestFormatError(member: member(), reason: error.reason)
        }
    }

    private mutating func stringOrNull(
        _ member: @autoclosure () -> String
    ) throws(DigestFormatError) -> JSONScanner.Text? {
        switch try kind() {
        case .string:
            let text = try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.string() }
            // Not every value is decoded later, so check the escapes of each now.
            if text.isEscaped { _ = try self.text(text, member()) }
            return text
        case .null:
            _ = try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.null() }
            return nil
        default: throw DigestFormatError(member: member(), reason: "isn't a string or null")
        }
    }

    private mutating func kind() throws(DigestFormatError) -> JSONScanner.Kind {
        try syntax { (decoder) throws(JSONSyntaxError) in try decoder.scanner.kind() }
    }

    /// Returns the index of the member in `names`. Tries the expected one first, because CloudTrail's order is
    /// constant.
    private func match(_ name: JSONScanner.Text, _ names: [[UInt8]], _ expected: Int) -> Int? {
        if expected < names.count, scanner.matches(name, names[expected]) { return expected }
        return names.firstIndex { scanner.matches(name, $0) }
    }

    private mutating func skipUnknown(_ name: JSONScanner.Text, _ names: inout MemberNames) throws(DigestFormatError) {
        unknownMemberCount += 1
        do throws(JSONSyntaxError) {
            try names.insert(scanner.value(of: name), at: scanner.offset)
            try scanner.skipValue()
        } catch {
            throw DigestFormatError(reason: "it isn't acceptable JSON: \(error.reason) at byte \(error.offset)")
        }
    }

    private mutating func syntax<Value>(
        _ body: (inout DigestDocumentDecoder) throws(JSONSyntaxError) -> Value
    ) throws(DigestFormatError) -> Value {
        do throws(JSONSyntaxError) {
            return try body(&self)
        } catch {
            throw DigestFormatError(reason: "it isn't JSON: \(error.reason) at byte \(error.offset)")
        }
    }
}
