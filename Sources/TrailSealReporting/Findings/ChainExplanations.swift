/// Explanations of the findings about chains over time.
enum ChainExplanations {
    static let historyTruncated = FindingExplanation(
        title: "CloudTrail digest files that were verified before are gone",
        meaning:
            "The state file records digests that earlier runs verified, and the copy no longer holds them. One of "
            + "these is gone: the newest digests of a chain; digests in its middle; a whole segment (all digests "
            + "between two restarts); a whole chain, account or Region. The beginning of a chain counts if it is "
            + "younger than `--retention`, or if something else lies in its place. Without a state file, a run can't "
            + "detect most of these losses.",
        evidence:
            "`key` is a digest that was verified, usually one that is gone, and `expected` is its hash. `from` and "
            + "`to` are the time that is gone. They are null if the whole chain is gone. The message says what is left "
            + "of the chain.",
        benignCauses:
            "A new copy that isn't complete; a trail that delivers no more, and whose last digests a lifecycle rule "
            + "deleted; a trail or an account that was given up, and whose files were deleted on purpose.",
        nextStep:
            "Find out whether these digest files were deleted in S3 or only in the copy, and who could delete them. If "
            + "it was on purpose, trailseal state FILE --forget ACCOUNT/REGION/TRAIL --reason TEXT takes the chain out "
            + "of the state.")

    static let historyRewritten = FindingExplanation(
        title: "A CloudTrail digest file changed since it was verified",
        meaning:
            "The state file of earlier runs records another hash for this digest. The file that was verified then has "
            + "been changed or replaced.",
        evidence: "`expected` is the hash of the digest that was verified, `actual` that of the file at `path` now.",
        benignCauses: "A state file of another copy of the same trail; a tool that rewrote the JSON.",
        nextStep:
            "Keep the file as evidence, and look in S3 for an older version of the object. Then run once with --full, "
            + "which reads all log files again.")

    static let historyBegins = FindingExplanation(
        title: "The copy begins in the middle of a chain",
        meaning:
            "The oldest digest of a chain names a predecessor that isn't in the copy, and nothing shows that it should "
            + "be.",
        evidence:
            "`key` is that predecessor. The message gives the time at which the oldest digest begins. Nothing before "
            + "that time is judged in this chain.",
        benignCauses: "The copy was meant to begin here.",
        nextStep: "Nothing, if the copy is meant to begin here. Otherwise download older digests.")

    static let historyExpired = FindingExplanation(
        title: "The beginning of a chain is gone since an earlier run",
        meaning:
            "The state file records older digests that earlier runs verified, and they are gone from the beginning of "
            + "the chain. S3 lifecycle rules delete old files in this way.",
        evidence: "`key` is a digest that was verified. `from` and `to` are the time that is gone.",
        benignCauses: "A lifecycle rule on the digest folder; old files that were moved out of the archive.",
        nextStep:
            "If a lifecycle rule deletes digest files after 365 days, for example, give --retention 365d. If a younger "
            + "digest file is gone, the finding is then history-truncated.")

    static let coverageGap = FindingExplanation(
        title: "No CloudTrail digest covers some time",
        meaning:
            "No verified digest covers this time, although one should. It may lie inside a chain: before a new "
            + "segment; before a digest that isn't verified or can't be read; between digests that don't meet. Its "
            + "digest may be out of reach: in a bucket that wasn't copied; in a folder that can't be listed. The chain "
            + "may be too short: for the window or the state file; by more than 6 hours, compared with another chain "
            + "of the trail; for the trail description, which shows a later delivery or stop. Or "
            + "there is no verified chain: none of its hourly digests is verified; no chain of the given `--account`, "
            + "`--region` and `--trail` has a verified digest; no digest of a described trail is in the copy of its "
            + "bucket.",
        evidence:
            "`from` and `to` are the interval, if it is known. The message says why it should be covered. If the "
            + "finding is about filters, `accountId`, `region` and `trail` are their values.",
        benignCauses:
            "Logging or validation was switched off and on; the trail didn't cover that Region yet; digests of that "
            + "time weren't downloaded; a digest came more than an hour late, so that a trail description seems to "
            + "show a later one. If a new segment begins, nothing in the archive shows when the one before it ended.",
        nextStep:
            "Find out whether logging or validation was off. Otherwise download the digests of this time. If the chain "
            + "never existed, say so with --allow coverage-gap=ACCOUNT/REGION/TRAIL.")

    static let coverageStale = FindingExplanation(
        title: "The newest verified CloudTrail digest is too old",
        meaning:
            "The newest verified digest of a chain ends longer ago than `--max-age` allows. Without this check, a copy "
            + "that stopped looks complete, and so does a trail that stopped delivering.",
        evidence: "`from` is the end of the chain's newest verified digest. `actual` is its age when the run began.",
        benignCauses:
            "The trail was stopped on purpose; the nightly copy failed; the newest digest isn't proved yet, because "
            + "its successor wasn't delivered yet and its signature wasn't saved.",
        nextStep:
            "Check that the trail still delivers and that the copy is still made; aws cloudtrail get-trail-status "
            + "--name TRAIL --output json shows the last delivery.")

    static let chainEndsEarly = FindingExplanation(
        title: "A chain ends before another chain of the trail",
        meaning:
            "The chain ends 1 to 6 hours before another chain of the trail, mostly that of another Region. Digest files arrive up to "
            + "3.4 hours late, so nothing may be missing. If the difference is more than 6 hours, the finding is "
            + "`coverage-gap`.",
        evidence: "`from` is the end of the chain, `to` the end of the other one.",
        benignCauses:
            "The newest digest files weren't delivered yet when the copy was made; the copy was made Region by Region.",
        nextStep: "Copy the archive again some hours later, and run again.")

    static let chainForked = FindingExplanation(
        title: "A digest chain forks",
        meaning: "Two different verified digests of one chain name the same predecessor.",
        evidence: "`key` is the predecessor, `count` the number of digests that name it.",
        benignCauses: "A repeated delivery. Only CloudTrail can sign such digests.",
        nextStep: "Nothing. Only AWS can make two such digests.")
}
