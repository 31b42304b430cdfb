public import Primitives

/// The S3 metadata of a digest file as somebody saved it. It proves nothing by itself, and need not be trusted: a wrong
/// signature just does not verify.
public struct SavedSignature: Hashable, Sendable {
    /// Where it was found.
    public enum Source: Hashable, Sendable {
        /// A path given with `--signatures`.
        case userPath(ByteString)
        /// Extended attributes of the digest file, as `rclone copy --metadata` leaves them.
        case extendedAttribute
        /// A file beside the digest file; its name.
        case sidecar(ByteString)
        /// What an earlier run kept of a digest that it verified.
        case checkpoint
    }

    public let source: Source
    /// The signature; nil where the saved answer holds none that is hexadecimal.
    public let signature: [UInt8]?
    /// From the metadata `backfill-generation-timestamp`.
    public let backfillGeneration: UnixTime?
    /// Whether the answer was saved for this very digest. One that names no object may prove, never accuse.
    public let isAttributed: Bool

    public init(
        source: Source, signature: [UInt8]?, backfillGeneration: UnixTime? = nil, isAttributed: Bool = true
    ) {
        self.source = source
        self.signature = signature
        self.backfillGeneration = backfillGeneration
        self.isAttributed = isAttributed
    }

    /// Whether both hold the same, wherever they were found.
    public func saysTheSame(as other: SavedSignature) -> Bool {
        signature == other.signature && backfillGeneration == other.backfillGeneration
            && isAttributed == other.isAttributed
    }
}

/// What a saved answer holds, whatever tool wrote it.
public struct SignatureMetadata: Hashable, Sendable {
    /// The bytes of the signature, or nil where no hexadecimal is there.
    public var signature: [UInt8]?
    public var backfillGeneration: UnixTime?

    /// Metadata under names as S3 and its clients write them: any case, with or without `x-amz-meta-`.
    public init(fields: [(name: String, value: String)]) {
        for field in fields {
            if let member = Member(name: field.name) { set(member, Array(field.value.utf8)) }
        }
    }

    /// A bare signature.
    init(_ signature: [UInt8]?) { self.signature = signature }

    /// What is read of an answer.
    enum Member {
        case signature, backfillGeneration

        /// Nil for any other name.
        init?(name: String) {
            var name = name.lowercased()
            if name.hasPrefix("x-amz-meta-") { name.removeFirst("x-amz-meta-".count) }
            switch name {
            case "signature": self = .signature
            case "backfill-generation-timestamp": self = .backfillGeneration
            default: return nil
            }
        }
    }

    /// Takes the last of several values.
    mutating func set(_ member: Member, _ value: [UInt8]) {
        switch member {
        case .signature: signature = Self.signature(in: value)
        case .backfillGeneration: backfillGeneration = Self.time(String(decoding: value, as: UTF8.self))
        }
    }

    /// The signature that `text` spells in hexadecimal of either case, with white space around it; nil otherwise.
    static func signature(in text: [UInt8]) -> [UInt8]? {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) })
        else { return nil }
        return StrictHex.decode(text.span.extracting(first..<(last + 1)))
    }

    private static func time(_ text: String) -> UnixTime? {
        if let time = UnixTime(iso8601: Array(text.utf8)[...]) { return time }
        guard let seconds = Double(text), seconds.isFinite, abs(seconds) < 1e12 else { return nil }
        return UnixTime(seconds: Int64(seconds.rounded(.down)))
    }

    /// Whether the answer holds anything of a digest's metadata.
    public var isEmpty: Bool { signature == nil && backfillGeneration == nil }
}
