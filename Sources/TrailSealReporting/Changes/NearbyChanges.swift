internal import TrailSealChanges
internal import TrailSealPrimitives
internal import TrailSealVerification

/// Finds the control changes that were recorded around the time of a finding (CHANGE-7). They don't have to be its cause.
struct NearbyChanges {
    /// The most changes of one finding.
    private static let limit = 5
    /// How long before a finding's time a change still counts, in seconds.
    private static let before = 2 * UnixTime.hour
    /// The findings about absent evidence.
    private static let codes: Set<FindingCode> = [.coverageGap, .historyTruncated, .digestMissing, .logMissing]

    /// What a finding and a change have in common.
    private enum Topic: Hashable {
        case trail(arn: String)
        /// Any account's trail of this name. The trail of an organization belongs to another account than its chains.
        case trailOf(region: String, name: String)
        case bucket(String)
        /// The objects of a bucket.
        case objects(bucket: String)
        case object(bucket: String, key: String)
        case account(String)
        /// Every account whose chains an organization trail writes.
        case organization
    }

    /// The changes of each topic, in order of time.
    private var changes: [Topic: [ChangeRecord]] = [:]
    private let buckets: [ChainName: String]

    /// Creates a search. `all` are in order of time, each as it is shown and as it was found. `chains` tell the buckets.
    init(_ all: [(record: ChangeRecord, change: Change)], chains: [ChainRecord]) {
        buckets = Dictionary(chains.compactMap { chain in chain.bucket.map { (chain.name, $0) } }) { first, _ in first }
        for (record, change) in all where record.eventID != nil {
            for topic in Self.topics(of: record, change) { changes[topic, default: []].append(record) }
        }
    }

    private static func topics(of record: ChangeRecord, _ change: Change) -> Set<Topic> {
        let subject = record.subject
        let account = record.accountID.map(Topic.account)
        switch change.subject {
        case .trail(let name): return Set(topics(of: name))
        case .bucket:
            guard let key = subject.object else { return [.bucket(subject.id)] }
            return [.objects(bucket: subject.id), .object(bucket: subject.id, key: key)]
        case .key, .logGroup: return Set([account].compactMap(\.self) + change.trails.flatMap(topics))
        case .account:
            let isForAll = [.disableAWSServiceAccess, .deregisterDelegatedAdministrator].contains(change.kind)
            return Set([account, .account(subject.id), isForAll ? .organization : nil].compactMap(\.self))
        }
    }

    private static func topics(of trail: TrailName) -> [Topic] {
        [.trail(arn: EscapedText.string(of: trail.arn)), .trailOf(region: trail.region, name: trail.name)]
    }

    private func topics(of finding: FindingRecord) -> [Topic] {
        guard let chain = finding.chain else {
            return [finding.owner?.accountID.map(Topic.account), finding.bucket.map(Topic.bucket)].compactMap(\.self)
        }
        let arn = TrailName(account: chain.accountID, region: chain.homeRegion, name: chain.trail).arn
        let own: [Topic] =
            chain.organizationID == nil
            ? [.trail(arn: arn)] : [.trailOf(region: chain.homeRegion, name: chain.trail), .organization]
        return own + [.account(chain.accountID)]
            + [finding.bucket ?? buckets[chain]].compactMap { $0.map(Topic.bucket) }
    }

    /// Returns the event ids of the nearest changes of the finding's trail, bucket or account, the nearest first.
    func ids(of finding: FindingRecord) -> [String] {
        guard let code = finding.known, Self.codes.contains(code), let from = finding.moment else { return [] }
        let span = (from - Self.before)...max(finding.to ?? from, from)
        func ordered(_ found: [ChangeRecord]) -> [ChangeRecord] {
            found.sorted { left, right in
                let (first, second) = (left.time.interval(since: from), right.time.interval(since: from))
                return (first.magnitude, left.time, left.eventID ?? "") < (
                    second.magnitude, right.time, right.eventID ?? ""
                )
            }
        }
        // What was done to the object itself comes first, and counts at any time.
        var own: [ChangeRecord] = []
        if let bucket = finding.bucket, let key = finding.key {
            let all = UnixTime(seconds: .min)...UnixTime(seconds: .max)
            own = ordered(nearest(changes[.object(bucket: bucket, key: key)] ?? [], to: from, in: all))
        }
        let topics = topics(of: finding)
        let settings = ordered(topics.flatMap { nearest(changes[$0] ?? [], to: from, in: span) })
        // What happens to objects happens often, and must not take the place of a change of a setting.
        let objects = topics.compactMap { topic in
            if case .bucket(let bucket) = topic { changes[.objects(bucket: bucket)] } else { nil }
        }
        let written = ordered(objects.flatMap { nearest($0, to: from, in: span) })
        var chosen: [ChangeRecord] = []
        for change in own + settings + written where chosen.count < Self.limit && !chosen.contains(change) {
            chosen.append(change)
        }
        let others = ordered(chosen.filter { !own.contains($0) })
        return (chosen.filter(own.contains) + others).compactMap(\.eventID)
    }

    /// Returns up to the limit of changes within `span`, walking from `moment` to both sides.
    private func nearest(
        _ changes: [ChangeRecord], to moment: UnixTime, in span: ClosedRange<UnixTime>
    ) -> [ChangeRecord] {
        let middle = changes.partitionIndex { $0.time >= moment }
        let later = changes[middle...].prefix(Self.limit).prefix { span.contains($0.time) }
        let earlier = changes[..<middle].suffix(Self.limit).filter { span.contains($0.time) }
        return earlier + later
    }
}

extension Array {
    /// Returns the first position from which on all elements belong to the second part.
    fileprivate func partitionIndex(where belongsInSecond: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if belongsInSecond(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
