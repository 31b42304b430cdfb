/// Turns candidates into changes. Drops those that concern no trail, and tells what each changed.
enum ChangeResolver {
    /// Returns the changes among `candidates`. `subjects` are those of the description and of verified digests. Those that
    /// records of trails name are added. `observed` is the time whose records are there.
    static func list(_ candidates: [Candidate], _ subjects: TrailSubjects, _ observed: ObservedTime) -> ChangeList {
        var subjects = subjects
        for candidate in candidates where candidate.record.error == nil {
            guard case .settings(let request, let given) = candidate.record.detail,
                case .trail(let name) = candidate.record.subject
            else { continue }
            subjects.add(given, of: name)
            if let request { subjects.add(request.without(keyIn: given), of: name) }
        }
        var all = CandidatePool.ofRun
        for candidate in candidates where subjects.concern(candidate.record) { all.add(candidate) }
        all.settle()
        var list = ChangeList()
        list.omitted = all.omitted
        list.isCut = all.isCut
        var (words, states) = (SettingsLedger(), SettingsLedger(in: observed))
        let told = all.items.sorted(by: happensBefore).enumerated().map { sequence, candidate in
            let record = candidate.record
            let (effect, told) = (words.take(record).effect, states.take(record).told)
            return (
                candidate,
                Change(
                    kind: record.kind, time: record.time, accountID: record.accountID, region: record.region,
                    eventSource: record.source, eventID: record.eventID, who: record.who, sourceIP: record.sourceIP,
                    userAgent: record.userAgent, error: record.error, subject: record.subject, effect: effect,
                    proofs: candidate.proofs.sorted(), sequence: sequence, trails: subjects.trails(of: record),
                    told: told)
            )
        }
        list.changes = told.sorted { $0.0.precedes($1.0) }.map(\.1)
        return list
    }

    /// Whether an event happened before another. Records have whole seconds. Within one, a trail is created before anything else
    /// happens to it, and deleted last.
    private static func happensBefore(_ left: Candidate, _ right: Candidate) -> Bool {
        guard left.record.time == right.record.time else { return left.record.time < right.record.time }
        let (first, second) = (rank(left.record.kind), rank(right.record.kind))
        return first == second ? left.precedes(right) : first < second
    }

    private static func rank(_ kind: ChangeKind) -> Int { kind == .createTrail ? 0 : kind == .deleteTrail ? 2 : 1 }
}
