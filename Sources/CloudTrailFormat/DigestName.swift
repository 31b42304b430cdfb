public import Primitives

/// The chain and the end time that the name of a digest file shows. `X.json` stands for `X.json.gz` (FILE-4).
public struct DigestName: Sendable {
    /// It holds no organization: a name says none.
    public let chain: ChainID
    public let endTime: UnixTime

    /// Nil for a name that is no digest's. If its chain is `known`, that is shared.
    public init?(_ name: ByteString, like known: ChainID? = nil) {
        guard let file = DigestFileName.standing(name) else { return nil }
        chain = file.chain(like: known).withoutOrganization
        endTime = file.endTime
    }

    /// That of the digest of a series.
    init(_ series: DigestKeySeries, _ endTime: UnixTime) {
        chain = series.chain.withoutOrganization
        self.endTime = endTime
    }

    /// The hour before the end.
    public var hour: Interval { Interval(from: endTime - UnixTime.hour, to: endTime) }
}
