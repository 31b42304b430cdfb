/// Unites what is described twice: a trail listed in several regions, an account in several files. What the first
/// leaves open the next may fill in; what both say is taken from the first.
public enum DescriptionMerge {
    /// One description for each account, in the order in which they are first named; those without an account number
    /// stay by themselves.
    public static func united(_ descriptions: [TrailDescription]) -> [TrailDescription] {
        var united: [TrailDescription] = []
        var places: [String: Int] = [:]
        for description in descriptions {
            if let account = description.accountID, let place = places[account] {
                united[place] = merge(united[place], description)
            } else {
                if let account = description.accountID { places[account] = united.count }
                united.append(description)
            }
        }
        return united
    }

    /// Each trail once, by its ARN.
    static func united(_ trails: [DescribedTrail]) -> [DescribedTrail] {
        var united: [DescribedTrail] = []
        var places: [String: Int] = [:]
        for trail in trails {
            if !trail.arn.isEmpty, let place = places[trail.arn] {
                united[place] = merge(united[place], trail)
            } else {
                if !trail.arn.isEmpty { places[trail.arn] = united.count }
                united.append(trail)
            }
        }
        return united
    }

    private static func merge(_ first: TrailDescription, _ second: TrailDescription) -> TrailDescription {
        var merged = first
        merged.capturedAt = [first.capturedAt, second.capturedAt].compactMap(\.self).max()
        if let trails = first.trails.payload, let more = second.trails.payload {
            merged.trails = .payload(united(trails + more))
        } else {
            merged.trails = merge(first.trails, second.trails)
        }
        merged.answers.merge(second.answers) { first, second in
            TrailAnswers(
                status: merge(first.status, second.status), selectors: merge(first.selectors, second.selectors))
        }
        merged.attachAnswers()
        merged.buckets.merge(second.buckets, uniquingKeysWith: merge)
        merged.publicAccessBlock = merge(first.publicAccessBlock, second.publicAccessBlock)
        merged.unknownMemberCount += second.unknownMemberCount
        return merged
    }

    private static func merge(_ first: DescribedTrail, _ second: DescribedTrail) -> DescribedTrail {
        func text(_ path: KeyPath<DescribedTrail, String>) -> String {
            first[keyPath: path].isEmpty ? second[keyPath: path] : first[keyPath: path]
        }
        return DescribedTrail(
            arn: first.arn, name: text(\.name), bucket: text(\.bucket), homeRegion: text(\.homeRegion),
            isMultiRegion: first.isMultiRegion ?? second.isMultiRegion,
            isOrganizationTrail: first.isOrganizationTrail ?? second.isOrganizationTrail,
            validatesLogFiles: first.validatesLogFiles ?? second.validatesLogFiles,
            hasCustomEventSelectors: first.hasCustomEventSelectors ?? second.hasCustomEventSelectors,
            kmsKeyID: text(\.kmsKeyID), logGroupARN: text(\.logGroupARN), status: merge(first.status, second.status),
            selectors: merge(first.selectors, second.selectors))
    }

    private static func merge(_ first: DescribedBucket, _ second: DescribedBucket) -> DescribedBucket {
        var merged = DescribedBucket()
        merged.publicAccessBlock = merge(first.publicAccessBlock, second.publicAccessBlock)
        merged.policyStatus = merge(first.policyStatus, second.policyStatus)
        merged.policy = merge(first.policy, second.policy)
        merged.grants = merge(first.grants, second.grants)
        merged.loggingTarget = merge(first.loggingTarget, second.loggingTarget)
        return merged
    }

    /// An answer before an error, an error before nothing.
    private static func merge<Payload>(_ first: Answer<Payload>, _ second: Answer<Payload>) -> Answer<Payload> {
        switch (first, second) {
        case (.payload, _), (.error, .error), (.error, .notCollected): first
        default: second
        }
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
