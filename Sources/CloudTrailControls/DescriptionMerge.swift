internal import Primitives

/// Unites what is described twice: a trail listed in several Regions, an account in several files, a bucket and a trail
/// of several accounts.
///
/// The newest capture wins, answer by answer; what it lacks or could not get, the older ones fill in. If nothing tells
/// which of two entries is the newer, the setting that doesn't pass is taken, and the trail is marked. Of other answers
/// neither is taken then, unless they agree.
public enum DescriptionMerge {
    /// One description for each account, in the order in which they are first named, with the answers that all files
    /// hold about its trails and buckets (rule CONTROL-23).
    public static func united(_ descriptions: [TrailDescription]) -> [TrailDescription] {
        var answers: [ByteString: DatedTrail] = [:]
        var buckets: [ByteString: DatedBucket] = [:]
        for description in newestFirst(descriptions) {
            for (arn, found) in description.answers {
                answers[arn, default: DatedTrail()].add(found, at: description.capturedAt)
            }
            for (name, found) in description.buckets {
                buckets[name, default: DatedBucket()].add(found, at: description.capturedAt)
            }
        }
        let (shared, settings) = (answers.mapValues(\.answers), buckets.mapValues(\.bucket))
        return grouped(descriptions).map { group in
            var account = account(of: newestFirst(group))
            account.answers = shared
            account.attachAnswers()
            account.buckets = settings
            return account
        }
    }

    /// The descriptions of each account. Those that don't say whose they are are taken for one account's, and for the one
    /// that the others name if it is the only one.
    private static func grouped(_ descriptions: [TrailDescription]) -> [[TrailDescription]] {
        var groups: [[TrailDescription]] = []
        var places: [String?: Int] = [:]
        for description in descriptions {
            if let place = places[description.accountID] {
                groups[place].append(description)
            } else {
                places[description.accountID] = groups.count
                groups.append([description])
            }
        }
        guard groups.count == 2, let unnamed = places[nil] else { return groups }
        var group = groups[1 - unnamed]
        let account = group.first?.accountID
        for var description in groups[unnamed] {
            description.accountID = account
            description.notes = [
                "An answer that doesn't say whose it is was taken for this account's. If it isn't, give its account with "
                    + "--account."
            ]
            group.append(description)
        }
        return [group]
    }

    /// By the time of capture; those without one last, those of one time in the order given.
    private static func newestFirst(_ descriptions: [TrailDescription]) -> [TrailDescription] {
        descriptions.enumerated().sorted { left, right in
            switch (left.element.capturedAt, right.element.capturedAt) {
            case (let first?, let second?) where first != second: first > second
            case (.some, nil): true
            case (nil, .some): false
            default: left.offset < right.offset
            }
        }.map(\.element)
    }

    /// The trails of one list, each once, by its ARN.
    static func united(_ trails: [DescribedTrail]) -> [DescribedTrail] {
        var united = UnitedTrails()
        for trail in trails { united.add(trail, captured: nil) }
        return united.trails
    }

    /// One account, from its descriptions, the newest first. There is at least one.
    private static func account(of descriptions: [TrailDescription]) -> TrailDescription {
        var account = descriptions[0]
        var trails = UnitedTrails()
        var lists = TrailLists()
        var block = DatedAnswer<PublicAccessBlock>()
        for one in descriptions {
            if let list = one.trails.payload {
                if lists.add(one) { for trail in list { trails.add(trail, captured: one.capturedAt) } }
            } else if !account.trails.isSettled, account.trails.errorCode == nil {
                account.trails = one.trails
            }
            block.add(one.publicAccessBlock, at: one.capturedAt, agrees: ==)
        }
        if lists.count > 0 { account.trails = .payload(trails.trails) }
        account.asksEveryRegion = lists.asksEveryRegion
        account.listsAllTrails = lists.listsAllTrails
        account.publicAccessBlock = block.answer
        account.reachedBuckets = descriptions.reduce(into: []) { $0.formUnion($1.reachedBuckets) }
        account.unknownMemberCount = descriptions.reduce(0) { $0 + $1.unknownMemberCount }
        account.notes = descriptions.lazy.map(\.notes).first { !$0.isEmpty } ?? []
        return account
    }
}

/// The lists of trails of one account, the newest first.
private struct TrailLists {
    private(set) var count = 0
    private(set) var asksEveryRegion = false
    private(set) var listsAllTrails = false
    /// When the newest list of each Region was captured, and the newest of all of them.
    private var newest: [String: UnixTime] = [:]
    private var newestOfAll: UnixTime?

    /// Whether the list has something to add: one that was captured later shows all that this one shows, and what that
    /// lacks is gone.
    mutating func add(_ description: TrailDescription) -> Bool {
        count += 1
        listsAllTrails = listsAllTrails || description.listsAllTrails
        guard let captured = description.capturedAt else {
            asksEveryRegion = asksEveryRegion || description.asksEveryRegion
            return true
        }
        if let newestOfAll, captured < newestOfAll { return false }
        if description.asksEveryRegion {
            asksEveryRegion = true
            newestOfAll = newestOfAll ?? captured
            return true
        }
        guard description.listsAllTrails, !description.region.isEmpty else { return true }
        guard let latest = newest[description.region] else {
            newest[description.region] = captured
            return true
        }
        return captured == latest
    }
}

extension TrailDescription {
    /// Gives each trail what was asked about it.
    mutating func attachAnswers() {
        guard case .payload(var listed) = trails else { return }
        for index in listed.indices {
            guard let found = answers[listed[index].arn] else { continue }
            listed[index].status = found.status
            listed[index].selectors = found.selectors
        }
        trails = .payload(listed)
    }
}
