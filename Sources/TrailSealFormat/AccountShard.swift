public import TrailSealPrimitives

/// One shard of an organization's accounts, for runs that share the work.
///
/// A shard consists of whole accounts, because some checks need all chains of an account: which logs no digest lists,
/// and which Region of a trail is shorter than another. A hash that never changes assigns each account: 64-bit FNV-1a
/// over the twelve digits, the exclusive or of its two halves, modulo the number of shards. Each shard judges the files
/// that belong to no account, and a merge counts them once (SHARD-2).
public struct AccountShard: Hashable, Sendable {
    /// Largest number of shards. Nobody has as many accounts.
    public static let countLimit = 1_000_000

    /// The number of this shard, from 1 to `count`.
    public let index: Int
    /// The number of shards.
    public let count: Int

    /// Creates a shard. Returns nil unless `count` is in `1...countLimit` and `index` is in `1...count`.
    public init?(index: Int, count: Int) {
        guard (1...Self.countLimit).contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// Whether this shard judges the files of an account. Nil stands for no account.
    public func includes(_ account: ByteString?) -> Bool {
        guard let account else { return true }
        return includes(account.bytes[...])
    }

    /// Whether the account is in this shard.
    public func includes(_ account: ArraySlice<UInt8>) -> Bool {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in account { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (hash >> 32 ^ hash & 0xFFFF_FFFF) % UInt64(count) == UInt64(index - 1)
    }
}
