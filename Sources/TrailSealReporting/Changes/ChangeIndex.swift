/// Finds control changes by their event ids.
struct ChangeIndex {
    private var byID: [String: ChangeRecord] = [:]

    /// Creates an index. If several changes have one id, the first counts.
    init(_ changes: [ChangeRecord] = []) {
        for change in changes {
            if let id = change.eventID, byID[id] == nil { byID[id] = change }
        }
    }

    /// Returns the change with an event id; nil if the report doesn't have it.
    subscript(id: String) -> ChangeRecord? { byID[id] }

    /// Returns the changes that began the last spans of the histories, the oldest first, each once.
    func changes(in history: [ControlHistory], limit: Int) -> [ChangeRecord] {
        var seen: Set<String> = []
        let ids = history.flatMap(\.spans).compactMap(\.eventID).filter { seen.insert($0).inserted }
        let found = ids.compactMap { byID[$0] }.sorted { ($0.time, $0.eventID ?? "") < ($1.time, $1.eventID ?? "") }
        return Array(found.suffix(limit))
    }
}
