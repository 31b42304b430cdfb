internal import TrailSealChanges
internal import TrailSealPrimitives
internal import TrailSealVerification

/// The marks of control changes on the timeline, for the trails and buckets that they are about.
struct ChangeMarks {
    /// One mark: a change, or several that are too close to be told apart.
    struct Mark {
        var first: ChangeRecord
        var last: ChangeRecord
        var count = 1

        /// The text that a reader gets when pointing at the mark.
        var label: String {
            guard count > 1 else { return first.line.shortened(to: 300) }
            return "\(TextTable.count(count, "control change")), \(first.time.iso8601) to \(last.time.iso8601)"
        }
    }

    /// The name and home Region of a trail. An organization trail belongs to another account than its chains.
    private struct Trail: Hashable {
        let name: String
        let region: String
    }

    /// The number of places on the axis. Marks in one place are drawn as one.
    private static let places = 200

    /// By trail, account and place.
    private var ofTrails: [Trail: [String: [Int: Mark]]] = [:]
    private var ofBuckets: [String: [Int: Mark]] = [:]
    private let axis: TimelineAxis

    /// Creates the marks of `changes`, which are in order of time.
    init(_ changes: [ChangeRecord], _ axis: TimelineAxis) {
        self.axis = axis
        for change in changes where axis.from <= change.time && change.time <= axis.to {
            let place = axis.position(change.time) * Self.places / 10_000
            switch change.subject.kind {
            case .bucket: Self.add(change, place, to: &ofBuckets[change.subject.id, default: [:]])
            case .trail:
                guard let name = TrailName(arn: change.subject.id) else { continue }
                let trail = Trail(name: name.name, region: name.region)
                Self.add(change, place, to: &ofTrails[trail, default: [:]][name.account, default: [:]])
            case .key, .logGroup, .account: break
            }
        }
    }

    /// Returns the marks of chains: their positions on the axis, in order.
    func of(_ chains: [ChainRecord]) -> [(position: Int, mark: Mark)] {
        var marks: [Int: Mark] = [:]
        for bucket in Set(chains.compactMap(\.bucket)).sorted() {
            Self.add(ofBuckets[bucket] ?? [:], to: &marks)
        }
        // The chains of a trail have its changes in common, so each trail is asked once.
        let names = Dictionary(grouping: chains.map(\.name)) { Trail(name: $0.trail, region: $0.homeRegion) }
        for (trail, names) in names.sorted(by: { ($0.key.name, $0.key.region) < ($1.key.name, $1.key.region) }) {
            let accounts = Set(names.map(\.accountID))
            let isOfOrganization = names.contains { $0.organizationID != nil }
            let all = (ofTrails[trail] ?? [:]).sorted { $0.key < $1.key }
            for (account, own) in all where isOfOrganization || accounts.contains(account) {
                Self.add(own, to: &marks)
            }
        }
        return marks.sorted { $0.key < $1.key }.map { place, mark in
            (mark.count == 1 ? axis.position(mark.first.time) : place * 10_000 / Self.places, mark)
        }
    }

    private static func add(_ change: ChangeRecord, _ place: Int, to marks: inout [Int: Mark]) {
        let mark = Mark(first: change, last: change)
        marks[place] = marks[place].map { joined($0, mark) } ?? mark
    }

    private static func add(_ more: [Int: Mark], to marks: inout [Int: Mark]) {
        for (place, mark) in more { marks[place] = marks[place].map { joined($0, mark) } ?? mark }
    }

    private static func joined(_ one: Mark, _ other: Mark) -> Mark {
        Mark(
            first: one.first.time <= other.first.time ? one.first : other.first,
            last: one.last.time >= other.last.time ? one.last : other.last, count: one.count + other.count)
    }
}
