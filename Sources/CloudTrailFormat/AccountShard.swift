public import Primitives

/// One of several equal parts of an organization's accounts, for runs that share the work.
///
/// A part is made of whole accounts: which logs no digest lists, and which region of a trail falls short of another, needs
/// all chains of an account. The account decides by a hash that never changes: FNV-1a of 64 bits over the twelve digits,
/// its two halves exclusive-ored, modulo the number of shards. What belongs to no account is in the first shard.
public struct AccountShard: Hashable, Sendable {
    /// Most shards: more than anybody has accounts.
    public static let countLimit = 1_000_000

    /// From 1 to `count`.
    public let index: Int
    public let count: Int

    /// Nil where `index` is not one of 1 to `count`, or there are too many.
    public init?(index: Int, count: Int) {
        guard (1...Self.countLimit).contains(count), (1...count).contains(index) else { return nil }
        self.index = index
        self.count = count
    }

    /// Whether an account is in this shard.
    public func includes(_ account: ByteString?) -> Bool {
        guard let account else { return index == 1 }
        return includes(account.bytes[...])
    }

    public func includes(_ account: ArraySlice<UInt8>) -> Bool {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in account { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (hash >> 32 ^ hash & 0xFFFF_FFFF) % UInt64(count) == UInt64(index - 1)
    }
}
