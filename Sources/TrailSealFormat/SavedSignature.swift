public import TrailSealPrimitives

/// S3 metadata of a digest file that somebody saved. It needn't be trusted: a wrong signature just doesn't verify.
public struct SavedSignature: Hashable, Sendable {
    /// Where it was found.
    public enum Source: Hashable, Sendable {
        /// A path given with `--signatures`.
        case userPath(ByteString)
        /// Extended attributes of the digest file, as `rclone copy --metadata` writes them.
        case extendedAttribute
        /// A file beside the digest file. The value is its name.
        case sidecar(ByteString)
        /// The state of an earlier run that verified the digest.
        case checkpoint
    }

    /// Where it was found.
    public let source: Source
    /// The signature, or nil if the answer has none in hexadecimal.
    public let signature: [UInt8]?
    /// When a backfill digest was generated: the metadata `backfill-generation-timestamp`.
    public let backfillGeneration: UnixTime?
    /// Whether the answer was saved for exactly this digest. One that names no object may prove but never accuse
    /// (INPUT-3).
    public let isAttributed: Bool

    /// Creates a saved signature.
    public init(
        source: Source, signature: [UInt8]?, backfillGeneration: UnixTime? = nil, isAttributed: Bool = true
    ) {
        self.source = source
        self.signature = signature
        self.backfillGeneration = backfillGeneration
        self.isAttributed = isAttributed
    }

    /// The same as a candidate that may prove but never accuse.
    public var unattributed: SavedSignature {
        SavedSignature(
            source: source, signature: signature, backfillGeneration: backfillGeneration, isAttributed: false)
    }

    /// Whether both have the same content, wherever they were found.
    public func saysTheSame(as other: SavedSignature) -> Bool {
        signature == other.signature && backfillGeneration == other.backfillGeneration
            && isAttributed == other.isAttributed
    }
}

/// The content of a saved answer, whatever tool wrote it.
public struct SignatureMetadata: Hashable, Sendable {
    /// The signature, or nil if there is none in hexadecimal.
    public var signature: [UInt8]?
    /// When a backfill digest was generated.
    public var backfillGeneration: UnixTime?

    /// Reads metadata fields. S3 and its clients write names in any case, with or without `x-amz-meta-`. The last of
    /// several values wins.
    public init(fields: [(name: String, value: String)]) {
        for field in fields {
            if let member = Member(name: field.name) { set(member, Array(field.value.utf8)) }
        }
    }

    /// Creates metadata with a signature only.
    init(_ signature: [UInt8]?) { self.signature = signature }

    /// Reads the text of a signature.
    package init(signature text: [UInt8]) { signature = Self.signature(in: text) }

    /// The fields that are used.
    package enum Member: String, CaseIterable {
        case signature
        case backfillGeneration = "backfill-generation-timestamp"

        private static let prefix = "x-amz-meta-"
        private static let lengths = Set(
            allCases.flatMap { [$0.rawValue.utf8.count, $0.rawValue.utf8.count + prefix.utf8.count] })

        /// Whether a name may be that of a field, judging by its length. False is certain.
        static func mayBe(_ name: ArraySlice<UInt8>) -> Bool {
            lengths.contains(name.count) || name.contains { $0 >= 0x80 }
        }

        /// Returns nil for any other name.
        init?(name: String) {
            var name = name.lowercased()
            if name.hasPrefix(Self.prefix) { name.removeFirst(Self.prefix.count) }
            self.init(rawValue: name)
        }
    }

    /// Sets a field. The last of several values wins.
    package mutating func set(_ member: Member, _ value: [UInt8]) { set(member, value.span) }

    /// Sets a field. The last of several values wins.
    mutating func set(_ member: Member, _ value: Span<UInt8>) {
        switch member {
        case .signature: signature = Self.signature(in: value)
        case .backfillGeneration: backfillGeneration = Self.time(ByteString(value).bytes)
        }
    }

    /// Reads hexadecimal of either case, surrounded by optional white space. Returns nil for any other text.
    static func signature(in text: [UInt8]) -> [UInt8]? { signature(in: text.span) }

    private static func signature(in text: Span<UInt8>) -> [UInt8]? {
        func isSpace(_ index: Int) -> Bool { text[index] == 0x20 || (0x09...0x0D).contains(text[index]) }
        var (start, end) = (0, text.count)
        while start < end, isSpace(start) { start += 1 }
        while start < end, isSpace(end - 1) { end -= 1 }
        return start < end ? StrictHex.decode(text.extracting(start..<end)) : nil
    }

    private static func time(_ bytes: [UInt8]) -> UnixTime? {
        let text = String(decoding: bytes, as: UTF8.self)
        if let time = UnixTime(iso8601: Array(text.utf8)[...]) { return time }
        guard let seconds = Double(text), seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        return UnixTime(seconds: Int64(seconds.rounded(.down)))
    }

    /// Whether nothing of a digest's metadata was found.
    public var isEmpty: Bool { signature == nil && backfillGeneration == nil }
}
