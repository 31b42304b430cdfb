internal import Synchronization

/// Records which saved answers were requested by a digest that is present. Each answer counts once.
///
/// Up to 64 readers record at once, so each answer has a byte of its own instead of a lock for all.
///
/// `@unchecked Sendable`: the bytes are atomic, and the buffer never changes.
final class AnswerUse: @unchecked Sendable {
    /// What was requested, in one byte for each answer.
    private enum Mark {
        /// Requested, with a whole signature.
        static let used: UInt8 = 1
        /// Requested by what every shard reads, with a whole signature.
        static let shared: UInt8 = 2
        /// Requested, but without a whole signature.
        static let empty: UInt8 = 4
        /// Read, and of no use to any digest. It needn't be read again.
        static let useless: UInt8 = 8
        /// Read, and the same as an earlier answer for the same name. It needn't be read again.
        static let repeated: UInt8 = 16
    }

    private let marks: UnsafeMutableBufferPointer<Atomic<UInt8>>

    init(count: Int) {
        marks = .allocate(capacity: count)
        for index in marks.indices { marks.initializeElement(at: index, to: Atomic(0)) }
    }

    deinit {
        marks.deinitialize()
        marks.deallocate()
    }

    /// Who requests answers: files of one account, or files outside all account folders, which every shard reads.
    enum User { case account, everyone }

    /// Records a request. `isOfUse` says whether the answer has a whole signature. Nil as `user` records nothing.
    func mark(_ number: Int, isOfUse: Bool, by user: User?) {
        guard let user, marks.indices.contains(number) else { return }
        let used = user == .everyone ? Mark.used | Mark.shared : Mark.used
        marks[number].bitwiseOr(isOfUse ? used : Mark.empty, ordering: .relaxed)
    }

    /// Records that the answer was read, and is of no use to any digest.
    func markUseless(_ number: Int) {
        if marks.indices.contains(number) { marks[number].bitwiseOr(Mark.useless, ordering: .relaxed) }
    }

    /// Whether the answer is known to be of no use to any digest.
    func isUseless(_ number: Int) -> Bool { has(Mark.useless, number) }

    /// Records that the answer is the same as an earlier one for the same name.
    func markRepeated(_ number: Int) {
        if marks.indices.contains(number) { marks[number].bitwiseOr(Mark.repeated, ordering: .relaxed) }
    }

    /// Whether the answer is known to be the same as an earlier one for the same name.
    func isRepeated(_ number: Int) -> Bool { has(Mark.repeated, number) }

    /// Whether the answer was requested but has no whole signature.
    func isEmpty(_ number: Int) -> Bool { has(Mark.empty, number) }

    /// Whether the answer was requested and has a whole signature.
    func isUsed(_ number: Int) -> Bool { has(Mark.used, number) }

    /// Whether the answer was used by what every shard reads.
    func isShared(_ number: Int) -> Bool { has(Mark.shared, number) }

    private func has(_ mark: UInt8, _ number: Int) -> Bool {
        marks.indices.contains(number) && marks[number].load(ordering: .relaxed) & mark != 0
    }
}
