/// Things that threads use in turn, such as large buffers. A thread that needs one while all are in use waits for it.
///
/// So what a run needs of them follows their number, not the number of threads. Who has one mustn't wait for a second one.
///
/// `@unchecked Sendable`: everything that changes is touched under the lock only.
public final class Stock<Item>: @unchecked Sendable {
    private let monitor = Monitor()
    private var items: [Item]

    /// Creates a stock of these items.
    public init(_ items: [Item]) { self.items = items }

    /// Takes an item out, the one given back last. Waits while there is none.
    public func take() -> Item {
        monitor.withLock {
            while true {
                if let item = items.popLast() { return item }
                monitor.wait()
            }
        }
    }

    /// Gives an item back, or another one for it.
    public func giveBack(_ item: Item) {
        monitor.withLock { items.append(item) }
        monitor.signal()
    }
}
