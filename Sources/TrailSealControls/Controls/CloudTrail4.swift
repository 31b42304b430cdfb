internal import TrailSealPrimitives

/// CloudTrail.4: each trail has log file validation on. Only the setting counts, not whether an archive is verified.
struct LogFileValidation: Control {
    let id = ControlID.cloudTrail4

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id, trails.map { judge($0, description) }, of: description, noun: "trail",
            passed: "validates log files", failed: "without log file validation")
    }

    private func judge(_ trail: DescribedTrail, _ description: TrailDescription) -> ResourceResult {
        var result = ResourceResult.setting(
            trail, trail.validatesLogFiles, on: "Log file validation is on.", off: "Log file validation is off.",
            unknown: "It isn't known whether log file validation is on.",
            evidence: ControlEvidence("LogFileValidationEnabled", .optional(trail.validatesLogFiles)), description)
        if let status = trail.status.payload {
            result.notes += status.notesOfLaterTimes([
                "StartLoggingTime", "StopLoggingTime", "LatestDigestDeliveryTime",
            ])
        }
        if let error = trail.status.payload?.latestDigestDeliveryError, !error.isEmpty {
            result.notes.append(
                "Delivery of digest files fails: LatestDigestDeliveryError is \(EscapedText.string(of: error)).")
        }
        return result
    }
}
