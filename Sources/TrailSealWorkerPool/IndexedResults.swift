/// One result per index, filled by several threads.
///
/// `@unchecked Sendable`: each index is written only by the thread that got it from the pool, and read only after all
/// threads have ended.
public final class IndexedResults<Value: Sendable>: @unchecked Sendable {
    @usableFromInline let storage: UnsafeMutableBufferPointer<Value?>

    /// Creates `count` empty results.
    @inlinable
    public init(count: Int) {
        storage = .allocate(capacity: count)
        storage.initialize(repeating: nil)
    }

    @inlinable
    deinit {
        storage.deinitialize()
        storage.deallocate()
    }

    /// Stores the result at `index`. Does nothing if the index is out of range.
    @inlinable
    public func set(_ index: Int, _ value: Value) {
        guard storage.indices.contains(index) else { return }
        storage[index] = value
    }

    /// Moves all results out and leaves them empty. A result that wasn't set is nil.
    @inlinable
    public func take() -> [Value?] {
        let values = [Value?](unsafeUninitializedCapacity: storage.count) { target, initialized in
            _ = target.moveInitialize(fromContentsOf: storage)
            initialized = storage.count
        }
        storage.initialize(repeating: nil)
        return values
    }

    /// Moves the results that were set out, in order, and leaves all empty.
    @inlinable
    public func takeSet() -> [Value] {
        let values = [Value](unsafeUninitializedCapacity: storage.count) { target, initialized in
            for index in storage.indices {
                guard let value = storage.moveElement(from: index) else { continue }
                target.initializeElement(at: initialized, to: value)
                initialized += 1
            }
        }
        storage.initialize(repeating: nil)
        return values
    }
}
