internal import Synchronization

/// Counts which saved answers were requested by a digest that is present. Each answer counts once.
final class AnswerUse: Sendable {
    /// One bit per answer: requested, with a whole signature.
    private let bits: Mutex<[UInt64]>
    /// One bit per answer: requested by what every shard reads.
    private let shared: Mutex<[UInt64]>
    /// One bit per answer: requested, but without a whole signature.
    private let empty: Mutex<[UInt64]>

    init(count: Int) {
        let none = [UInt64](repeating: 0, count: (count + 63) / 64)
        bits = Mutex(none)
        shared = Mutex(none)
        empty = Mutex(none)
    }

    /// Who requests answers: files of one account, or files outside all account folders, which every shard reads.
    enum User { case account, everyone }

    /// Records a request. `isOfUse` says whether the answer has a whole signature. Nil as `user` records nothing.
    func mark(_ number: Int, isOfUse: Bool, by user: User?) {
        guard let user else { return }
        guard isOfUse else { return empty.withLock { Self.mark(number, in: &$0) } }
        bits.withLock { Self.mark(number, in: &$0) }
        if user == .everyone { shared.withLock { Self.mark(number, in: &$0) } }
    }

    private static func mark(_ number: Int, in bits: inout [UInt64]) {
        if bits.indices.contains(number / 64) { bits[number / 64] |= 1 << (number % 64) }
    }

    /// Whether the answer was requested but has no whole signature.
    func isEmpty(_ number: Int) -> Bool { empty.withLock { Self.holds($0, number) } }

    /// Whether the answer was requested and has a whole signature.
    func isUsed(_ number: Int) -> Bool { bits.withLock { Self.holds($0, number) } }

    /// Whether the answer was used by what every shard reads.
    func isShared(_ number: Int) -> Bool { shared.withLock { Self.holds($0, number) } }

    private static func holds(_ bits: [UInt64], _ number: Int) -> Bool {
        bits.indices.contains(number / 64) && bits[number / 64] & (1 << (number % 64)) != 0
    }
}
