internal import CloudTrailVerification
internal import Primitives

/// What no verdict of a run says: a clause for the last line, and the whole of it.
public enum NotProven {
    /// The topic of `trailseal explain` that says it all.
    public static let topic = "not-proven"

    /// What this run doesn't prove of the archive's ends, in a few words (TIME-25).
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

    /// What no archive can show, in sentences.
    public static let limits = [
        "The keys. The result is as good as the key files: fetch them yourself with aws cloudtrail list-public-keys.",
        "Events that CloudTrail never delivered. They leave no trace.",
        "The ends of the archive, unless --from and --to say which time it must cover. Without --from, older digest files "
            + "could be gone; without --to, newer ones. The last 6 hours of a chain aren't proven without --to.",
        "A whole account, trail or Region that is gone, unless --account, --region and --trail, a saved signature, another "
            + "Region of the trail or a state file speaks of it.",
        "What lies before a starting digest, where validation or logging was switched on again; and the last digest of a "
            + "segment if later digests cover all of its time.",
        "Files that an earlier run verified, if a run with --state doesn't read them again. Give --full once a week.",
        "The newest backfill digests of a chain, if they are gone together with their logs.",
        "Files that no digest lists outside the log folders, hidden files, and fields of the gzip header.",
        "Whether a genuine digest file was replaced by an older genuine version of itself.",
        "Whose archive it is. A genuine archive of another account is verified for that account: compare the accounts, "
            + "organizations and buckets in the report with yours.",
    ]
}

extension AccountingSummary.Ends {
    /// What isn't proved at ends that are the archive's own (TIME-25).
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
