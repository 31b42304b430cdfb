/// CloudTrail.4: each trail has log file validation on. What an archive proves does not change it.
struct LogFileValidation: Control {
    let id = ControlID.cloudTrail4

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id, trails.map(judge), of: trails, noun: "trail", passed: "validates log files",
            failed: "without log file validation")
    }

    private func judge(_ trail: DescribedTrail) -> ResourceResult {
        let isOn = trail.validatesLogFiles == true
        var result = ResourceResult(
            id: trail.id, status: isOn ? .passed : .failed,
            reason: isOn ? "Log file validation is on." : "Log file validation is off.",
            evidence: [ControlEvidence("LogFileValidationEnabled", .optional(trail.validatesLogFiles))])
        if trail.validatesLogFiles == nil {
            result.notes = ["Assumed: where LogFileValidationEnabled is not given, validation is off."]
        }
        return result
    }
}
