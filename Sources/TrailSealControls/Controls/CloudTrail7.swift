internal import TrailSealPrimitives

/// CloudTrail.7: each log bucket has server access logging on.
struct BucketAccessLogging: Control {
    let id = ControlID.cloudTrail7

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        var result = ControlResult.worst(
            id, LogBucket.all(of: trails, description).map(judge) + LogBucket.unknown(of: trails, description),
            of: description, noun: "bucket",
            passed: "has access logging on", failed: "without access logging")
        result.notes.append(
            "Security Hub's page of controls lists CIS v5.0.0/3.4 under CloudTrail.5, but in the benchmark 3.4 is bucket "
                + "logging.")
        return result
    }

    private func judge(_ bucket: LogBucket) -> ResourceResult {
        let answer = bucket.settings.loggingTarget
        var result = ResourceResult(
            id: bucket.name, status: .notAvailable, reason: "",
            evidence: [answer.evidence("GetBucketLogging.LoggingEnabled.TargetBucket") { .optional($0) }],
            calls: [.bucket("get-bucket-logging", bucket.name)])
        switch answer {
        case .notCollected, .misfiled, .contradictory:
            result.reason = "Its logging settings are not known."
            result.add(doubt: answer.doubt("GetBucketLogging", of: bucket.name))
        case .error(let code):
            result.reason = "GetBucketLogging answered with \(CallOutcome.label(ofError: code))."
            if bucket.isRefused([CallOutcome(answer)]) { bucket.settleRefusal(&result) }
        case .payload(let target) where target.isEmpty:
            result.status = .failed
            result.reason = "Access logging is off."
            result.notes = ["Assumed: an answer without a target bucket means that access logging is off."]
        case .payload(let target):
            result.status = .passed
            result.reason = "Access logging is on."
            if ByteString(target) == bucket.name {
                result.notes = ["Assumed: a bucket that logs into itself passes; CIS asks for a separate one."]
            }
        }
        if answer.payload != nil { result.calls = [] }
        return result
    }
}
