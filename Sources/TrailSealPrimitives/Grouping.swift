extension Array {
    /// Groups the elements by name and keeps their order within each group. Adjacent elements mostly share a name, so
    /// each run of equal names is hashed once.
    @inlinable
    public func grouped<Name: Hashable>(by name: (Element) -> Name) -> [Name: [Element]] {
        var groups: [Name: [Element]] = [:]
        var start = 0
        while start < count {
            let own = name(self[start])
            var end = start + 1
            while end < count, name(self[end]) == own { end += 1 }
            groups[own, default: []] += self[start..<end]
            start = end
        }
        return groups
    }
}

extension Dictionary {
    /// Returns the value of `key`. If there is none, stores `new` and returns it. Takes one look-up.
    @inlinable
    public mutating func value(of key: Key, or new: @autoclosure () -> Value) -> Value {
        func read(_ value: inout Value) -> Value { value }
        return read(&self[key, default: new()])
    }
}
