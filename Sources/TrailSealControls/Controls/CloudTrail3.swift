internal import TrailSealPrimitives

/// CloudTrail.3: at least one trail is logging. It doesn't matter which events it records.
struct EnabledTrail: Control {
    let id = ControlID.cloudTrail3

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        var result = ControlResult.existential(
            id, trails.map { judge($0, description) }, of: description, qualified: "is logging",
            undecided: "No trail is known to be logging, and at least one can't be decided.",
            lacking: trails.isEmpty ? "The account has no trail." : "No trail is logging.")
        if result.status == .failed, !description.asksEveryRegion {
            result.notes = ["A single-Region trail of another Region is not visible in one answer of DescribeTrails."]
        }
        return result
    }

    private func judge(_ trail: DescribedTrail, _ description: TrailDescription) -> ResourceResult {
        var result = ResourceResult(
            id: trail.id, status: .notAvailable, reason: "It isn't known whether it is logging.",
            evidence: [trail.status.evidence("GetTrailStatus.IsLogging") { .optional($0.isLogging) }],
            notes: trail.notesOfDeliveryErrors)
        switch trail.status.payload?.isLogging {
        case true? where !trail.isListed:
            result.reason = "It isn't known whether this trail exists."
            result.add(doubt: trail.doubt("TrailARN"))
            result.calls = [.describeTrails(description)]
        case true?: (result.status, result.reason) = (.passed, "It is logging.")
        case false?: (result.status, result.reason) = (.failed, "It is not logging.")
        case nil:
            result.add(doubt: trail.status.doubt("GetTrailStatus", of: trail.id))
            result.calls = [.trailStatus(trail)]
        }
        return result
    }
}

extension DescribedTrail {
    /// A note that the trail fails to deliver log files, or nothing. It doesn't change the status (CONTROL-24).
    var notesOfDeliveryErrors: [String] {
        guard let error = status.payload?.latestDeliveryError, !error.isEmpty else { return [] }
        return ["Delivery of log files by \(id) fails: LatestDeliveryError is \(EscapedText.string(of: error))."]
    }
}
