internal import Synchronization

/// Values that stay in memory until the process ends. Freeing tens of thousands of objects takes as long as judging them.
enum LeftAtExit {
    private static let values = Mutex<[any Sendable]>([])

    /// Keeps a value.
    static func keep(_ value: (any Sendable)?) {
        if let value { values.withLock { $0.append(value) } }
    }
}
