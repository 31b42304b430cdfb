/// Explanations of the findings about chains over time.
enum ChainExplanations {
    static let historyTruncated = FindingExplanation(
        title: "CloudTrail digest files that were verified before are gone",
        meaning:
            "The state file records a digest that an earlier run verified, and the copy no longer holds it. The newest "
            + "digests of the chain are gone, or some in the middle, a later segment, the whole chain, an account or a "
            + "Region. With `--retention`, a missing beginning that is younger than that counts too. So does one whose "
            + "place holds something else. A single run can't detect this.",
        evidence:
            "`key` is the digest that was verified, `expected` its hash. `from` and `to` are the time that is "
            + "gone. The message says what is left of the chain.",
        benignCauses:
            "A new copy that isn't complete; a lifecycle rule that deletes digests before new ones arrive; a trail that "
            + "was given up, and whose files were deleted on purpose.",
        nextStep:
            "Find out whether these digest files were deleted in S3 or only in the copy, and who could delete them. If "
            + "it was on purpose, `trailseal state FILE --forget` takes the chain out of the state.")

    static let historyRewritten = FindingExplanation(
        title: "A CloudTrail digest file changed since it was verified",
        meaning:
            "The state file of earlier runs records another hash for this digest. The file that was verified then "
            + "has been changed or replaced.",
        evidence: "`expected` is the hash of the digest that was verified, `actual` that of the file at `path` now.",
        benignCauses: "A state file of another copy of the same trail; a tool that rewrote the JSON.",
        nextStep:
            "Keep the file as evidence, look in S3 for an older version of the object, and run once with --full.")

    static let historyBegins = FindingExplanation(
        title: "The copy begins in the middle of a chain",
        meaning:
            "The oldest digest of a chain names a predecessor that isn't in the copy, and nothing shows that it should "
            + "be.",
        evidence: "`key` is the named predecessor. The message says from when on the chain is judged.",
        benignCauses: "The copy was meant to begin here.",
        nextStep: "Nothing, if the copy is meant to begin here. Otherwise download older digests.")

    static let historyExpired = FindingExplanation(
        title: "The beginning of a chain is gone since an earlier run",
        meaning:
            "The state file records older digests that earlier runs verified, and they are gone from the beginning of "
            + "the chain. S3 lifecycle rules delete old files in this way.",
        evidence:
            "`from` and `to` are the time that is gone. `count` is the number of digest files, if the state file "
            + "records it.",
        benignCauses: "A lifecycle rule on the digest folder; old files that were moved out of the archive.",
        nextStep:
            "If a lifecycle rule deletes digest files, give the age at which it does with --retention. Younger ones "
            + "that are gone are then reported as history-truncated.")

    static let coverageGap = FindingExplanation(
        title: "No CloudTrail digest covers some time",
        meaning:
            "No verified digest covers this time, although one should, and nothing proves that a digest existed. The "
            + "time lies between two segments of a chain, between a chain's end and the window, or before a digest that "
            + "isn't verified. Or its digest is in a bucket that wasn't copied. Or it follows the time that an earlier "
            + "run verified. Or the same trail's chain in another Region begins earlier or ends later. Or a trail "
            + "description shows that the trail delivered a digest, or was stopped, after the chain's newest digest. Or "
            + "no chain of the given `--account`, `--region` and `--trail` has a verified digest.",
        evidence:
            "`from` and `to` are the interval. The message says why it should be covered. If the finding is about"
            + " filters, `accountId`, `region` and `trail` are their values.",
        benignCauses:
            "Logging or validation was switched off and on; the trail didn't cover that Region yet; digests of that "
            + "time weren't downloaded. Nothing in an archive shows where the earlier segment ended. If CloudTrail "
            + "delivered a digest more than an hour late, the trail description makes it look like a later one that is "
            + "missing.",
        nextStep:
            "Find out whether logging or validation was off. Otherwise download the digests of this time. If the chain "
            + "never existed, say so with --allow coverage-gap=ACCOUNT/REGION/TRAIL.")

    static let coverageStale = FindingExplanation(
        title: "The newest verified CloudTrail digest is too old",
        meaning:
            "The newest verified digest of a chain ends longer ago than `--max-age` allows. Without this check, a copy "
            + "that stopped looks complete, and so does a trail that stopped delivering.",
        evidence:
            "`from` is the end of the chain's newest verified digest. `actual` is its age when the run began.",
        benignCauses:
            "The trail was stopped on purpose; the nightly copy failed; the newest digest isn't proved yet, because its "
            + "successor wasn't delivered yet and its signature wasn't saved.",
        nextStep:
            "Check that the trail still delivers and that the copy is still made; aws cloudtrail "
            + "get-trail-status --name TRAIL --output json shows the last delivery.")

    static let chainEndsEarly = FindingExplanation(
        title: "A chain ends before the same trail's chain in another Region",
        meaning:
            "The chain ends 1 to 6 hours before a chain of the same account, trail and home Region. Digest files "
            + "arrive up to 3.4 hours late, so nothing may be missing. A difference of more than 6 hours is a "
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
