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

    /// The changes of public access blocks of accounts that were done, in the order in which they happened.
    package var ofAccountBlocks: [Change] {
        changes.filter { $0.isDone && $0.kind.topic == .accountBlock }.sorted { $0.sequence < $1.sequence }
    }

    /// The changes that were done, by the trail's ARN or the bucket's name, in the order in which they happened.
    package var byResource: [ByteString: [Change]] {
        var found: [ByteString: [Change]] = [:]
        for change in changes.sorted(by: { $0.sequence < $1.sequence }) where change.isDone {
            switch change.subject {
            case .trail(let name): found[ByteString(name.arn), default: []].append(change)
            case .bucket(let name, nil): found[ByteString(name), default: []].append(change)
            default: break
            }
        }
        return found
    }
}
