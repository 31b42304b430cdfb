/// What findings about log files mean.
enum LogExplanations {
    static let logMissing = FindingExplanation(
        title: "CloudTrail log file is missing",
        meaning:
            "A verified digest lists this log file and it is absent. A key that would lead out of the archive, or"
            + " a link, FIFO, device or folder in the log's place, counts as absent: it is never opened.",
        evidence: "`key` is the log, `expected` its recorded hash; the message names the digest.",
        benignCauses:
            "A lifecycle rule that deletes or archives logs (GLACIER objects cannot be copied by `aws s3 sync`), "
            + "an incomplete download, a copy that holds digests for a longer time than logs (then use `--from`).",
        nextStep: "Download this key again; if S3 lacks it, it was deleted or moved by a lifecycle rule.")

    static let logHashMismatch = FindingExplanation(
        title: "CloudTrail log file does not match its signed digest",
        meaning:
            "The log file inflates well, and its SHA-256 is not the one that a verified digest records. Its "
            + "events are not those that CloudTrail delivered.",
        evidence:
            "`expected` is the recorded hash, `actual` the hash of the inflated bytes. If the content looks like "
            + "something else than a log, such as an S3 error answer, the message says so.",
        benignCauses:
            "A tool that rewrote the JSON, or one that saved an error answer under the name of the log. "
            + "Compressing again at another level is not a cause: only the content is signed.",
        nextStep: "Keep the file as evidence and look in S3 for an older version of the object.")

    static let logMalformed = FindingExplanation(
        title: "CloudTrail log file is malformed",
        meaning:
            "A listed log file is no whole gzip member: truncated, corrupt, wrong CRC or length, empty, or "
            + "inflating beyond the limit.",
        evidence:
            "`path` is the file. The message says what is wrong with it and, if it is known, what the content "
            + "looks like.",
        benignCauses: "A download that broke off, a full disk, a disk error.",
        nextStep: "Download this log file again; if it stays so, it was damaged or replaced in the bucket.")

    static let logTrailingData = FindingExplanation(
        title: "CloudTrail log file has data behind its gzip member",
        meaning:
            "Bytes follow the gzip member of a listed log file. Most tools read a second member as further "
            + "events, although nobody signed them.",
        evidence: "`count` is the number of bytes behind the first member.",
        benignCauses: "Log files joined with `cat`; a transfer tool that pads to a block size.",
        nextStep: "Do not parse this file with other tools; look at what follows the first gzip member.")

    static let logDigestUnverified = FindingExplanation(
        title: "CloudTrail log files are listed only by an unverified digest",
        meaning:
            "Log files are listed only by a digest that is not proven, so nobody can say whether they are "
            + "genuine. One finding for each digest.",
        evidence:
            "`count` is the number of present logs; the message says how many of their hashes differ from what "
            + "that digest records.",
        benignCauses: "That of the digest's own finding.",
        nextStep: "Prove the digest that lists them (see its own finding).")

    static let logUnreferenced = FindingExplanation(
        title: "No verified digest lists a CloudTrail log file",
        meaning:
            "A log file that no verified digest lists, and no unverified digest in scope either. A forged log that "
            + "was added to the bucket looks just like that.",
        evidence:
            "`path` and `key` are the file. The message says which explanations its time, its name and its "
            + "neighbours leave open.",
        benignCauses:
            "Delivered in the last hour or two and not yet digested; delivered while validation was off; of a "
            + "second trail without validation; listed by a backfill digest that was not downloaded.",
        nextStep:
            "Download later digest files, and compare with the trail's settings. A file with a name that CloudTrail "
            + "doesn't give isn't CloudTrail's: find out who wrote it.")

    static let logReferenceConflict = FindingExplanation(
        title: "Two digests list a CloudTrail log file with different hashes",
        meaning: "Two verified digests list one key with different hashes, and the file matches one of them.",
        evidence: "`expected` is the other recorded hash, `actual` the file's.",
        benignCauses: "CloudTrail delivered the object a second time.",
        nextStep: "Look in S3 for other versions of this object.")

    static let referenceOutsideArchive = FindingExplanation(
        title: "A digest lists a CloudTrail log file outside the archive",
        meaning:
            "A verified digest lists a log that lies outside of what was given: in a bucket that was not, or, at "
            + "the beginning of the copy, on a day of which the copy holds no log at all.",
        evidence: "`key` is the log, `bucket` where it lies, `expected` its recorded hash.",
        benignCauses:
            "A trail that changed its bucket; a copy that begins at midnight, when the first digest of the day "
            + "still lists logs of the day before.",
        nextStep: "Download that bucket or day too, or begin the window later with --from.")

    static let logNotDue = FindingExplanation(
        title: "Log files are newer than any digest file",
        meaning:
            "Log files at the end of the window are so new that no digest file lists them yet. CloudTrail lists a"
            + " log file in the digest of its hour, which comes after that hour. One note for each account and "
            + "Region.",
        evidence:
            "`count` is the number of log files, `from` and `to` are the first and the last time in their names.",
        benignCauses: "The trail kept delivering while the copy was made.",
        nextStep: "Nothing. The next run with later digest files judges them.")
}
