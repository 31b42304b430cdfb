internal import Primitives

/// Unites what is described twice: a trail listed in several Regions, an account in several files, a bucket and a trail
/// of several accounts.
///
/// The newest capture wins, answer by answer; what it lacks or could not get, the older ones fill in. If nothing tells
/// which of two answers is the newer, neither is taken, unless they agree.
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
            description.notes.append(
                "An answer that doesn't say whose it is was taken for this account's. If it isn't, give its account with "
                    + "--account.")
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
        var isListed = false
        var block = DatedAnswer<PublicAccessBlock>()
        for one in descriptions {
            if let list = one.trails.payload {
                isListed = true
                for trail in lists.add(one, list) { trails.add(trail, captured: one.capturedAt) }
            } else if !account.trails.isSettled, account.trails.errorCode == nil {
                account.trails = one.trails
            }
            block.add(one.publicAccessBlock, at: one.capturedAt, agrees: ==)
        }
        if isListed { account.trails = .payload(trails.trails) }
        // The home Region of an organization's trail need not be enabled here.
        account.asksEveryRegion = lists.askEveryRegion(of: trails.trails.filter { account.isForeign($0) != true })
        account.listsAllTrails = lists.listsAllTrails
        account.publicAccessBlock = block.answer
        account.reachedBuckets = descriptions.reduce(into: []) { $0.formUnion($1.reachedBuckets) }
        account.unknownMemberCount = descriptions.reduce(0) { $0 + $1.unknownMemberCount }
        var told: Set<String> = []
        account.notes = descriptions.flatMap(\.notes).filter { told.insert($0).inserted }
        return account
    }
}

extension TrailDescription {
    /// Adds the account's trails about which there are answers, though the list of the same file lacks them: it isn't
    /// known what they are (CONTROL-29).
    mutating func addUnlistedTrails() {
        guard listsAllTrails, case .payload(var listed) = trails else { return }
        let known = Set(listed.map(\.arn))
        // An entry without an ARN may be any of them.
        guard !known.contains(ByteString()) else { return }
        for arn in answers.keys.sorted() where !known.contains(arn) && answers[arn]?.isOfTrail == true {
            let trail = DescribedTrail(unlisted: arn)
            if isForeign(trail) != true { listed.append(trail) }
        }
        trails = .payload(listed)
    }

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

extension DescribedTrail {
    fileprivate init(unlisted arn: ByteString) {
        self.init(arn: arn, name: "", homeRegion: "", isListed: false, status: .notCollected, selectors: .notCollected)
    }
}
