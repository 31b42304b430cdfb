internal import TrailSealPrimitives
internal import TrailSealVerification

/// What a verdict doesn't prove: a clause for the last line, and the full list.
package enum NotProven {
    /// The topic of `trailseal explain` that prints the list.
    package static let topic = "not-proven"

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

    /// What no verification proves. Each item is a clause that completes "the result doesn't prove". It may have a
    /// second sentence.
    package static let limits = [
        "That the public keys are AWS's: the run trusts the key files as they are.",
        "That CloudTrail delivered every event: one that was never delivered leaves no trace.",
        "That no older digest files are missing before the first one, unless --from says which time the archive must "
            + "cover.",
        "That no newer digest files are missing after the last one, unless --to says which time the archive must "
            + "cover. Without --to, the last 6 hours of a chain aren't proved either.",
        "That no account, trail or Region is missing as a whole, unless something names it: --account, --region and "
            + "--trail, a saved signature, another Region of the trail, or a state file.",
        "That no digest files are missing before a starting digest, the first one after validation or logging was off.",
        "That the last digest before a starting digest isn't missing, if later digests cover all of its time.",
        "That files which an earlier run verified are still the same, if --state is given without --full.",
        "That the newest backfill digests of a chain and their logs aren't missing.",
        "That unlisted files outside the log folders, hidden files, and the fields of gzip headers are genuine.",
        "That no digest file was replaced by an older genuine version of itself.",
        "That the archive is yours: a genuine archive of another account is verified for that account. The report "
            + "lists its accounts, organizations and buckets.",
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
