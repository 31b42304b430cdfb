internal import Synchronization

/// Which saved answers were asked for by a digest that is there: each counts once.
final class AnswerUse: Sendable {
    /// A bit for each answer.
    private let bits: Mutex<[UInt64]>
    /// The same of what every shard reads.
    private let shared: Mutex<[UInt64]>

    init(count: Int) {
        let none = [UInt64](repeating: 0, count: (count + 63) / 64)
        bits = Mutex(none)
        shared = Mutex(none)
    }

    /// Who asks for answers: what is read of an account, or what lies in no account's folder, which every shard reads.
    enum User { case account, everyone }

    func mark(_ numbers: some Sequence<Int>, by user: User?) {
        guard let user else { return }
        bits.withLock { Self.mark(numbers, in: &$0) }
        if user == .everyone { shared.withLock { Self.mark(numbers, in: &$0) } }
    }

    private static func mark(_ numbers: some Sequence<Int>, in bits: inout [UInt64]) {
        for number in numbers where bits.indices.contains(number / 64) { bits[number / 64] |= 1 << (number % 64) }
    }

    func isUsed(_ number: Int) -> Bool { bits.withLock { Self.holds($0, number) } }

    func isShared(_ number: Int) -> Bool { shared.withLock { Self.holds($0, number) } }

    private static func holds(_ bits: [UInt64], _ number: Int) -> Bool {
        bits.indices.contains(number / 64) && bits[number / 64] & (1 << (number % 64)) != 0
    }
}
