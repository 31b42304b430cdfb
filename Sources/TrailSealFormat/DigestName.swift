public import TrailSealPrimitives

/// The chain and end time in the name of a digest file. `X.json` stands for `X.json.gz` (FILE-4).
public struct DigestName: Hashable, Sendable {
    /// The chain. Its organization is always nil, because names don't contain it.
    public let chain: ChainID
    /// The end time of the digest.
    public let endTime: UnixTime

    /// Parses a name. Returns nil if it isn't a digest's. Uses `known` if that is the chain, to save memory.
    public init?(_ name: ByteString, like known: ChainID? = nil) {
        guard let file = DigestFileName.standing(name) else { return nil }
        chain = file.chain(like: known).withoutOrganization
        endTime = file.endTime
    }

    /// Parses a whole name, with `.gz`. Returns nil if it isn't a digest's. Uses `known` if that is the chain.
    public init?(whole name: ByteString, like known: ChainID? = nil) {
        guard let file = DigestFileName(anyRegion: name) else { return nil }
        chain = file.chain(like: known).withoutOrganization
        endTime = file.endTime
    }

    /// The name at the end of an object's key. Returns nil if it isn't a digest's.
    public init?(_ location: S3Location) {
        if let digest = location.digest {
            self.init(digest.series, digest.endTime)
        } else {
            self.init(whole: location.key.name)
        }
    }

    /// Creates the name of a digest of this series.
    init(_ series: DigestKeySeries, _ endTime: UnixTime) {
        chain = series.chain.withoutOrganization
        self.endTime = endTime
    }

    /// Parses a text that may differ from `other` only in the stamp at `start`, where `other` has that of this digest. Returns
    /// nil for any other text.
    package func sibling(_ text: Span<UInt8>, like other: Span<UInt8>, stampAt start: Int) -> DigestName? {
        let end = start + DigestKeySeries.stampLength
        guard start >= 0, end <= other.count, text.count == other.count, text.holds(other.extracting(0..<start), at: 0),
            text.holds(other.extracting(end..<other.count), at: end),
            let time = UnixTime(keyForm: text.extracting(start..<end))
        else { return nil }
        return DigestName(chain: chain, endTime: time)
    }

    private init(chain: ChainID, endTime: UnixTime) { (self.chain, self.endTime) = (chain, endTime) }

    /// Where the stamp begins in the whole name of a digest, which has `count` bytes.
    package func stampStart(inNameOf count: Int) -> Int {
        count - DigestKeySeries.stampLength - DigestKeySeries.tail(of: chain.kind).utf8.count
    }

    /// The folders in which keys of this day's digests end: kind, Region, year, month and day.
    public var dayFolder: ByteString {
        ByteString("CloudTrail-Digest").appending(component: chain.region)
            .appending(component: ByteString(endTime.dayFolder))
    }

    /// Whether both digests are of one chain and end on one day. True is certain; false isn't.
    public func isOfChainAndDay(of other: DigestName) -> Bool {
        chain == other.chain && endTime.seconds / UnixTime.day == other.endTime.seconds / UnixTime.day
            && endTime.seconds >= 0 && other.endTime.seconds >= 0
    }

    /// The hour before the end time.
    public var hour: Interval { Interval(from: endTime - UnixTime.hour, to: endTime) }
}
