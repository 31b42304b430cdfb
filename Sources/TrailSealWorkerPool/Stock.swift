internal import Glibc

/// Things that threads use in turn, such as large buffers. A thread that needs one while all are in use waits for it.
///
/// So what a run needs of them follows their number, not the number of threads. Who has one mustn't wait for a second one.
///
/// `@unchecked Sendable`: everything that changes is touched under the lock only.
public final class Stock<Item>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var items: [Item]

    /// Creates a stock of these items.
    public init(_ items: [Item]) {
        self.items = items
        pthread_mutex_init(lock, nil)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    /// Takes an item out, the one given back last. Waits while there is none.
    public func take() -> Item {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            if let item = items.popLast() { return item }
            pthread_cond_wait(change, lock)
        }
    }

    /// Gives an item back, or another one for it.
    public func giveBack(_ item: Item) {
        pthread_mutex_lock(lock)
        items.append(item)
        pthread_cond_signal(change)
        pthread_mutex_unlock(lock)
    }
}
