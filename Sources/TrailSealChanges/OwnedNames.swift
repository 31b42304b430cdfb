/// Names of keys or log groups, as trails give them.
struct OwnedNames: Sendable {
    private var names: Set<OwnedName> = []

    /// Adds a name or an ARN. An empty text stands for none.
    mutating func insert(_ text: String?) {
        if let text, !text.isEmpty { names.insert(OwnedName(text)) }
    }

    /// Whether a name in a record matches. If a trail gives only the name, any account matches.
    func hold(_ text: String, account: String?, region: String?) -> Bool {
        let owned = OwnedName(text, account: account, region: region)
        return names.contains(owned) || names.contains(OwnedName(owned.name))
    }
}
