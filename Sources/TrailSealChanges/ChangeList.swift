package import TrailSealPrimitives

/// The control changes of a run.
package struct ChangeList: Sendable {
    /// The changes by time, then by event id.
    package internal(set) var changes: [Change] = []
    /// Records of changes beyond the limit.
    package internal(set) var omitted = 0
    /// Events whose name is in the table and whose record can't be read.
    package internal(set) var unreadable = 0
    /// Records about buckets, keys and log groups beyond the limit. They may or may not concern a trail.
    package internal(set) var unconnectedOmitted = 0

    /// Whether the list may lack changes of settings. A history would then be wrong.
    package internal(set) var isCut = false

    /// The changes that were done, by what they may concern, each in the order in which they happened.
    package var byResource: ByResource { ByResource(changes) }

    /// The changes that were done, by the resource that they may concern.
    package struct ByResource: Sendable {
        private var own: [ByteString: [Change]] = [:]
        /// Changes of accounts' public access blocks. No record tells whose a bucket is.
        private var blocks: [Change] = []
        /// Changes of trails that the records don't name, by where they were made.
        private var unnamed: [ObservedTime.Place: [Change]] = [:]

        fileprivate init(_ changes: [Change]) {
            for change in changes.sorted(by: { $0.sequence < $1.sequence }) where change.isDone {
                switch (change.subject, change.kind.topic) {
                case (.trail(let name), _): own[ByteString(name.arn), default: []].append(change)
                case (.bucket(let name, nil), _): own[ByteString(name), default: []].append(change)
                case (.account, .accountBlock): blocks.append(change)
                case (.account, .trail): unnamed[change.moment.place, default: []].append(change)
                default: break
                }
            }
        }

        /// Returns the changes of a trail, by its ARN, or of a bucket, by its name.
        package func changes(of resource: ByteString) -> [Change] {
            guard let own = own[resource] else { return [] }
            let trail = TrailName(arn: resource.description)
            let others = trail.map { unnamed[$0.place] ?? [] } ?? blocks
            return others.isEmpty ? own : (own + others).sorted { $0.sequence < $1.sequence }
        }
    }
}
