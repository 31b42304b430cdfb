internal import TrailSealPrimitives

/// Merges what is described more than once: a trail listed in several Regions, an account in several files, a bucket
/// or trail in descriptions of several accounts.
///
/// For each answer, the newest capture wins; older ones fill its gaps. If nothing orders two answers by time, neither
/// is used unless they agree (CONTROL-9, CONTROL-29).
public enum DescriptionMerge {
    /// Returns one description for each account, in the order of their first mention. Answers about trails and
    /// buckets from all files count for each account that refers to them (CONTROL-23).
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
        let captures = captures(of: descriptions)
        return grouped(descriptions).map { group in
            var account = account(of: newestFirst(group))
            account.answers = shared
            account.captures = captures
            account.attachAnswers()
            account.buckets = settings
            return account
        }
    }

    /// Returns the time from the first capture to the last. Nil if one isn't known.
    private static func captures(of descriptions: [TrailDescription]) -> ClosedRange<UnixTime>? {
        let times = descriptions.compactMap(\.capturedAt)
        guard times.count == descriptions.count, let first = times.min(), let last = times.max() else { return nil }
        return first...last
    }

    /// Groups the descriptions by account. Those that don't name an account belong together, and to the only account
    /// that the others name (CONTROL-25).
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
                "An answer that doesn't name its account was taken for this account's. If it isn't, give its account with "
                    + "--account.")
            group.append(description)
        }
        return [group]
    }

    /// Sorts by capture time, newest first and undated last. Stable.
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

    /// Merges the entries of one list by ARN.
    static func united(_ trails: [DescribedTrail]) -> [DescribedTrail] {
        var united = UnitedTrails()
        for trail in trails { united.add(trail, captured: nil) }
        return united.trails
    }

    /// Merges the descriptions of one account, given the newest first. There must be at least one.
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
        // An organization trail's home Region may be disabled in this account.
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
    /// Adds the account's trails that have answers although the list in the same file lacks them. Whether they exist
    /// is unknown (CONTROL-29).
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

    /// Assigns to each trail the answers about it.
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
