/// CloudTrail.3: at least one trail is logging, whatever it records.
struct EnabledTrail: Control {
    let id = ControlID.cloudTrail3

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        var result = ControlResult.existential(
            id, trails.map(judge), qualified: "is logging",
            undecided: "No trail is known to be logging, and of at least one it is not known.",
            lacking: trails.isEmpty ? "The account has no trail." : "No trail is logging.")
        if result.status == .failed {
            result.notes = ["A single-Region trail of another Region is not visible in one answer of DescribeTrails."]
        }
        return result
    }

    private func judge(_ trail: DescribedTrail) -> ResourceResult {
        let evidence = [trail.status.evidence("GetTrailStatus.IsLogging") { .optional($0.isLogging) }]
        guard let status = trail.status.payload else {
            return ResourceResult(
                id: trail.id, status: .notAvailable, reason: "Whether it is logging is not known.", evidence: evidence)
        }
        let isLogging = status.isLogging ?? false
        return ResourceResult(
            id: trail.id, status: isLogging ? .passed : .failed,
            reason: isLogging ? "It is logging." : "It is not logging.", evidence: evidence)
    }
}
