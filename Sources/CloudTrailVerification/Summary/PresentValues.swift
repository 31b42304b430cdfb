internal import CloudTrailFormat
public import Primitives

/// The accounts, Regions and trails that an archive holds: the answer to filter values that match nothing (SCOPE-10).
public struct PresentValues: Hashable, Sendable {
    /// Those with a verified digest, in order.
    public let accounts: [ByteString]
    public let regions: [ByteString]
    public let trails: [ByteString]
    /// The home Regions of each trail, in order: an ARN names one.
    public let homeRegions: [ByteString: [ByteString]]

    /// `chains` have a verified digest.
    init(_ chains: [ChainID]) {
        accounts = Set(chains.map(\.accountID)).sorted()
        regions = Set(chains.map(\.region)).sorted()
        trails = Set(chains.map(\.trail)).sorted()
        homeRegions = chains.grouped(by: \.trail).mapValues { Set($0.map(\.homeRegion)).sorted() }
    }
}
