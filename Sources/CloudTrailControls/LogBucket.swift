/// A bucket that trails deliver to, each once, with whose trails they are.
struct LogBucket {
    let name: String
    let settings: DescribedBucket
    /// Whether a trail of another account delivers to it.
    let isForeign: Bool
    /// Whether every trail that delivers to it is the account's own. Where the account is not known, none is.
    let isOwn: Bool

    /// The buckets of `trails`, in the order in which they are first named.
    static func all(of trails: [DescribedTrail], _ description: TrailDescription) -> [LogBucket] {
        var names: [String] = []
        var users: [String: [DescribedTrail]] = [:]
        for trail in trails where !trail.bucket.isEmpty {
            if users[trail.bucket] == nil { names.append(trail.bucket) }
            users[trail.bucket, default: []].append(trail)
        }
        return names.map { name in
            let foreign = (users[name] ?? []).map { description.isForeign($0) }
            return LogBucket(
                name: name, settings: description.buckets[name] ?? DescribedBucket(),
                isForeign: foreign.contains(true), isOwn: foreign.allSatisfy { $0 == false })
        }
    }

    /// Whether AWS refused one of `calls`.
    func isRefused(_ calls: [CallOutcome]) -> Bool {
        calls.contains { $0 == .error(code: "AccessDenied") || $0 == .error(code: "AccessDeniedException") }
    }
}

/// What came of a call, without its content.
enum CallOutcome: Hashable {
    case notCollected
    case error(code: String)
    case payload

    init<Payload>(_ answer: Answer<Payload>) {
        switch answer {
        case .notCollected: self = .notCollected
        case .error(let code): self = .error(code: code)
        case .payload: self = .payload
        }
    }

    /// Whether the bucket's owner answered: with content, or by saying that there is none.
    var isAnswer: Bool { self == .payload || self == .error(code: "NoSuchBucketPolicy") }
}

extension DescribedBucket {
    /// The calls that decide whether it is public. That there is no public access block is a payload here already.
    var calls: [CallOutcome] {
        [CallOutcome(publicAccessBlock), CallOutcome(policyStatus), CallOutcome(policy), CallOutcome(grants)]
    }
}
