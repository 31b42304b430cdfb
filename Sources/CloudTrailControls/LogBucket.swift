internal import Primitives

/// A bucket that trails deliver to, each once, with whose trails they are.
struct LogBucket {
    let name: ByteString
    let settings: DescribedBucket
    /// Whether a trail of another account delivers to it.
    let isForeign: Bool
    /// Whether every trail that delivers to it is the account's own. Where the account is not known, none is.
    let isOwn: Bool
    /// Whether it answered the account itself. What another account was told shows nothing of whose bucket it is.
    let isReached: Bool

    /// The buckets of `trails`, in the order in which they are first named.
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

    /// Results for trails whose bucket isn't known. AWS prints the bucket of every trail.
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

    /// Completes the result of a control that a refused call leaves open: another account's bucket cannot be decided
    /// from here, the account's own could have been.
    func settleRefusal(_ result: inout ResourceResult) {
        if isForeign {
            result.status = .warning
            result.reason += " The bucket belongs to another account's trail, and the call was refused."
        } else {
            result.notes.append("Assumed: a refused call on the account's own trail leaves the control not available.")
        }
    }
}

/// What came of a call, without its content.
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

    /// An error's code as part of a sentence. A tool may have kept none.
    static func label(ofError code: String) -> String {
        code.isEmpty ? "an error without a code" : "the error \(EscapedText.string(of: code))"
    }

    /// Whether the bucket's owner answered: with content, or by saying that there is none.
    var isAnswer: Bool { self == .payload || self == .error(code: "NoSuchBucketPolicy") }
}

extension DescribedBucket {
    /// The calls that decide whether it is public. That there is no public access block is a payload here already.
    var calls: [CallOutcome] {
        [CallOutcome(publicAccessBlock), CallOutcome(policyStatus), CallOutcome(policy), CallOutcome(grants)]
    }

    /// Whether the bucket answered one of them.
    var isReached: Bool { calls.contains { $0.isAnswer } }
}
