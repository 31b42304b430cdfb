package import TrailSealControls
internal import TrailSealPrimitives

/// The buckets, KMS keys and log groups that trails use. An event about another one isn't a change (CHANGE-3).
package struct TrailSubjects: Sendable {
    /// The names of log buckets.
    package var buckets: Set<String> = []
    private var keys = OwnedNames()
    private var logGroups = OwnedNames()

    /// Creates an empty set.
    package init() {}

    /// Creates the subjects that trail descriptions name.
    package init(_ descriptions: [TrailDescription]) {
        for trail in descriptions.flatMap({ $0.trails.payload ?? [] }) {
            add(
                of: TrailName(trail.id.description, account: nil, region: nil), bucket: trail.bucket?.description,
                key: trail.kmsKeyID, logGroup: trail.logGroupARN)
        }
    }

    /// Adds what the settings of a trail name.
    mutating func add(_ settings: TrailSettings, of trail: TrailName) {
        add(of: trail, bucket: settings.bucket, key: settings.kmsKey, logGroup: settings.logGroup)
    }

    private mutating func add(of trail: TrailName, bucket: String?, key: String?, logGroup: String?) {
        if let bucket, !bucket.isEmpty { buckets.insert(bucket) }
        keys.insert(key, of: trail)
        logGroups.insert(logGroup, of: trail)
    }

    /// Whether a record is about a trail, one of these, an account or an organization.
    func concern(_ record: EventRecord) -> Bool {
        switch record.subject {
        case .trail, .account: true
        case .bucket(let name, _): buckets.contains(name)
        case .key, .logGroup: !trails(of: record).isEmpty
        }
    }

    /// The trails that use the key or log group of a record.
    func trails(of record: EventRecord) -> Set<TrailName> {
        switch record.subject {
        case .key(let key): keys.trails(of: key, account: record.accountID, region: record.region)
        case .logGroup(let name): logGroups.trails(of: name, account: record.accountID, region: record.region)
        case .trail, .account, .bucket: []
        }
    }
}
