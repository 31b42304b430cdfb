/// Explanations of the findings about log files.
enum LogExplanations {
    static let logMissing = FindingExplanation(
        title: "CloudTrail log file is missing",
        meaning:
            "A verified digest lists this log file, and it is absent. An S3 key that would lead out of the archive "
            + "counts as absent. So does a link, FIFO, device or folder in the log's place. None of them is ever "
            + "opened.",
        evidence: "`key` is the log file, `expected` its recorded hash. The message names the digest.",
        benignCauses:
            "A lifecycle rule that deletes or archives logs (`aws s3 sync` doesn't copy GLACIER objects); an "
            + "incomplete download; a copy whose digests go back further than its logs (then give `--from` or "
            + "`--logs-from`).",
        nextStep: "Download this log file again. If S3 doesn't have it, it was deleted, or a lifecycle rule moved it.")

    static let logHashMismatch = FindingExplanation(
        title: "CloudTrail log file does not match its signed digest",
        meaning:
            "The log file can be inflated, but its SHA-256 isn't the one that a verified digest records. Its events "
            + "aren't those that CloudTrail delivered.",
        evidence:
            "`expected` is the recorded hash, `actual` the hash of the inflated bytes. If the content looks like "
            + "something other than a log, such as an S3 error answer, the message says so.",
        benignCauses:
            "A tool that rewrote the JSON; a tool that saved an error answer under the name of the log. Compressing "
            + "the file again isn't a cause, because only the content is signed.",
        nextStep:
            "Keep the file as evidence, and download the object again to another folder. If it still differs, look in "
            + "S3 for an older version of the object (trailseal plan prints the commands).")

    static let logMalformed = FindingExplanation(
        title: "CloudTrail log file is malformed",
        meaning:
            "A listed log file isn't one whole gzip member. It is truncated, corrupt or empty, has the wrong CRC or "
            + "length, or inflates to more than 4 GiB.",
        evidence:
            "`path` is the file. The message says what is wrong with it and, if it is known, what the content looks "
            + "like.",
        benignCauses: "A download that broke off; a full disk; a disk error.",
        nextStep: "Download this log file again. If it is still malformed, it was damaged or replaced in the bucket.")

    static let logTrailingData = FindingExplanation(
        title: "CloudTrail log file has data after its gzip member",
        meaning:
            "Bytes follow the gzip member of a listed log file. Most tools read a second member as further events, "
            + "although nobody signed them.",
        evidence: "`count` is the number of bytes after the first member.",
        benignCauses: "Log files joined with `cat`; a transfer tool that pads to a block size.",
        nextStep:
            "Don't parse this file with other tools. Look at what follows the first gzip member, and download the log "
            + "file again.")

    static let logDigestUnverified = FindingExplanation(
        title: "CloudTrail log files are listed only by an unverified digest",
        meaning:
            "A digest that isn't verified lists these log files, and no verified digest does. So nothing shows whether "
            + "they are genuine. There is one finding for each such digest.",
        evidence:
            "`key` and `path` are the digest. `count` is the number of its log files that are present. The message "
            + "says how many of them don't have the hash that the digest records.",
        benignCauses: "Those of the finding about the digest itself.",
        nextStep: "Prove the digest that lists them. Its own finding says how.")

    static let logUnreferenced = FindingExplanation(
        title: "No verified digest lists a CloudTrail log file",
        meaning:
            "No verified digest lists this log file, and no unverified digest in scope does. It may be a genuine log "
            + "file. A forged log file that somebody added to the bucket looks the same.",
        evidence:
            "`path` and `key` are the file. The message says which explanations fit the file's name, its time, and the "
            + "digests of that time.",
        benignCauses:
            "It was delivered in the last hour or two and no digest lists it yet; it was delivered while validation "
            + "was off; a second trail without validation wrote it; a backfill digest that wasn't downloaded lists it.",
        nextStep:
            "Download later digest files and run again. Find out whether validation was off, or whether a second trail "
            + "writes to the bucket. If the message says that CloudTrail doesn't give such a name, find out who wrote "
            + "the file.")

    static let logReferenceConflict = FindingExplanation(
        title: "Two digests list a CloudTrail log file with different hashes",
        meaning: "Two verified digests list one log file with different hashes, and the file matches one of them.",
        evidence: "`expected` is the other recorded hash, `actual` the file's.",
        benignCauses: "CloudTrail delivered the object a second time.",
        nextStep: "Look in S3 for other versions of this object.")

    static let referenceOutsideArchive = FindingExplanation(
        title: "A digest lists a CloudTrail log file outside the archive",
        meaning:
            "A verified digest lists a log file that the copy doesn't include. The log file is one of these: it lies "
            + "in a bucket that wasn't copied; it is of the day before the copy begins, or of the day after it ends; "
            + "it is of another account than the digest. The copy begins with the first day for which it holds a file "
            + "of that account and Region, and ends with the last.",
        evidence:
            "`key` is the log file, `bucket` its bucket, `expected` its recorded hash. The message says which of the "
            + "three it is.",
        benignCauses:
            "A trail that changed its bucket; a copy of whole days, because digests close to midnight also list logs "
            + "of the neighbouring day. No benign cause is known for a log file of another account.",
        nextStep:
            "Download that bucket or day too. Or leave the digest that lists the log file out of the window with "
            + "--from or --to.")

    static let logNotDue = FindingExplanation(
        title: "Log files are newer than any digest file",
        meaning:
            "The names of these log files hold a time at or after `--to`, and no digest file can list them yet. "
            + "CloudTrail lists a log file in the digest of its hour, and delivers that digest after the hour. This "
            + "note is possible only with both `--from` and `--to`, or with `--to` and `--state`. There is one note "
            + "for each account and Region.",
        evidence: "`count` is the number of log files. `from` and `to` are the first and the last time in their names.",
        benignCauses: "The trail kept delivering while the copy was made.",
        nextStep: "Nothing. The next run with later digest files judges them.")
}
