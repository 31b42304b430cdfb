/// Names of keys or log groups, and the trails that use them.
struct OwnedNames: Sendable {
    private var trails: [OwnedName: Set<TrailName>] = [:]

    /// Adds the name or ARN of something that `trail` uses. An empty text stands for none.
    mutating func insert(_ text: String?, of trail: TrailName) {
        if let text, !text.isEmpty { trails[OwnedName(text), default: []].insert(trail) }
    }

    /// Returns the trails that use what a record names. If a trail gives only the name, any account matches.
    func trails(of text: String, account: String?, region: String?) -> Set<TrailName> {
        let owned = OwnedName(text, account: account, region: region)
        return (trails[owned] ?? []).union(trails[OwnedName(owned.name)] ?? [])
    }
}
