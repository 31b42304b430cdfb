internal import TrailSealFormat
public import TrailSealPrimitives

/// The accounts, Regions and trails that an archive holds. They help a user whose filter values match nothing
/// (SCOPE-10).
public struct PresentValues: Hashable, Sendable {
    /// Accounts with a verified digest, sorted.
    public let accounts: [ByteString]
    /// Regions with a verified digest, sorted.
    public let regions: [ByteString]
    /// Names of trails with a verified digest, sorted.
    public let trails: [ByteString]
    /// The home Regions of each trail, sorted. An ARN names one of them.
    public let homeRegions: [ByteString: [ByteString]]

    /// Collects the values of `chains`, which have verified digests.
    init(_ chains: [ChainID]) {
        accounts = Set(chains.map(\.accountID)).sorted()
        regions = Set(chains.map(\.region)).sorted()
        trails = Set(chains.map(\.trail)).sorted()
        homeRegions = chains.grouped(by: \.trail).mapValues { Set($0.map(\.homeRegion)).sorted() }
    }
}
