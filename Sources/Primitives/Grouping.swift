extension Array {
    /// The elements by what names each, in order. Neighbours mostly share it, so it is hashed once for each run of them.
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
    /// The value of a key; `new`, which is kept, if it has none. One look-up.
    @inlinable
    public mutating func value(of key: Key, or new: @autoclosure () -> Value) -> Value {
        func read(_ value: inout Value) -> Value { value }
        return read(&self[key, default: new()])
    }
}
