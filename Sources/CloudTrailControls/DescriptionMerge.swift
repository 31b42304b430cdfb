internal import Primitives

/// Unites what is described twice: a trail listed in several regions, an account in several files.
///
/// Of an account's files the one captured last is heard, answer by answer; what it lacks or could not get, the older
/// ones fill in. Where nothing tells which of two entries is the newer, what does not pass is taken of each member, and
/// the trail is marked: a setting that somebody describes in two ways must not pass by the order of the entries. Of other
/// answers that nothing orders the first given is heard.
public enum DescriptionMerge {
    /// One description for each account, in the order in which they are first named; those without an account number
    /// stay by themselves.
    public static func united(_ descriptions: [TrailDescription]) -> [TrailDescription] {
        var groups: [[TrailDescription]] = []
        var places: [ByteString: Int] = [:]
        for description in descriptions {
            if let account = description.accountID.map({ ByteString($0) }) {
                if let place = places[account] {
                    groups[place].append(description)
                    continue
                }
                places[account] = groups.count
            }
            groups.append([description])
        }
        return groups.compactMap { group in
            let ordered = newestFirst(group)
            return ordered.first.map { ordered.dropFirst().reduce($0, merge) }
        }
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
        united(trails) { $0.reconciled(with: $1) }
    }

    private static func united(
        _ trails: [DescribedTrail], _ choose: (DescribedTrail, DescribedTrail) -> DescribedTrail
    ) -> [DescribedTrail] {
        var united: [DescribedTrail] = []
        var places: [ByteString: Int] = [:]
        for trail in trails {
            if !trail.arn.isEmpty, let place = places[trail.arn] {
                united[place] = choose(united[place], trail)
            } else {
                if !trail.arn.isEmpty { places[trail.arn] = united.count }
                united.append(trail)
            }
        }
        return united
    }

    /// `older` is captured before `newer`, or at the same time as far as anybody can tell.
    private static func merge(_ newer: TrailDescription, _ older: TrailDescription) -> TrailDescription {
        var merged = newer
        if let trails = newer.trails.payload, let more = older.trails.payload {
            // An entry is one answer: what it lacks, AWS says, is off.
            let isOrdered = older.capturedAt != nil && newer.capturedAt != older.capturedAt
            merged.trails = .payload(
                isOrdered ? united(trails + more) { newer, _ in newer } : united(trails + more))
        } else {
            merged.trails = newer.trails.completed(by: older.trails)
        }
        merged.answers.merge(older.answers) { newer, older in
            TrailAnswers(
                status: newer.status.completed(by: older.status),
                selectors: newer.selectors.completed(by: older.selectors))
        }
        merged.attachAnswers()
        merged.buckets.merge(older.buckets) { $0.completed(by: $1) }
        merged.publicAccessBlock = newer.publicAccessBlock.completed(by: older.publicAccessBlock)
        merged.unknownMemberCount += older.unknownMemberCount
        return merged
    }
}

extension Answer {
    /// An answer before an error, an error before nothing; of two alike this one.
    fileprivate func completed(by older: Answer) -> Answer {
        switch (self, older) {
        case (.payload, _), (.error, .error), (.error, .notCollected): self
        default: older
        }
    }
}

extension DescribedBucket {
    fileprivate func completed(by older: DescribedBucket) -> DescribedBucket {
        var merged = self
        merged.publicAccessBlock = publicAccessBlock.completed(by: older.publicAccessBlock)
        merged.policyStatus = policyStatus.completed(by: older.policyStatus)
        merged.policy = policy.completed(by: older.policy)
        merged.grants = grants.completed(by: older.grants)
        merged.loggingTarget = loggingTarget.completed(by: older.loggingTarget)
        return merged
    }
}

extension DescribedTrail {
    /// This entry with another one of the same trail, neither of which is known to be the newer.
    fileprivate func reconciled(with other: DescribedTrail) -> DescribedTrail {
        var result = self
        var differs = other.isDescribedTwice
        func flag(_ path: WritableKeyPath<DescribedTrail, Bool?>, failing: Bool) {
            let values = [self[keyPath: path], other[keyPath: path]].compactMap(\.self)
            if values.count == 2, values[0] != values[1] { differs = true }
            result[keyPath: path] = values.contains(failing) ? failing : values.first
        }
        func setting(_ path: WritableKeyPath<DescribedTrail, String?>) {
            let values = [self[keyPath: path], other[keyPath: path]].compactMap(\.self)
            if Set(values.map { ByteString($0) }).count > 1 { differs = true }
            result[keyPath: path] = values.contains("") ? "" : values.first
        }
        func text(_ path: WritableKeyPath<DescribedTrail, String>) {
            let (own, others) = (self[keyPath: path], other[keyPath: path])
            if own.isEmpty {
                result[keyPath: path] = others
            } else if !others.isEmpty, ByteString(own) != ByteString(others) {
                differs = true
            }
        }
        flag(\.isMultiRegion, failing: false)
        flag(\.validatesLogFiles, failing: false)
        flag(\.hasCustomEventSelectors, failing: true)
        // Neither fails a control; as everywhere, the first is heard.
        flag(\.isOrganizationTrail, failing: isOrganizationTrail ?? false)
        setting(\.kmsKeyID)
        setting(\.logGroupARN)
        text(\.name)
        text(\.homeRegion)
        result.buckets += other.buckets.filter { !result.buckets.contains($0) }
        if result.buckets.count > 1 { differs = true }
        result.isDescribedTwice = isDescribedTwice || differs
        return result
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
