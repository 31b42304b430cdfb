internal import TrailSealPrimitives

/// A bucket that trails deliver to, and whose trails these are.
struct LogBucket {
    let name: ByteString
    let settings: DescribedBucket
    /// Whether a trail of another account delivers to it.
    let isForeign: Bool
    /// Whether every trail that delivers to it is the account's own. False if the account is unknown.
    let isOwn: Bool
    /// Whether the bucket answered this account. An answer to another account doesn't show who owns the bucket.
    let isReached: Bool

    /// The buckets of `trails`, each once, in the order of their first mention.
    static func all(of trails: [DescribedTrail], _ description: TrailDescription) -> [LogBucket] {
        var names: [ByteString] = []
        var users: [ByteString: [DescribedTrail]] = [:]
        for trail in trails {
            guard let bucket = trail.bucket else { continue }
            if users[bucket] == nil { names.append(bucket) }
            users[bucket, default: []].append(trail)
        }
        return names.map { name in
            let foreign = (users[name] ?? []).map { description.isForeign($0) }
            return LogBucket(
                name: name, settings: description.buckets[name] ?? DescribedBucket(),
                isForeign: foreign.contains(true), isOwn: foreign.allSatisfy { $0 == false },
                isReached: description.reachedBuckets.contains(name))
        }
    }

    /// Results for trails whose bucket is unknown. AWS returns the bucket of every trail.
    static func unknown(of trails: [DescribedTrail], _ description: TrailDescription) -> [ResourceResult] {
        trails.filter { $0.bucket == nil }.map { trail in
            var result = ResourceResult(
                id: trail.id, status: .notAvailable, reason: "Its log bucket is not known.",
                evidence: [ControlEvidence("S3BucketName", .absent)], calls: [.describeTrails(description)])
            result.add(doubt: trail.doubt("S3BucketName"))
            return result
        }
    }

    /// Whether AWS refused one of `calls`.
    func isRefused(_ calls: [CallOutcome]) -> Bool {
        calls.contains { $0 == .error(code: "AccessDenied") || $0 == .error(code: "AccessDeniedException") }
    }

    /// Completes a result that a refused call leaves open. Another account's bucket can't be decided from here; the
    /// account's own could have been (CONTROL-7).
    func settleRefusal(_ result: inout ResourceResult) {
        if isForeign {
            result.status = .warning
            result.reason += " The bucket belongs to another account's trail, and the call was refused."
        } else {
            result.notes.append("Assumed: a refused call on the account's own trail leaves the control not available.")
        }
    }
}

/// The outcome of a call, without its content.
enum CallOutcome: Hashable {
    case notCollected
    case error(code: String)
    case payload

    init<Payload>(_ answer: Answer<Payload>) {
        switch answer {
        case .notCollected, .misfiled, .contradictory: self = .notCollected
        case .error(let code): self = .error(code: code)
        case .payload: self = .payload
        }
    }

    /// Formats an error code for a sentence. It may be empty, because tools may drop it.
    static func label(ofError code: String) -> String {
        code.isEmpty ? "an error without a code" : "the error \(EscapedText.string(of: code))"
    }

    /// Whether the bucket's owner answered: with content, or that there is none.
    var isAnswer: Bool { self == .payload || self == .error(code: "NoSuchBucketPolicy") }
}

extension DescribedBucket {
    /// The calls that decide whether the bucket is public. A missing public access block is a payload here.
    var calls: [CallOutcome] {
        [CallOutcome(publicAccessBlock), CallOutcome(policyStatus), CallOutcome(policy), CallOutcome(grants)]
    }

    /// Whether the bucket answered one of these calls.
    var isReached: Bool { calls.contains { $0.isAnswer } }
}
