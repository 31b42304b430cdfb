internal import TrailSealPrimitives

/// CloudTrail.5: each trail sends its events to a CloudWatch Logs log group.
///
/// A role without a log group isn't enough. A late or failing delivery is only noted, because Security Hub says nothing
/// about delivery times.
struct LogGroupIntegration: Control {
    let id = ControlID.cloudTrail5

    /// A latest delivery that is older than this, in seconds, is noted. The CIS audit uses one day.
    private static let deliveryAge = UnixTime.day

    func evaluate(_ trails: [DescribedTrail], of description: TrailDescription) -> ControlResult {
        .worst(
            id, trails.map { judge($0, description) }, of: description, noun: "trail",
            passed: "sends events to CloudWatch Logs", failed: "without a CloudWatch Logs log group")
    }

    private func judge(_ trail: DescribedTrail, _ description: TrailDescription) -> ResourceResult {
        var result = ResourceResult.setting(
            trail, trail.logGroupARN.map { !$0.isEmpty }, on: "It has a log group.", off: "It has no log group.",
            unknown: "It isn't known whether it has a log group.",
            evidence: ControlEvidence("CloudWatchLogsLogGroupArn", .optional(trail.logGroupARN)), description)
        guard result.status == .passed, let status = trail.status.payload else { return result }
        if !status.latestLogGroupDeliveryError.isEmpty {
            result.notes.append(
                "The latest delivery failed: \(EscapedText.string(of: status.latestLogGroupDeliveryError)).")
        }
        if let latest = status.latestLogGroupDeliveryTime {
            result.evidence.append(ControlEvidence("GetTrailStatus.LatestCloudWatchLogsDeliveryTime", .time(latest)))
            if let captured = status.capturedAt, captured.interval(since: latest) > Self.deliveryAge {
                result.notes.append("The latest delivery was more than a day before the description was captured.")
            }
        } else if let note = status.notesOfLaterTimes(["LatestCloudWatchLogsDeliveryTime"]).first {
            result.notes.append(note)
        } else {
            result.notes.append("No delivery to the log group is recorded.")
        }
        return result
    }
}
