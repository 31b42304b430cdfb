/// Explanations of the findings about digest files, their signatures and public keys.
enum DigestExplanations {
    static let digestMalformed = FindingExplanation(
        title: "CloudTrail digest file is malformed",
        meaning:
            "The file has the name or the folder of a digest file, and can't be one. Either the stored file is wrong: "
            + "it is empty; its gzip stream is damaged; bytes follow the gzip member; it inflates to more than 64 MiB. "
            + "Or the JSON is wrong: it isn't an object; it has more than 64 levels; a required member is missing, "
            + "given twice or of the wrong type. Or the values are wrong: an S3 key is longer than 1,024 bytes; the "
            + "end isn't after the start; the digest's own S3 key names another account, Region, trail or time than "
            + "the other members do.",
        evidence:
            "`path` is the file, `key` the S3 key that it stands for. The message names the first defect, and says "
            + "what the content looks like if that is known. `expected` is the hash that a verified digest records for "
            + "this S3 key, if one does. There is no `digest-hash-mismatch` beside this finding. The file lists "
            + "nothing: logs that only it listed become `log-unreferenced`.",
        benignCauses:
            "A download that broke off; a disk error; a tool that rewrote the file (an editor, a mail gateway, "
            + "line-end conversion).",
        nextStep:
            "Download this digest file again. If it is still malformed, keep the file and treat the bucket as tampered "
            + "with.")

    static let digestRelocated = FindingExplanation(
        title: "CloudTrail digest file is not in its place",
        meaning:
            "The digest file isn't where its content says it belongs. Its path names another account, organization, "
            + "Region, day or file name. Or it is an `X.json` beside an `X.json.gz` with other content. It counts in "
            + "no chain, even if its signature is good. Otherwise an old genuine digest, copied over a new one, would "
            + "pass as the new one. An extra copy isn't reported if it keeps its file name and account, and the same "
            + "verified digest lies in its place.",
        evidence:
            "`key` is the S3 key that the path stands for, `actual` the S3 key that the content declares. If these are "
            + "equal, the buckets differ, and `actual` begins with the bucket.",
        benignCauses: "Files sorted into other folders by hand; files renamed by a download tool.",
        nextStep: "Find out who copied or renamed the file, and put the genuine digest file back in its place.")

    static let digestSignatureInvalid = FindingExplanation(
        title: "CloudTrail digest file has an invalid signature",
        meaning:
            "Nothing proves this digest, and none of its signatures verifies under the public key that the digest "
            + "names. Its signatures are those that were saved for it, and the one that a verified successor holds for "
            + "it. Ignored are a signature that was cut, and a saved answer that doesn't name its object.",
        evidence:
            "`key` and `path` are the digest. The message gives the fingerprint of the public key. The signature in an "
            + "unverified successor can prove this digest, but never accuses it.",
        benignCauses:
            "A signature saved for another version of the object; a signature of an object with the same S3 key in "
            + "another bucket; a tool that rewrote the digest file.",
        nextStep:
            "First save the signature again with aws s3api head-object --bucket BUCKET --key KEY --output json and run "
            + "again. If the finding stays, keep the file as evidence, and look in S3 for an older version of the "
            + "object (trailseal plan prints the commands).")

    static let digestHashMismatch = FindingExplanation(
        title: "CloudTrail digest file was changed",
        meaning:
            "A verified digest names this one as its predecessor and records another SHA-256. These bytes aren't the "
            + "ones that CloudTrail signed.",
        evidence:
            "`expected` is the recorded SHA-256, `actual` the SHA-256 of the inflated bytes of this file, both "
            + "hexadecimal.",
        benignCauses:
            "A tool that rewrote the JSON, for example one that pretty-printed it or changed line ends. Compressing "
            + "the file again isn't a cause, because only the content is signed.",
        nextStep:
            "Keep the file as evidence, and download the object again to another folder. If it still differs, look in "
            + "S3 for an older version of the object (trailseal plan prints the commands).")

    static let digestMetadataMismatch = FindingExplanation(
        title: "Saved signature of a CloudTrail digest file does not verify",
        meaning:
            "The digest is verified, but no signature that was saved for it verifies. Something else proves the "
            + "digest: the hash or the signature that its successor holds, or the signature in the state file. So the "
            + "digest's bytes are genuine, and the saved metadata isn't. The digest and its logs count as verified, "
            + "and the run is invalid.",
        evidence:
            "`key` and `path` are the digest. Its saved signatures are under that S3 key in a folder or listing of "
            + "`--signatures`, in the file's extended attributes, or in a file beside it.",
        benignCauses:
            "Metadata saved for another object or another version of it; metadata that was edited afterwards; a copy "
            + "between buckets that kept the old metadata.",
        nextStep:
            "Save the signature again with aws s3api head-object --bucket BUCKET --key KEY --output json and run "
            + "again. If the finding stays, the object's metadata in S3 is wrong.")

    static let digestMissing = FindingExplanation(
        title: "CloudTrail digest files are missing",
        meaning:
            "A verified digest names a predecessor that isn't in the copy. One of these shows that it should be: "
            + "`--from` is before the predecessor's end; the copy holds an older digest of the chain; the copy holds "
            + "log files of that time that no digest lists. A backfill digest should also be there if verified hourly "
            + "digests cover the hour before its end. There is one finding for each hole.",
        evidence:
            "`key` is the absent predecessor, `expected` its recorded hash. `from` and `to` are the hole. `count` is "
            + "its length in hours, which is the number of hourly digests that fit in it. The message says what shows "
            + "that they should be here.",
        benignCauses: "A download that left out part of a folder; a lifecycle rule on the digest folder.",
        nextStep: "Download the digest files of this time again. If S3 doesn't have them, they were deleted.")

