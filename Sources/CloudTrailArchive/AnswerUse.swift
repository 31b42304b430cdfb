internal import Synchronization

/// Which saved answers were asked for by a digest that is there: each counts once.
final class AnswerUse: Sendable {
    /// A bit for each answer.
    private let bits: Mutex<[UInt64]>
    /// The same of what every shard reads.
    private let shared: Mutex<[UInt64]>
    /// Those that were asked for in vain: they hold no whole signature.
    private let empty: Mutex<[UInt64]>

    init(count: Int) {
        let none = [UInt64](repeating: 0, count: (count + 63) / 64)
        bits = Mutex(none)
        shared = Mutex(none)
        empty = Mutex(none)
    }

    /// Who asks for answers: what is read of an account, or what lies in no account's folder, which every shard reads.
    enum User { case account, everyone }

    /// `isOfUse` says whether the answer holds a signature that may be a digest's.
    func mark(_ number: Int, isOfUse: Bool, by user: User?) {
        guard let user else { return }
        guard isOfUse else { return empty.withLock { Self.mark(number, in: &$0) } }
        bits.withLock { Self.mark(number, in: &$0) }
        if user == .everyone { shared.withLock { Self.mark(number, in: &$0) } }
    }

    private static func mark(_ number: Int, in bits: inout [UInt64]) {
        if bits.indices.contains(number / 64) { bits[number / 64] |= 1 << (number % 64) }
    }

    func isEmpty(_ number: Int) -> Bool { empty.withLock { Self.holds($0, number) } }

    func isUsed(_ number: Int) -> Bool { bits.withLock { Self.holds($0, number) } }

    func isShared(_ number: Int) -> Bool { shared.withLock { Self.holds($0, number) } }

    private static func holds(_ bits: [UInt64], _ number: Int) -> Bool {
        bits.indices.contains(number / 64) && bits[number / 64] & (1 << (number % 64)) != 0
    }
}
