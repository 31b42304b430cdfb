internal import TrailSealPrimitives
internal import TrailSealVerification

extension ReportHead.Inputs {
    /// Words for the logs that the run didn't ask for; nil if it asked for all (SCOPE-8, SCOPE-9).
    var logsNotCopied: String? {
        switch copiedLogs {
        case .all: nil
        case .from(let time): "absent logs before \(time.iso8601) not asked for (--logs-from)"
        case .none: "absent logs not asked for (--digests-only)"
        }
    }

    /// The time of `--logs-from`, or nil.
    var logsFrom: UnixTime? {
        if case .from(let time) = copiedLogs { time } else { nil }
    }
}
