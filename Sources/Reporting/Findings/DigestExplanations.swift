/// What findings about digest files, their signatures and keys mean.
enum DigestExplanations {
    static let digestMalformed = FindingExplanation(
        title: "CloudTrail digest file is malformed",
        meaning:
            "The file stands where a digest file belongs and cannot be one: bad gzip, bytes behind the gzip "
            + "member, larger than a digest can be, not JSON, a required member missing, given twice or of the "
            + "wrong type, or its own key and content disagree about account, region, trail or time.",
        evidence:
            "`path` is the file, `key` the place it stands for. The message names the first thing wrong and, if "
            + "it is known, what the content looks like. Where a verified digest records another hash for this "
            + "place, that adds nothing and is not reported again. It lists nothing: logs that only it listed "
            + "become `log-unreferenced`.",
        benignCauses:
            "A download that broke off, a disk error, a tool that rewrote the file (editor, mail gateway, "
            + "line-end conversion).",
        nextStep:
            "Download this digest file again; if it stays so, treat the bucket as tampered with and keep the "
            + "file.")

    static let digestRelocated = FindingExplanation(
        title: "CloudTrail digest file is not in its place",
        meaning:
            "A digest file lies where its own content says it does not belong: another account, region, day or "
            + "name. It has no role in any chain from there, however good its signature: an old genuine digest "
            + "copied over a new one would otherwise pass as the new one.",
        evidence: "`key` is the place where it lies, `actual` the key that its content declares.",
        benignCauses: "Files sorted into other folders by hand, or renamed by a download tool.",
        nextStep: "Find out who copied or renamed the file; put the genuine digest file in its place.")

    static let digestSignatureInvalid = FindingExplanation(
        title: "CloudTrail digest file has an invalid signature",
        meaning:
            "Nothing proves this digest, and a signature that belongs to it does not verify under the key whose "
            + "fingerprint it names. The signature is its own saved one, or the one that a verified successor "
            + "carries for it.",
        evidence:
            "`key` and `path` are the digest; the message carries the fingerprint of the key. A signature in a "
            + "digest that is itself unproven can prove, but never accuses.",
        benignCauses:
            "A saved signature of another version of the object or of another bucket's object of the same key; a "
            + "signature cut by copying it by hand.",
        nextStep: "Keep the file as evidence and look in S3 for an older version of the object.")

    static let digestHashMismatch = FindingExplanation(
        title: "CloudTrail digest file was changed",
        meaning:
            "A digest that is proven names this one as its predecessor and records another SHA-256. The bytes "
            + "here are not those that CloudTrail signed.",
        evidence:
            "`expected` is the recorded hash, `actual` the hash of the inflated bytes here; both hexadecimal "
            + "SHA-256.",
        benignCauses:
            "None for the content of the original object. A tool that rewrote the JSON (pretty-printed it, "
            + "changed line ends) does this too.",
        nextStep: "Keep the file as evidence and look in S3 for an older version of the object.")

    static let digestMetadataMismatch = FindingExplanation(
        title: "Saved signature of a CloudTrail digest file does not verify",
        meaning:
            "The digest is proven by another signature or by its successor, but the signature that was saved for "
            + "it does not verify. The digest's own bytes are genuine; its saved metadata is not.",
        evidence:
            "`key` and `path` are the digest, whose saved signature lies at the key's place in a folder or "
            + "listing of `--signatures`, in its extended attributes or beside it.",
        benignCauses:
            "Metadata saved for another object, or edited afterwards; a copy between buckets that kept old "
            + "metadata. The digest and its logs still count as verified, the run as invalid.",
        nextStep: "Save the object's metadata again with aws s3api head-object --output json and compare.")

    static let digestMissing = FindingExplanation(
        title: "CloudTrail digest files are missing",
        meaning:
            "Digest files are missing. A verified digest names a predecessor that isn't in the copy, and "
            + "something shows that it should be: an older digest of the chain, log files of that time, an explicit"
            + " `--from`, or verified hourly digests of the hour before the end of a backfill digest's predecessor."
            + " One finding for each hole.",
        evidence:
            "`key` is the predecessor that is named and absent, `from` and `to` are the hole, `count` is the "
            + "number of hourly digests in it. The message says what shows that they should be here.",
        benignCauses: "A download that left out part of a folder, a lifecycle rule on the digest folder.",
        nextStep: "Download the digest files of this time again; if S3 lacks them, they were deleted.")