    static let digestUnsupported = FindingExplanation(
        title: "CloudTrail digest file can't be judged by this version",
        meaning:
            "This version can't judge the digest, for one of these reasons: the digest names an unknown hash or "
            + "signature algorithm; it can't be read, although a verified successor proves its bytes; it exceeds a "
            + "limit. Bytes that AWS signed are never called malformed. The limits are 500,000 listed log files, 1,000 "
            + "files with the digest's name, 16 saved signatures, and 4,096 mappings of folders to buckets in its "
            + "account. More than 16 saved signatures count only if none of the first 16 proves the digest.",
        evidence: "`key` and `path` are the digest. The message names what can't be read, or the limit.",
        benignCauses:
            "A newer format of CloudTrail; many copies or many saved signatures of one digest. CloudTrail itself comes "
            + "nowhere near a limit.",
        nextStep:
            "If the message names a limit, remove the surplus copies or saved signatures, and find out who made them. "
            + "Otherwise use a newer version of TrailSeal.")

    static let digestSignatureUnavailable = FindingExplanation(
        title: "No signature of a CloudTrail digest file",
        meaning:
            "Nothing contradicts this digest and nothing proves it. No usable signature for it was found, and no "
            + "verified digest names it as its predecessor. Signatures come from `--signatures`, from extended "
            + "attributes of the digest file, and from files beside it. S3 keeps the signature in the object's "
            + "metadata, which `aws s3 sync` doesn't copy. Without a saved signature, the newest digest of every chain "
            + "has this finding.",
        evidence: "`key` and `path` are the digest.",
        benignCauses:
            "A plain copy without saved signatures; a saved answer with an error message or a cut signature. `--allow "
            + "digest-signature-unavailable` accepts this for the newest digest of a chain, if its predecessor is "
            + "verified.",
        nextStep:
            "Save the digest's signature with aws s3api head-object --bucket BUCKET --key KEY --output json and give "
            + "it with --signatures.")

    static let digestKeyUnknown = FindingExplanation(
        title: "Public key of a CloudTrail digest file is unknown",
        meaning:
            "None of the given public keys has the fingerprint that the digest names, and no verified digest names the "
            + "digest as its predecessor. Without the public key no signature can be checked, whether one was saved or "
            + "not.",
        evidence: "`expected` is the fingerprint that the digest names.",
        benignCauses:
            "Public keys that were saved for another Region or another time; a public key that isn't RSA with 1,024 to "
            + "8,192 bits; a public key that is listed under the wrong fingerprint (`key-fingerprint-mismatch`).",
        nextStep:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --region REGION --start-time FROM "
            + "--end-time TO --output json and give them with --keys.")

    static let digestKeyOutOfValidity = FindingExplanation(
        title: "Public key of a CloudTrail digest file was not valid at its time",
        meaning:
            "The public key that the digest names was given, but it wasn't valid when the digest was signed. No "
            + "verified digest names the digest as its predecessor. The finding doesn't depend on whether a signature "
            + "was saved: somebody who obtained an old private key could have made one.",
        evidence:
            "`expected` is the fingerprint. The key file holds the public key's validity. A standard digest is signed "
            + "between its start and 6 hours after its end. A backfill digest is signed within 6 hours of its "
            + "generation, or after its start if the time of generation wasn't saved.",
        benignCauses: "A key listing whose times were edited or converted wrongly.",
        nextStep:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --region REGION --start-time FROM "
            + "--end-time TO --output json and give them with --keys.")

    static let keyFingerprintMismatch = FindingExplanation(
        title: "A listed public key is not the one its fingerprint names",
        meaning:
            "A public key in a key file is listed under a fingerprint that isn't its own. The fingerprint of a public "
            + "key is the MD5 of its bytes. A signature that verifies under such a key proves the digest. A signature "
            + "that fails under it isn't held against the digest. There is one finding for each key.",
        evidence: "`expected` is the listed fingerprint, `actual` the computed one.",
        benignCauses: "A key file that was edited or put together by hand.",
        nextStep: "Fetch the key file again from AWS, over a connection that you trust.")

    static let signatureWithoutDigest = FindingExplanation(
        title: "A CloudTrail digest file is absent although its signature was saved",
        meaning:
            "A signature was saved for a digest file that isn't in the copy. That is reported if all of these hold: "
            + "the digest's hour lies in the window; its chain passes the filters; its bucket was copied; it is newer "
            + "than the oldest digest of its chain in the copy. If the copy has no digest of the chain, the last "
            + "condition doesn't apply. If the saved answer names no bucket, it counts only then. There is one finding "
            + "for each chain. Digest files that `digest-missing` reports aren't counted again.",
        evidence:
            "`count` is the number of absent digest files. `from` and `to` are the time from the first of them to the "
            + "last.",
        benignCauses:
            "The signatures were saved after the copy was made; the download of the digest files broke off; the "
            + "signatures are of more accounts or Regions than the copy.",
        nextStep:
            "Download these digest files again. If S3 doesn't have them, they were deleted. If only part of the "
            + "archive was copied, name it with --account, --region and --trail.")
}
