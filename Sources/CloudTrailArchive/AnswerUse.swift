internal import Synchronization

/// Which saved answers were asked for by a digest that is there: each counts once.
final class AnswerUse: Sendable {
    /// A bit for each answer.
    private let bits: Mutex<[UInt64]>

    init(count: Int) { bits = Mutex(Array(repeating: 0, count: (count + 63) / 64)) }

    func mark(_ numbers: some Sequence<Int>) {
        bits.withLock { bits in
            for number in numbers where bits.indices.contains(number / 64) { bits[number / 64] |= 1 << (number % 64) }
        }
    }

    func isUsed(_ number: Int) -> Bool {
        bits.withLock { $0.indices.contains(number / 64) && $0[number / 64] & (1 << (number % 64)) != 0 }
    }
}
