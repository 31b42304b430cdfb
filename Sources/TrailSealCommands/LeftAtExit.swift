internal import Synchronization

/// What the process does not take apart before it ends: with ten thousands of objects that takes as long as judging them.
enum LeftAtExit {
    private static let values = Mutex<[any Sendable]>([])

    static func keep(_ value: (any Sendable)?) {
        if let value { values.withLock { $0.append(value) } }
    }
}
