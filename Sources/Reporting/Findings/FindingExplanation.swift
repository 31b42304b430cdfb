public import CloudTrailVerification

/// What the findings of a code mean, in the words of reports, of `trailseal explain` and of Documentation/FINDINGS.md: one
/// source for all.
public struct FindingExplanation: Sendable {
    /// A few words for a title.
    public let title: String
    public let meaning: String
    /// Which members of the finding say what.
    public let evidence: String
    /// What may have happened without anybody's ill will.
    public let benignCauses: String
    /// What the reader should do next.
    public let nextStep: String
}

extension FindingCode {
    public var explanation: FindingExplanation {
        switch self {
        case .digestMalformed:
            FindingExplanation(
                title: "CloudTrail digest file is malformed",
                meaning:
                    "The file stands where a digest file belongs and cannot be one: bad gzip, bytes behind the "
                    + "gzip member, larger than a digest can be, not JSON, a required member missing, given twice or "
                    + "of the wrong type, or its own key and content disagree about account, region, trail or time.",
                evidence:
                    "`path` is the file, `key` the place it stands for; the message names the first thing wrong. "
                    + "Where a verified digest records another hash for this place, that adds nothing and is not "
                    + "reported again. It lists nothing: logs that only it listed become `log-unreferenced`.",
                benignCauses:
                    "A download that broke off, a disk error, a tool that rewrote the file (editor, mail gateway, "
                    + "line-end conversion).",
                nextStep:
                    "Download this digest file again; if it stays so, treat the bucket as tampered with and keep the file."
            )
        case .digestRelocated:
            FindingExplanation(
                title: "CloudTrail digest file is not in its place",
                meaning:
                    "A digest file lies where its own content says it does not belong: another account, region, "
                    + "day or name. It has no role in any chain from there, however good its signature: an old "
                    + "genuine digest copied over a new one would otherwise pass as the new one.",
                evidence:
                    "`key` is the place where it lies, `actual` the key that its content declares.",
                benignCauses:
                    "Files sorted into other folders by hand, or renamed by a download tool.",
                nextStep: "Find out who copied or renamed the file; put the genuine digest file in its place.")
        case .digestSignatureInvalid:
            FindingExplanation(
                title: "CloudTrail digest file has an invalid signature",
                meaning:
                    "Nothing proves this digest, and a signature that belongs to it does not verify under the key "
                    + "whose fingerprint it names. The signature is its own saved one, or the one that a verified "
                    + "successor carries for it.",
                evidence:
                    "`key` and `path` are the digest; the message carries the fingerprint of the key. A signature "
                    + "in a digest that is itself unproven can prove, but never accuses.",
                benignCauses:
                    "A saved signature of another version of the object or of another bucket's object of the same "
                    + "key; a signature cut by copying it by hand.",
                nextStep: "Keep the file as evidence and look in S3 for an older version of the object.")
        case .digestHashMismatch:
            FindingExplanation(
                title: "CloudTrail digest file was changed",
                meaning:
                    "A digest that is proven names this one as its predecessor and records another SHA-256. The "
                    + "bytes here are not those that CloudTrail signed.",
                evidence:
                    "`expected` is the recorded hash, `actual` the hash of the inflated bytes here; both "
                    + "hexadecimal SHA-256.",
                benignCauses:
                    "None for the content of the original object. A tool that rewrote the JSON (pretty-printed it, "
                    + "changed line ends) does this too.",
                nextStep: "Keep the file as evidence and look in S3 for an older version of the object.")
        case .digestMetadataMismatch:
            FindingExplanation(
                title: "Saved signature of a CloudTrail digest file does not verify",
                meaning:
                    "The digest is proven by another signature or by its successor, but the signature that was "
                    + "saved for it does not verify. The digest's own bytes are genuine; its saved metadata is not.",
                evidence:
                    "`key` and `path` are the digest, whose saved signature lies at the key's place in a folder or "
                    + "listing of `--signatures`, in its extended attributes or beside it.",
                benignCauses:
                    "Metadata saved for another object, or edited afterwards; a copy between buckets that kept old "
                    + "metadata. The digest and its logs still count as verified, the run as invalid.",
                nextStep: "Save the object's metadata again with head-object and compare.")
        case .digestMissing:
            FindingExplanation(
                title: "CloudTrail digest files are missing",
                meaning:
                    "Digests between others are not in the copy: a verified digest names a predecessor that is "
                    + "absent, and something shows that it should be here (an older digest of the chain, logs of "
                    + "that time, or an explicit `--from`). One finding for each hole.",
                evidence:
                    "`key` is the predecessor that is named and absent, `from` and `to` are the hole, `count` is "
                    + "the number of hourly digests in it. The message says what shows that they should be here.",
                benignCauses:
                    "A download that left out part of a folder, a lifecycle rule on the digest folder.",
                nextStep: "Download the digest files of this time again; if S3 lacks them, they were deleted.")
        case .logMissing:
            FindingExplanation(
                title: "CloudTrail log file is missing",
                meaning:
                    "A verified digest lists this log file and it is absent. A key that would lead out of the "
                    + "archive, or a link, FIFO, device or folder in the log's place, counts as absent: it is never "
                    + "opened.",
                evidence:
                    "`key` is the log, `expected` its recorded hash; the message names the digest.",
                benignCauses:
                    "A lifecycle rule that deletes or archives logs (GLACIER objects cannot be copied by `aws s3 "
                    + "sync`), an incomplete download, a copy that holds digests for a longer time than logs (then "
                    + "use `--from`).",
                nextStep: "Download this key again; if S3 lacks it, it was deleted or moved by a lifecycle rule.")
        case .logHashMismatch:
            FindingExplanation(
                title: "CloudTrail log file does not match its signed digest",
                meaning:
                    "The log file inflates well, and its SHA-256 is not the one that a verified digest records. "
                    + "Its events are not those that CloudTrail delivered.",
                evidence:
                    "`expected` is the recorded hash, `actual` the hash of the inflated bytes.",
                benignCauses:
                    "A tool that rewrote the JSON. Compressing again at another level is not a cause: only the "
                    + "content is signed.",
                nextStep: "Keep the file as evidence and look in S3 for an older version of the object.")
        case .logMalformed:
            FindingExplanation(
                title: "CloudTrail log file is malformed",
                meaning:
                    "A listed log file is no whole gzip member: truncated, corrupt, wrong CRC or length, empty, or "
                    + "inflating beyond the limit.",
                evidence:
                    "`path` is the file; the message says what is wrong with it.",
                benignCauses:
                    "A download that broke off, a full disk, a disk error.",
                nextStep: "Download this log file again; if it stays so, it was damaged or replaced in the bucket.")
        case .logTrailingData:
            FindingExplanation(
                title: "CloudTrail log file has data behind its gzip member",
                meaning:
                    "Bytes follow the gzip member of a listed log file. Most tools read a second member as further "
                    + "events, although nobody signed them.",
                evidence:
                    "`count` is the number of bytes behind the first member.",
                benignCauses:
                    "Log files joined with `cat`; a transfer tool that pads to a block size.",
                nextStep: "Do not parse this file with other tools; look at what follows the first gzip member.")
        case .historyTruncated:
            FindingExplanation(
                title: "CloudTrail digest files that were verified before are gone",
                meaning:
                    "The state file of earlier runs knows a verified digest, and the copy holds neither it nor a later "
                    + "one that accounts for it: the newest digests of the chain, the whole chain, or the whole account "
                    + "or region are gone. A single look could not see that.",
                evidence:
                    "`key` is the digest that was verified, `expected` its hash; `from` and `to` run from the newest "
                    + "digest that is left to the end of that one.",
                benignCauses:
                    "A copy made anew and not whole; a lifecycle rule that deletes digests sooner than new ones come; a "
                    + "trail that was given up, whose files were then deleted on purpose.",
                nextStep:
                    "Look in S3 whether these digest files were deleted there or only in the copy, and who could delete them. "
                    + "If they are gone on purpose, `trailseal state FILE --forget` takes the chain out of the state."
            )
        case .historyRewritten:
            FindingExplanation(
                title: "A CloudTrail digest file is another than the one verified before",
                meaning:
                    "The state file of earlier runs knows this digest with another hash: the file that was verified then "
                    + "was changed or replaced since.",
                evidence:
                    "`expected` is the hash of the digest that was verified, `actual` that of the file at `path` now.",
                benignCauses:
                    "A state file of another copy of the same trail; a tool that rewrote the JSON.",
                nextStep:
                    "Keep the file as evidence, look in S3 for an older version of the object, and run once with --full."
            )
        case .digestUnsupported:
            FindingExplanation(
                title: "CloudTrail digest file needs a newer version",
                meaning:
                    "The digest names a hash or signature algorithm that this version does not know, or a verified "
                    + "successor proves its bytes but this version cannot read them. What AWS signed is never called "
                    + "malformed.",
                evidence:
                    "`key` and `path` are the digest; the message names what cannot be read.",
                benignCauses:
                    "A newer format of CloudTrail.",
                nextStep: "Use a newer version of TrailSeal.")
        case .digestSignatureUnavailable:
            FindingExplanation(
                title: "No signature of a CloudTrail digest file",
                meaning:
                    "Nothing contradicts this digest and nothing proves it: no signature for it was found and no "
                    + "verified digest follows it. S3 keeps the signature in the object's metadata, which `aws s3 "
                    + "sync` does not copy, so without `--signatures` this is so for the newest digest of every "
                    + "chain.",
                evidence:
                    "`key` and `path` are the digest.",
                benignCauses:
                    "The ordinary state of a plain copy. `--allow digest-signature-unavailable` accepts it for the "
                    + "newest digest of a chain whose predecessor is verified, where that is good enough.",
                nextStep: "Save the digest's signature with aws s3api head-object and pass it with --signatures.")
        case .digestKeyUnknown:
            FindingExplanation(
                title: "Public key of a CloudTrail digest file is unknown",
                meaning:
                    "The digest has a signature, but no given key has the fingerprint that it names, and no "
                    + "verified digest follows it.",
                evidence:
                    "`expected` is the fingerprint that the digest names.",
                benignCauses:
                    "Keys saved for another region or another time; a key in the file that is not RSA of 1,024 to "
                    + "8,192 bits.",
                nextStep:
                    "Save the keys of the digest's time with aws cloudtrail list-public-keys --start-time and --end-time."
            )
        case .digestKeyOutOfValidity:
            FindingExplanation(
                title: "Public key of a CloudTrail digest file was not valid at its time",
                meaning:
                    "The key that the digest names is there, but AWS lists it for another time than that of the "
                    + "signing, and no verified digest follows it. Somebody who obtained an old key could have made "
                    + "this signature.",
                evidence:
                    "`expected` is the fingerprint; the key's validity stands in the key file. A standard digest "
                    + "is signed between its start and 6 hours after its end, a backfill digest within 6 hours of "
                    + "its generation.",
                benignCauses:
                    "A key listing whose times were edited or converted wrongly.",
                nextStep:
                    "Save the keys of the digest's time with aws cloudtrail list-public-keys --start-time and --end-time."
            )
        case .keyFingerprintMismatch:
            FindingExplanation(
                title: "A listed public key is not the one its fingerprint names",
                meaning:
                    "A record in a key file carries a key whose MD5 is not the fingerprint that it is listed "
                    + "under. Such a key may prove a digest, never accuse one. Once for each key.",
                evidence:
                    "`expected` is the listed fingerprint, `actual` the computed one.",
                benignCauses:
                    "A key file put together by hand, or edited.",
                nextStep: "Fetch the key file again from AWS, over a connection that you trust.")
        case .logDigestUnverified:
            FindingExplanation(
                title: "CloudTrail log files are listed only by an unverified digest",
                meaning:
                    "Log files are listed only by a digest that is not proven, so nobody can say whether they are "
                    + "genuine. One finding for each digest.",
                evidence:
                    "`count` is the number of present logs; the message says how many of their hashes differ from "
                    + "what that digest records.",
                benignCauses:
                    "That of the digest's own finding.",
                nextStep: "Prove the digest that lists them (see its own finding).")
        case .logUnreferenced:
            FindingExplanation(
                title: "No verified digest lists a CloudTrail log file",
                meaning:
                    "A log file that no digest in the archive lists. A forged log that was added to the bucket "
                    + "looks just like that.",
                evidence:
                    "`path` and `key` are the file; the message says which explanations its time leaves open.",
                benignCauses:
                    "Delivered in the last hour or two and not yet digested; delivered while validation was off; "
                    + "of a second trail without validation; listed by a backfill digest that was not downloaded.",
                nextStep: "Compare with the trail's settings, and download later digests, backfill ones included.")
        case .logReferenceConflict:
            FindingExplanation(
                title: "Two digests list a CloudTrail log file with different hashes",
                meaning:
                    "Two verified digests list one key with different hashes, and the file matches one of them.",
                evidence:
                    "`expected` is the other recorded hash, `actual` the file's.",
                benignCauses:
                    "CloudTrail delivered the object a second time.",
                nextStep: "Look in S3 for other versions of this object.")
        case .referenceOutsideArchive:
            FindingExplanation(
                title: "A digest lists a CloudTrail log file outside the archive",
                meaning:
                    "A verified digest lists a log that lies outside of what was given: in a bucket that was not, "
                    + "or, at the beginning of the copy, on a day of which the copy holds no log at all.",
                evidence:
                    "`key` is the log, `bucket` where it lies, `expected` its recorded hash.",
                benignCauses:
                    "A trail that changed its bucket; a copy that begins at midnight, when the first digest of the "
                    + "day still lists logs of the day before.",
                nextStep: "Download that bucket or day too, or begin the window later with --from.")
        case .coverageGap:
            FindingExplanation(
                title: "No CloudTrail digest covers some time",
                meaning:
                    "Time that should be covered by a digest and is not, without proof that a digest existed: "
                    + "between the end of one segment and a later starting digest, between a chain's ends and the "
                    + "window that was asked for, where one region's chain begins later or ends earlier than its "
                    + "siblings', where a trail description shows a later digest delivery than the copy holds or "
                    + "that the trail was stopped after the end of its newest digest, or a value of `--account`, "
                    + "`--region` or `--trail` that nothing matches.",
                evidence:
                    "`from` and `to` are the interval; the message says why it should be covered.",
                benignCauses:
                    "Logging or validation was switched off and on; the trail did not cover that region yet; "
                    + "digests of that time were not downloaded. Nothing in an archive fixes where the earlier "
                    + "segment ended. A digest that CloudTrail delivered more than an hour late looks, by the trail "
                    + "description, like a later one that is lacking.",
                nextStep: "Ask whether logging or validation was off; otherwise download the digests of this time.")
        case .coverageStale:
            FindingExplanation(
                title: "The newest verified CloudTrail digest is too old",
                meaning:
                    "With `--max-age`: the newest verified digest of a chain ends longer ago than that. A copy that is no "
                    + "longer made, or a trail that no longer delivers, looks complete otherwise.",
                evidence:
                    "`from` is the end of the chain's newest verified digest; `actual` says how old it was when the run began.",
                benignCauses:
                    "The trail was stopped on purpose; the nightly copy failed; the digest of the last hours is not yet "
                    + "proven, because its successor is not yet delivered and its signature was not saved.",
                nextStep:
                    "Look whether the trail still delivers and the copy is still made; get-trail-status says when it last did."
            )
        case .fileUnreadable:
            FindingExplanation(
                title: "A file could not be read",
                meaning:
                    "Something below an account's folder could not be judged: no permission, an I/O error, a file "
                    + "that changed while it was read, or a symbolic link, device, FIFO or socket, which are never "
                    + "followed or opened.",
                evidence:
                    "`path` is what it is about; the message carries the system's reason.",
                benignCauses:
                    "Wrong owner or mode after copying as root; a copy that replaced files by links to save space.",
                nextStep: "Make it a readable file, for example by copying the archive again, and run once more.")
        case .unaccounted:
            FindingExplanation(
                title: "The count of what was verified does not balance",
                meaning:
                    "Before a run says `verified`, it counts again: every log that a verified digest lists, the time that "
                    + "verified digests cover, everything that was not looked at, and every chain of a state. Here the count "
                    + "does not balance, and no other finding says why. It cannot be allowed.",
                evidence:
                    "`path` or `key` is the first item that is not accounted for, or `from` and `to` the time; the message "
                    + "says what is asked of it.",
                benignCauses:
                    "A link or a folder that cannot be listed, whose name is that of another time. Files that nobody signed "
                    + "and that hide signed ones look the same.",
                nextStep:
                    "Look at what lies there: take away what CloudTrail did not write, or give the original copy, and run "
                    + "once more.")
        case .historyBegins:
            FindingExplanation(
                title: "The history of a chain begins in the copy",
                meaning:
                    "The oldest digest of a chain names a predecessor that was not downloaded, and nothing shows "
                    + "that it should be here.",
                evidence:
                    "`key` is the predecessor that is named; the message says from when on the chain is judged.",
                benignCauses:
                    "The copy was meant to begin here.",
                nextStep: "Nothing, if the copy is meant to begin here; otherwise download older digests.")
        case .storedInflated:
            FindingExplanation(
                title: "A file is stored inflated",
                meaning:
                    "A file is stored inflated. What is signed is the inflated content, so it proves as much.",
                evidence:
                    "`path` is the file.",
                benignCauses:
                    "Browsers and some clients inflate on download, and some drop `.gz` from the name.",
                nextStep: "Nothing.")
        case .chainForked:
            FindingExplanation(
                title: "A digest chain forks",
                meaning:
                    "Two different verified digests of one chain name the same predecessor.",
                evidence:
                    "`key` is the predecessor that they name, `count` how many they are.",
                benignCauses:
                    "Only CloudTrail can sign such digests: it happens when a delivery was repeated.",
                nextStep: "Nothing; only AWS can make two such digests.")
        }
    }
}
