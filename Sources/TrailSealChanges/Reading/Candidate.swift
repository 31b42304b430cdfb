/// A record that is a change, unless its bucket, key or log group turns out to concern no trail.
struct Candidate: Sendable {
    /// The record.
    let record: EventRecord
    /// The log files that hold it.
    private(set) var proofs: Set<Change.Proof> = []
    /// The first of them.
    private var least: Change.Proof?
    /// How often it was read.
    private(set) var count = 1

    /// Creates a candidate whose log file isn't proved yet.
    init(_ record: EventRecord) { self.record = record }

    /// Returns the candidate with the log file that holds it.
    func proved(by proof: Change.Proof) -> Candidate {
        var proved = self
        proved.proofs = [proof]
        proved.least = proof
        return proved
    }

    /// Whether both are deliveries of one event (CHANGE-4).
    func isSame(as other: Candidate) -> Bool {
        let (left, right) = (record, other.record)
        return !left.eventID.isEmpty && left.eventID == right.eventID && left.time == right.time
            && left.kind == right.kind && left.source == right.source && left.accountID == right.accountID
            && left.error == right.error
    }

    /// Whether it comes before `other`: by time and id, then by what makes the order of all candidates the same in each run.
    func precedes(_ other: Candidate) -> Bool {
        let (left, right) = (record, other.record)
        if left.time != right.time { return left.time < right.time }
        if left.eventID != right.eventID { return left.eventID < right.eventID }
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        if left.source != right.source { return left.source < right.source }
        if left.accountID != right.accountID { return (left.accountID ?? "") < (right.accountID ?? "") }
        if left.error != right.error { return (left.error ?? "") < (right.error ?? "") }
        guard let least, let second = other.least else { return false }
        return least < second
    }

    /// Adds a delivery of the same event.
    mutating func unite(_ other: Candidate) {
        proofs.formUnion(other.proofs)
        count += other.count
    }
}
