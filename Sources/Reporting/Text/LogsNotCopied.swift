internal import CloudTrailVerification
internal import Primitives

extension ReportHead.Inputs {
    /// Which logs the run did not ask for, in words; nil if it asked for all (SCOPE-8, SCOPE-9).
    var logsNotCopied: String? {
        switch copiedLogs {
        case .all: nil
        case .from(let time): "absent logs before \(time.iso8601) not asked for (--logs-from)"
        case .none: "absent logs not asked for (--digests-only)"
        }
    }

    /// From when on logs were copied, if that is a time.
    var logsFrom: UnixTime? {
        if case .from(let time) = copiedLogs { time } else { nil }
    }
}
