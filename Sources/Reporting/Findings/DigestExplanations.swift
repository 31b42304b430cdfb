/// Explanations of the findings about digest files, their signatures and public keys.
enum DigestExplanations {
    static let digestMalformed = FindingExplanation(
        title: "CloudTrail digest file is malformed",
        meaning:
            "The file has the name or the folder of a digest file and can't be one. It is empty, its gzip stream is "
            + "damaged, bytes follow the gzip member, it is too large, or it isn't JSON. Or a required member is "
            + "missing, given twice or of the wrong type. Or its key and its content disagree about account, Region, "
            + "trail or time.",
        evidence:
            "`path` is the file, `key` the key that it stands for. The message names the first defect and, if it is "
            + "known, what the content looks like. If a verified digest records another hash for this key, that isn't "
            + "reported again. The file lists nothing: logs that only it listed become `log-unreferenced`.",
        benignCauses:
            "A download that broke off; a disk error; a tool that rewrote the file (an editor, a mail gateway, "
            + "line-end conversion).",
        nextStep:
            "Download this digest file again. If it is still malformed, keep the file and treat the bucket as tampered "
            + "with.")

    static let digestRelocated = FindingExplanation(
        title: "CloudTrail digest file is not in its place",
        meaning:
            "A digest file's path names another account, Region, day or name than its content declares. It takes no "
            + "part in any chain from there, even if its signature is good. Otherwise an old genuine digest copied over "
            + "a new one would pass as the new one.",
        evidence: "`key` is the key that the path stands for, `actual` the key that the content declares.",
        benignCauses: "Files sorted into other folders by hand, or renamed by a download tool.",
        nextStep: "Find out who copied or renamed the file, and put the genuine digest file back in its place.")

    static let digestSignatureInvalid = FindingExplanation(
        title: "CloudTrail digest file has an invalid signature",
        meaning:
            "Nothing proves this digest, and its signature doesn't verify under the key whose fingerprint the digest "
            + "names. The signature is the saved one, or the one that a verified successor carries for it.",
        evidence:
            "`key` and `path` are the digest. The message gives the fingerprint of the public key. A signature in an "
            + "unproved digest can prove this one, but never accuses it.",
        benignCauses:
            "A saved signature of another version of the object, or of another bucket's object with the same key; a "
            + "signature that was cut when it was copied by hand.",
        nextStep: "Keep the file as evidence, and look in S3 for an older version of the object.")

    static let digestHashMismatch = FindingExplanation(
        title: "CloudTrail digest file was changed",
        meaning:
            "A verified digest names this one as its predecessor and records another SHA-256. These bytes aren't "
            + "the ones that CloudTrail signed.",
        evidence:
            "`expected` is the recorded SHA-256, `actual` the SHA-256 of the inflated bytes of this file, both "
            + "hexadecimal.",
        benignCauses:
            "None for the content of the original object. A tool that rewrote the JSON (pretty-printed it, "
            + "changed line ends) does this too.",
        nextStep: "Keep the file as evidence, and look in S3 for an older version of the object.")

    static let digestMetadataMismatch = FindingExplanation(
        title: "Saved signature of a CloudTrail digest file does not verify",
        meaning:
            "Another signature or the successor proves the digest, but the signature that was saved for it doesn't "
            + "verify. The digest's bytes are genuine; the saved metadata isn't. The digest and its logs still count "
            + "as verified, and the run is invalid.",
        evidence:
            "`key` and `path` are the digest. Its saved signature is under that key in a folder or listing of "
            + "`--signatures`, in the file's extended attributes, or in a file beside it.",
        benignCauses:
            "Metadata saved for another object, or edited afterwards; a copy between buckets that kept the old metadata.",
        nextStep: "Save the object's metadata again with aws s3api head-object --output json and compare.")

    static let digestMissing = FindingExplanation(
        title: "CloudTrail digest files are missing",
        meaning:
            "A verified digest names a predecessor that isn't in the copy, and something shows that it should be: an "
            + "older digest of the chain, log files of that time, or an explicit `--from`. The predecessor of a backfill "
            + "digest should be there if verified hourly digests cover the hour before its end. One finding for each "
            + "hole.",
        evidence:
            "`key` is the absent predecessor, `from` and `to` are the hole, `count` is the number of hourly digests in "
            + "it. The message says what shows that they should be here.",
        benignCauses: "A download that left out part of a folder; a lifecycle rule on the digest folder.",
        nextStep: "Download the digest files of this time again. If S3 doesn't have them, they were deleted.")

