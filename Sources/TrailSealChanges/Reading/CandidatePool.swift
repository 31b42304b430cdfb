/// Candidates by their weight. Each weight has a limit of its own, so that what happens often, or what somebody only tried, can't
/// push a change of a trail out.
struct CandidatePool: Sendable {
    /// What a record weighs for the controls.
    enum Weight: CaseIterable, Sendable {
        /// A change of a trail, an account or the organization.
        case trail
        /// A change of a bucket, a key or a log group.
        case resource
        /// What happened to an object.
        case object
        /// A request that failed.
        case refused

        /// The weight of a record that succeeds.
        init(_ kind: ChangeKind) {
            switch kind.topic {
            case .trail, .accountBlock, .organization: self = .trail
            case .bucket, .key, .logGroup: self = .resource
            case .object: self = .object
            }
        }
    }

    /// What a whole run keeps: together at most 100,000 events (CHANGE-9).
    static let ofRun = CandidatePool {
        $0 == .trail ? .init(count: 40_000, bytes: 64 << 20) : .init(count: 20_000, bytes: 32 << 20)
    }
    /// What one log file keeps. A forged file can't demand more memory before its hash is known.
    static let ofFile = CandidatePool {
        switch $0 {
        case .trail: .init(count: 40_000, bytes: 4 << 20)
        case .object: .init(count: 20_000, bytes: 8 << 20)
        case .resource, .refused: .init(count: 20_000, bytes: 2 << 20)
        }
    }

    private var lists: [Weight: CandidateList]

    private init(_ limit: (Weight) -> CandidateList.Limit) {
        lists = Dictionary(uniqueKeysWithValues: Weight.allCases.map { ($0, CandidateList(limit($0))) })
    }

    /// The candidates, once they are settled.
    var items: [Candidate] { Weight.allCases.flatMap { lists[$0]?.items ?? [] } }
    /// Records that were counted only.
    var omitted: Int { lists.values.reduce(0) { $0 + $1.omitted } }
    /// Whether records that change a setting were counted only.
    var isCut: Bool { [Weight.trail, .resource].contains { (lists[$0]?.omitted ?? 0) > 0 } }

    /// Adds a candidate.
    mutating func add(_ candidate: Candidate) {
        lists[candidate.record.error == nil ? Weight(candidate.record.kind) : .refused]?.add(candidate)
    }

    /// Adds the candidates of a log file that is proved.
    mutating func add(_ file: CandidatePool, provedBy proof: Change.Proof) {
        for (weight, list) in file.lists { lists[weight]?.add(list, provedBy: proof) }
    }

    /// Settles all lists.
    mutating func settle() {
        for weight in Weight.allCases { lists[weight]?.settle() }
    }
}