    static let digestUnsupported = FindingExplanation(
        title: "CloudTrail digest file needs a newer version",
        meaning:
            "The digest names a hash or signature algorithm that this version doesn't know, or a verified "
            + "successor proves its bytes but this version can't read them. What AWS signed is never called "
            + "malformed. Or the digest exceeds a cap of this version: it lists more than 500,000 log files, more "
            + "than 1,000 files have its name, more than 16 signatures were saved for it, or more than 4,096 "
            + "mappings of folders to buckets belong to its account.",
        evidence: "`key` and `path` are the digest; the message names what can't be read, or the cap.",
        benignCauses: "A newer format of CloudTrail. CloudTrail itself comes nowhere near a cap.",
        nextStep: "Use a newer version of TrailSeal.")

    static let digestSignatureUnavailable = FindingExplanation(
        title: "No signature of a CloudTrail digest file",
        meaning:
            "Nothing contradicts this digest and nothing proves it: no signature for it was found and no verified"
            + " digest follows it. S3 keeps the signature in the object's metadata, which `aws s3 sync` does not "
            + "copy, so without `--signatures` this is so for the newest digest of every chain.",
        evidence: "`key` and `path` are the digest.",
        benignCauses:
            "The ordinary state of a plain copy. `--allow digest-signature-unavailable` accepts it for the newest"
            + " digest of a chain whose predecessor is verified, where that is good enough.",
        nextStep:
            "Save the digest's signature with aws s3api head-object --bucket BUCKET --key KEY --output json and pass it "
            + "with --signatures.")

    static let digestKeyUnknown = FindingExplanation(
        title: "Public key of a CloudTrail digest file is unknown",
        meaning:
            "The digest has a signature, but no given key has the fingerprint that it names, and no verified "
            + "digest follows it.",
        evidence: "`expected` is the fingerprint that the digest names.",
        benignCauses:
            "Keys saved for another region or another time; a key in the file that is not RSA of 1,024 to 8,192 "
            + "bits.",
        nextStep:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --region REGION --start-time FROM "
            + "--end-time TO --output json and pass them with --keys.")

    static let digestKeyOutOfValidity = FindingExplanation(
        title: "Public key of a CloudTrail digest file was not valid at its time",
        meaning:
            "The key that the digest names is there, but AWS lists it for another time than that of the signing, "
            + "and no verified digest follows it. Somebody who obtained an old key could have made this signature.",
        evidence:
            "`expected` is the fingerprint; the key's validity stands in the key file. A standard digest is "
            + "signed between its start and 6 hours after its end, a backfill digest within 6 hours of its "
            + "generation.",
        benignCauses: "A key listing whose times were edited or converted wrongly.",
        nextStep:
            "Save the keys of the digest's time with aws cloudtrail list-public-keys --region REGION --start-time FROM "
            + "--end-time TO --output json and pass them with --keys.")

    static let keyFingerprintMismatch = FindingExplanation(
        title: "A listed public key is not the one its fingerprint names",
        meaning:
            "A record in a key file carries a key whose MD5 is not the fingerprint that it is listed under. Such "
            + "a key may prove a digest, never accuse one. Once for each key.",
        evidence: "`expected` is the listed fingerprint, `actual` the computed one.",
        benignCauses: "A key file put together by hand, or edited.",
        nextStep: "Fetch the key file again from AWS, over a connection that you trust.")

    static let signatureWithoutDigest = FindingExplanation(
        title: "A CloudTrail digest file is gone whose signature was saved",
        meaning:
            "A saved signature names a digest file that the copy doesn't hold. Its time lies in the window and "
            + "after the chain's oldest digest, if there is one. Its chain passes the filters, and its bucket is "
            + "part of the copy. An answer that names no bucket counts if no digest of the chain is there. One finding for "
            + "each chain, unless `digest-missing` says the same.",
        evidence:
            "`bucket` and `key` are the first of the digest files, `count` is how many they are, and `from` and "
            + "`to` are their time.",
        benignCauses:
            "The signatures were saved after the copy was made, the download of the digest files broke off, or the "
            + "signatures are of more accounts or Regions than were copied.",
        nextStep:
            "Download these digest files again; if S3 lacks them, they were deleted. If only part of the archive was "
            + "copied, name it with --account, --region and --trail.")
}