    static let digestUnsupported = FindingExplanation(
        title: "CloudTrail digest file needs a newer version",
        meaning:
            "The digest names a hash or signature algorithm that this version doesn't know. Or a verified successor "
            + "proves its bytes, but this version can't read them; bytes that AWS signed are never called malformed. Or "
            + "the digest exceeds a limit of this version. The limits are 500,000 listed log files, 1,000 files with "
            + "its name, 16 saved signatures, and 4,096 mappings of folders to buckets in its account.",
        evidence: "`key` and `path` are the digest. The message names what can't be read, or the limit.",
        benignCauses: "A newer format of CloudTrail. CloudTrail itself comes nowhere near a limit.",
        nextStep: "Use a newer version of TrailSeal.")

    static let digestSignatureUnavailable = FindingExplanation(
        title: "No signature of a CloudTrail digest file",
        meaning:
            "Nothing contradicts this digest and nothing proves it: no signature for it was found, and no verified "
            + "digest follows it. S3 keeps the signature in the object's metadata, which `aws s3 sync` doesn't copy. "
            + "Without `--signatures`, the newest digest of every chain has this finding.",
        evidence: "`key` and `path` are the digest.",
        benignCauses:
            "A plain copy without saved signatures. `--allow digest-signature-unavailable` accepts this for the newest "
            + "digest of a chain, if its predecessor is verified.",
        nextStep:
            "Save the digest's signature with aws s3api head-object --bucket BUCKET --key KEY --output json and give it "
            + "with --signatures.")

    static let digestKeyUnknown = FindingExplanation(
        title: "Public key of a CloudTrail digest file is unknown",
        meaning:
            "The digest has a signature, but no given key has the fingerprint that the digest names, and no verified "
            + "digest follows it.",
        evidence: "`expected` is the fingerprint that the digest names.",
        benignCauses:
            "Keys that were saved for another Region or another time; a key in the file that isn't RSA with 1,024 to "
            + "8,192 bits.",
        nextStep:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --region REGION --start-time FROM "
            + "--end-time TO --output json and give them with --keys.")

    static let digestKeyOutOfValidity = FindingExplanation(
        title: "Public key of a CloudTrail digest file was not valid at its time",
        meaning:
            "The key that the digest names was given, but AWS lists it for another time than the signing, and no verified "
            + "digest follows. Somebody who obtained an old key could have made this signature.",
        evidence:
            "`expected` is the fingerprint. The key file holds the key's validity. A standard digest is signed between "
            + "its start and 6 hours after its end, a backfill digest within 6 hours of its generation.",
        benignCauses: "A key listing whose times were edited or converted wrongly.",
        nextStep:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --region REGION --start-time FROM "
            + "--end-time TO --output json and give them with --keys.")

    static let keyFingerprintMismatch = FindingExplanation(
        title: "A listed public key is not the one its fingerprint names",
        meaning:
            "The MD5 of a key in a key file isn't the fingerprint that the key is listed under. Such a key can prove a "
            + "digest, but never accuses one. One finding for each key.",
        evidence: "`expected` is the listed fingerprint, `actual` the computed one.",
        benignCauses: "A key file that was edited or put together by hand.",
        nextStep: "Fetch the key file again from AWS, over a connection that you trust.")

    static let signatureWithoutDigest = FindingExplanation(
        title: "A CloudTrail digest file is absent although its signature was saved",
        meaning:
            "A saved signature names a digest file that isn't in the copy. Its time lies in the window and after the "
            + "chain's oldest digest, if there is one. Its chain passes the filters, and its bucket is in the copy. An "
            + "answer that names no bucket counts if the copy has no digest of the chain. One finding for each chain, "
            + "unless `digest-missing` reports the same digests.",
        evidence:
            "`bucket` and `key` are the first absent digest file, `count` is the number of absent digest files, and "
            + "`from` and `to` are their time.",
        benignCauses:
            "The signatures were saved after the copy was made; the download of the digest files broke off; the "
            + "signatures are of more accounts or Regions than the copy.",
        nextStep:
            "Download these digest files again. If S3 doesn't have them, they were deleted. If only part of the archive "
            + "was copied, name it with --account, --region and --trail.")
}
