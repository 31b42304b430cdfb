/// Places for results that several threads fill, each its own.
///
/// `@unchecked Sendable`: every index is written by the one thread that got it from the pool, and read only after all
/// threads have ended.
public final class IndexedResults<Value: Sendable>: @unchecked Sendable {
    @usableFromInline let storage: UnsafeMutableBufferPointer<Value?>

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

    @inlinable
    public func set(_ index: Int, _ value: Value) {
        guard storage.indices.contains(index) else { return }
        storage[index] = value
    }

    /// All values, moved out.
    @inlinable
    public func take() -> [Value?] {
        let values = [Value?](unsafeUninitializedCapacity: storage.count) { target, initialized in
            _ = target.moveInitialize(fromContentsOf: storage)
            initialized = storage.count
        }
        storage.initialize(repeating: nil)
        return values
    }
}
