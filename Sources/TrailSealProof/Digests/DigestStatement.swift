public import TrailSealFormat
public import TrailSealPrimitives

/// What one digest file says about itself. Nothing in it is proved.
public final class DigestStatement: Sendable {
    /// The decoded content.
    public let document: DigestDocument
    private let series: DigestKeySeries
    /// The declared key, parsed.
    public var key: DigestObjectKey { series.objectKey(at: document.endTime) }
    /// The chain in the declared key.
    public var chain: ChainID { series.chain }
    /// SHA-256 of the inflated bytes.
    public let hash: SHA256Digest
    /// What the path below the root says.
    public let facts: PathFacts
    /// The path as the walk names it.
    public let file: UniquePath
    /// Whether the path agrees with the declared key.
    public let place: PlaceCheck.Answer
    /// The signatures saved for this digest, the best source first.
    public let saved: [SavedSignature]
    /// Throws if key and content disagree, a key is too long, or the interval is empty (DIGEST-17, DIGEST-19).
    public init(
        _ document: consuming DigestDocument, hash: SHA256Digest, at facts: PathFacts, file: UniquePath,
        saved: [SavedSignature] = [], like neighbour: DigestStatement? = nil
    ) throws(DigestFormatError) {
        series = try document.declaredSeries()
        guard document.location.keyLength <= S3Location.keyLengthLimit,
            document.logFiles.longestKey <= S3Location.keyLengthLimit
        else {
            throw DigestFormatError(reason: "holds a key of more than 1,024 bytes")
        }
        guard document.endTime > document.startTime else {
            throw DigestFormatError(member: "digestEndTime", reason: "is not after the start")
        }
        place = PlaceCheck.answer(
            facts, declared: document.location, key: series.objectKey(at: document.endTime), like: neighbour)
        (self.hash, self.facts, self.file, self.saved) = (hash, facts, file, saved)
        self.document = consume document
    }
}
