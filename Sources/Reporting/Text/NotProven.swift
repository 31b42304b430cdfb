internal import CloudTrailVerification
internal import Primitives

/// What a verdict doesn't prove: a clause for the last line, and the full list.
public enum NotProven {
    /// The topic of `trailseal explain` that prints the list.
    public static let topic = "not-proven"

    /// Returns a few words on what this run doesn't prove about the archive's ends (TIME-25).
    static func clause(_ head: ReportHead) -> String {
        var parts: [String] = []
        if let ends = head.verification?.accounting?.ends {
            parts = ends.unproven
        } else if head.inputs.from == nil || head.inputs.to == nil {
            parts = ["its ends"]
        }
        if head.verification?.readSince != nil { parts.append("files that earlier runs verified") }
        if parts.isEmpty { parts = ["events never delivered"] }
        return parts.joined(separator: ", ") + " (trailseal explain \(topic))"
    }

    /// The limits of every verification, each in one or more sentences.
    public static let limits = [
        "The keys. The result is only as good as the key files: fetch them yourself with aws cloudtrail list-public-keys.",
        "Events that CloudTrail never delivered. They leave no trace.",
        "The ends of the archive, unless --from and --to say which time it must cover. Without --from, older digest files "
            + "could be gone. Without --to, newer ones could be gone, and the last 6 hours of a chain aren't proven.",
        "A whole account, trail or Region that is gone, unless something names it: --account, --region and --trail, a saved "
            + "signature, another Region of the trail, or a state file.",
        "The time before a starting digest, with which CloudTrail begins after validation or logging was off; and the last "
            + "digest of a segment, if later digests cover all of its time.",
        "Files that an earlier run verified, because a run with --state doesn't read them again. Give --full once a week.",
        "The newest backfill digests of a chain, if they and their logs are gone.",
        "Unlisted files outside the log folders, hidden files, and the fields of gzip headers.",
        "Whether an older genuine version of a digest file replaced a newer one.",
        "The owner of the archive. A genuine archive of another account is verified for that account: compare the "
            + "accounts, organizations and buckets in the report with yours.",
    ]
}

extension AccountingSummary.Ends {
    /// What isn't proved at ends that the archive itself sets (TIME-25).
    fileprivate var unproven: [String] {
        let lastHours = "the last 6 hours"
        return switch (from == .archive, to == .archive) {
        case (true, true): ["its ends", lastHours]
        case (true, false): ["its beginning"]
        case (false, true): ["its end", lastHours]
        case (false, false): []
        }
    }
}
