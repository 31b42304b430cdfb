extension Array {
    /// The elements by what names each, in order. Neighbours mostly share it, so it is hashed once for each run of them.
    public func grouped<Name: Hashable>(by name: (Element) -> Name) -> [Name: [Element]] {
        var groups: [Name: [Element]] = [:]
        var start = 0
        while start < count {
            let own = name(self[start])
            let end = self[start...].firstIndex { name($0) != own } ?? count
            groups[own, default: []] += self[start..<end]
            start = end
        }
        return groups
    }
}
