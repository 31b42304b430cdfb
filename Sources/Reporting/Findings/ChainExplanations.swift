/// What findings about chains along time mean.
enum ChainExplanations {
    static let historyTruncated = FindingExplanation(
        title: "CloudTrail digest files that were verified before are gone",
        meaning:
            "The state file of earlier runs knows a verified digest, and the copy no longer holds it. The newest "
            + "digests of the chain are gone, or some of its middle, a later segment, the whole chain, an account or a "
            + "Region. With `--retention`, the beginning of a chain that is younger than that counts too; so does one "
            + "in whose place something else lies. A single run can't see that.",
        evidence:
            "`key` is the digest that was verified, `expected` its hash. `from` and `to` are the time that is "
            + "gone. The message says what is left of the chain.",
        benignCauses:
            "A copy made anew and not whole; a lifecycle rule that deletes digests sooner than new ones come; a "
            + "trail that was given up, whose files were then deleted on purpose.",
        nextStep:
            "Look in S3 whether these digest files were deleted there or only in the copy, and who could delete "
            + "them. If they are gone on purpose, `trailseal state FILE --forget` takes the chain out of the state.")

    static let historyRewritten = FindingExplanation(
        title: "A CloudTrail digest file is another than the one verified before",
        meaning:
            "The state file of earlier runs knows this digest with another hash: the file that was verified then "
            + "was changed or replaced since.",
        evidence: "`expected` is the hash of the digest that was verified, `actual` that of the file at `path` now.",
        benignCauses: "A state file of another copy of the same trail; a tool that rewrote the JSON.",
        nextStep:
            "Keep the file as evidence, look in S3 for an older version of the object, and run once with --full.")

    static let historyBegins = FindingExplanation(
        title: "The history of a chain begins in the copy",
        meaning:
            "The oldest digest of a chain names a predecessor that was not downloaded, and nothing shows that it "
            + "should be here.",
        evidence: "`key` is the predecessor that is named; the message says from when on the chain is judged.",
        benignCauses: "The copy was meant to begin here.",
        nextStep: "Nothing, if the copy is meant to begin here; otherwise download older digests.")

    static let historyExpired = FindingExplanation(
        title: "The beginning of a chain is gone since an earlier run",
        meaning:
            "The state file of earlier runs knows older verified digests of the chain, and they are gone from its"
            + " beginning. Lifecycle rules of S3 delete old files like that.",
        evidence:
            "`from` and `to` are the time that is gone. `count` is the number of digest files, if the state file "
            + "says it.",
        benignCauses: "A lifecycle rule on the digest folder, or an archive whose old files were moved away.",
        nextStep:
            "If a lifecycle rule deletes digest files, give the age at which it does with --retention: younger "
            + "ones that are gone are then reported as history-truncated.")

    static let coverageGap = FindingExplanation(
        title: "No CloudTrail digest covers some time",
        meaning:
            "Time that a verified digest should cover isn't covered, and nothing proves that a digest existed. It"
            + " lies between two segments of a chain, between a chain's end and the window, before a digest that "
            + "isn't verified, in a bucket that wasn't copied, or after the time that an earlier run verified. Or "
            + "the same trail's chain in another Region begins earlier or ends later. Or a trail description shows "
            + "that the trail delivered a digest, or was stopped, after the chain's newest digest. Or no chain of "
            + "the given `--account`, `--region` and `--trail` has a verified digest.",
        evidence:
            "`from` and `to` are the interval; the message says why it should be covered. If the finding is about"
            + " filters, `accountId`, `region` and `trail` are their values.",
        benignCauses:
            "Logging or validation was switched off and on; the trail did not cover that region yet; digests of "
            + "that time were not downloaded. Nothing in an archive fixes where the earlier segment ended. A digest"
            + " that CloudTrail delivered more than an hour late looks, by the trail description, like a later one "
            + "that is lacking.",
        nextStep:
            "Ask whether logging or validation was off; otherwise download the digests of this time. If the chain"
            + " never existed, say so with --allow coverage-gap=ACCOUNT/REGION/TRAIL.")

    static let coverageStale = FindingExplanation(
        title: "The newest verified CloudTrail digest is too old",
        meaning:
            "With `--max-age`: the newest verified digest of a chain ends longer ago than that. A copy that is no"
            + " longer made, or a trail that no longer delivers, looks complete otherwise.",
        evidence:
            "`from` is the end of the chain's newest verified digest; `actual` says how old it was when the run "
            + "began.",
        benignCauses:
            "The trail was stopped on purpose; the nightly copy failed; the digest of the last hours is not yet "
            + "proven, because its successor is not yet delivered and its signature was not saved.",
        nextStep:
            "Look whether the trail still delivers and the copy is still made; aws cloudtrail "
            + "get-trail-status --name TRAIL --output json says when it last did.")

    static let chainEndsEarly = FindingExplanation(
        title: "A chain ends before the same trail's chain in another Region",
        meaning:
            "The chain ends 1 to 6 hours before a chain of the same account, trail and home Region. Digest files "
            + "come up to 3.4 hours late, so the end may be whole. If more than 6 hours are missing, it is a "
            + "`coverage-gap`.",
        evidence: "`from` is the end of the chain, `to` the end of the other one.",
        benignCauses:
            "The newest digest files weren't delivered yet when the copy was made, or the copy was made Region by"
            + " Region.",
        nextStep: "Copy the archive again some hours later, and run once more.")

    static let chainForked = FindingExplanation(
        title: "A digest chain forks",
        meaning: "Two different verified digests of one chain name the same predecessor.",
        evidence: "`key` is the predecessor that they name, `count` how many they are.",
        benignCauses: "Only CloudTrail can sign such digests: it happens when a delivery was repeated.",
        nextStep: "Nothing; only AWS can make two such digests.")
}
