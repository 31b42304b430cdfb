internal import TrailSealPrimitives

/// Merges the answers to one call from several captures. Add the newest first.
struct DatedAnswer<Payload: Sendable> {
    private(set) var answer: Answer<Payload> = .notCollected
    private var captured: UnixTime?

    /// Adds an answer captured at `time`. An older answer only fills a gap. One that may be equally new must agree,
    /// or neither is used.
    mutating func add(_ other: Answer<Payload>, at time: UnixTime?, agrees: (Payload, Payload) -> Bool) {
        guard answer.isSettled else {
            if other.weight > answer.weight { (answer, captured) = (other, time) }
            return
        }
        guard other.isSettled, time == nil || captured == nil || time == captured else { return }
        let isAgreed =
            switch (answer, other) {
            case (.payload(let own), .payload(let others)): agrees(own, others)
            case (.error(let own), .error(let others)): own == others
            default: false
            }
        if !isAgreed { answer = .contradictory }
    }
}

extension Answer {
    /// Whether the answer decides: it has content, or says that there is nothing.
    var isSettled: Bool {
        switch self {
        case .payload, .contradictory: true
        case .error(let code): code == "NoSuchBucketPolicy" || code == "NoSuchBucket"
        case .notCollected, .misfiled: false
        }
    }

    /// How much the answer says. Heavier answers win.
    fileprivate var weight: Int {
        switch self {
        case .notCollected: 0
        case .misfiled: 1
        case .error: isSettled ? 3 : 2
        case .payload, .contradictory: 3
        }
    }
}

/// Merges the answers about one trail.
struct DatedTrail {
    private var status = DatedAnswer<TrailStatus>()
    private var selectors = DatedAnswer<EventSelectors>()

    var answers: TrailAnswers { TrailAnswers(status: status.answer, selectors: selectors.answer) }

    mutating func add(_ found: TrailAnswers, at time: UnixTime?) {
        status.add(found.status, at: time) { $0.isLogging == $1.isLogging }
        selectors.add(found.selectors, at: time, agrees: ==)
    }
}

/// Merges the answers about one bucket.
struct DatedBucket {
    private var block = DatedAnswer<PublicAccessBlock>()
    private var policyStatus = DatedAnswer<Bool>()
    private var policy = DatedAnswer<String>()
    /// Capture time of the newest answer about the policy.
    private var policyCaptured: UnixTime?
    private var grants = DatedAnswer<[DescribedBucket.Grant]>()
    private var loggingTarget = DatedAnswer<String>()

    var bucket: DescribedBucket {
        DescribedBucket(
            publicAccessBlock: block.answer, policyStatus: policyStatus.answer, policy: policy.answer,
            grants: grants.answer, loggingTarget: loggingTarget.answer)
    }

    mutating func add(_ found: DescribedBucket, at time: UnixTime?) {
        block.add(found.publicAccessBlock, at: time, agrees: ==)
        // The status is S3's verdict on the policy, so an old status says nothing about a newer policy.
        let isKnown = policyStatus.answer.isSettled || policy.answer.isSettled
        if !isKnown || time == nil || policyCaptured == nil || time == policyCaptured {
            policyStatus.add(found.policyStatus, at: time, agrees: ==)
            policy.add(found.policy, at: time, agrees: ==)
            if !isKnown { policyCaptured = time }
        }
        grants.add(found.grants, at: time, agrees: ==)
        loggingTarget.add(found.loggingTarget, at: time, agrees: ==)
    }
}
