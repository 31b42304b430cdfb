"""Every way in which TrailSeal and `aws cloudtrail validate-logs` may differ about one object, and why.

A row holds if its condition does: what each program says, and facts of the object that make it so. The contract is the
project's verification contract; its sections are given. A difference that no row explains fails the test, and so does a
row that a full run never meets.
"""

import dataclasses
from typing import Callable

from facts import WELL_FORMED


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    sections: str
    why: str
    holds: Callable
    # TrailSeal of today is wrong by the contract.
    fault: bool = False
    # The row of a fault of today, without which this one will be met.
    awaits: str | None = None


def rejects(case, *reasons):
    """The validator calls it invalid, for one of these reasons if any are given."""
    return bool(case.aws) and case.aws.isdisjoint({"valid", "missing"}) and (
        not reasons or all(any(word in said for word in reasons) for said in case.aws))


def unseen(case):
    return not case.aws


def judged(case):
    """TrailSeal's word on a digest that validate-logs did not look at is one that the contract allows."""
    return case.digest and case.present and unseen(case) and (
        case.seal == "verified" or case.seal in ("unverified", "invalid") and case.unprovable)


def aws_names(case):
    """A digest that the validator calls valid names this one as its predecessor."""
    return any("valid" in aws for aws, _ in case.said_of(case.named_by))


BAD_SIGNATURE = ("signature verification failed", "Non-hexadecimal", "Odd-length")
NO_KEY = ("public key not found", "No public keys found")
NO_PKCS1 = ("Unable to load PKCS #1 key",)

WINDOW = [
    Row("outside-window", "8",
        "The window is half-open: a digest is in scope if it starts before --to and ends after --from, a log if such a "
        "digest lists it or its stamp lies inside. validate-logs lists digests up to an hour after the end and follows "
        "one that ends exactly at the beginning.",
        lambda c: c.seal is None and c.aws and not c.in_scope),
    Row("stamp-in-window", "8",
        "A listed log whose stamp lies in the window is in scope, whichever digest lists it. validate-logs reads only "
        "the digests of its window, with the logs that they list.",
        lambda c: not c.digest and unseen(c) and c.seal in ("verified", "invalid", "missing") and c.seal_lists
        and not c.listed_in_window),
]

DIGESTS = [
    Row("run-without-keys", "3, 5",
        "A digest without a known key is unverified (digest-key-unknown) and its chain is judged all the same. "
        "validate-logs ends with an error, and looks at nothing, if no key was valid in its window.",
        lambda c: judged(c) and c.gave_up),
    Row("old-bucket-not-reached", "3, 7",
        "A chain may change its bucket; every bucket of the copy is read. validate-logs lists only the trail's bucket of "
        "today and reaches an older one only through a digest that it calls valid.",
        lambda c: judged(c) and c.in_the_old_bucket),
    Row("hidden-behind-a-copy", "7",
        "Nothing that is added to an archive takes a digest out of it. validate-logs goes through its listing from the "
        "end; a copy in a later day's folder makes it drop every digest that is newer than the copy's name.",
        lambda c: judged(c) and c.hidden_by_a_copy),
    Row("beside-the-chain", "2, 5",
        "Every file with a digest's name is judged. validate-logs follows the links, looks into its listing only where "
        "they break, and never sees one that no digest names.",
        lambda c: judged(c) and c.seal != "verified" and not c.signed and not aws_names(c)
        and not c.evidence.is_copy(c.place)),
    Row("copy-called-relocated", "5, 7",
        "A file elsewhere with the bytes that a verified place holds is an identical copy: silent. Today it is called "
        "digest-relocated.",
        lambda c: c.digest and c.seal == "invalid" and c.codes == {"digest-relocated"} and unseen(c)
        and c.evidence.is_copy(c.place), fault=True),
    Row("deleted-neighbours", "6",
        "digest-missing is one hole with its interval, so that every digest in it is missing. Of several in a row "
        "validate-logs reports the one that the next digest names (aws-cli issue 7054).",
        lambda c: c.digest and not c.present and unseen(c) and c.seal == "missing" and not aws_names(c)),
    Row("proved-by-successor", "3",
        "A verified successor that records the digest's hash proves it; its signature, or a key for it, need not be "
        "there. validate-logs knows only the signature in the object's own metadata, under the key it can load.",
        lambda c: c.digest and c.seal == "verified" and c.linked and rejects(c, *BAD_SIGNATURE, *NO_KEY, *NO_PKCS1)
        and not c.codes and (c.own_signature != "other" or not c.key_can_accuse)),
    Row("proved-by-copied-signature", "3",
        "The signature that a present digest carries for its predecessor proves it, even if that digest is unverified: a "
        "signature authenticates itself. validate-logs knows only the metadata.",
        lambda c: c.digest and c.seal == "verified" and not c.linked and rejects(c, *BAD_SIGNATURE)
        and c.own_signature == "none" and c.truly_signed),
    Row("metadata-accused-digest-proved", "3, 5",
        "If the digest is proved otherwise, a saved signature that does not verify is digest-metadata-mismatch: the run "
        "is invalid, the digest and its logs are still verified. validate-logs calls the digest invalid.",
        lambda c: c.digest and c.seal == "verified" and rejects(c, *BAD_SIGNATURE) and c.own_signature == "other"
        and "digest-metadata-mismatch" in c.codes and c.genuine),
    Row("unreadable-signature", "3",
        "Metadata that is no hexadecimal number of the key's length is no candidate: it neither proves nor accuses.",
        lambda c: c.digest and rejects(c, *BAD_SIGNATURE) and c.unreadable_signature and (
            c.seal == "verified" and c.linked if c.seal != "unverified" else not c.signatures and c.reason in c.codes)),
    Row("key-of-a-late-signature", "3",
        "A digest may be signed up to six hours after its end, with a key that is valid only then. validate-logs asks "
        "for keys of its window and two hours more (aws-cli pull request 10073).",
        lambda c: c.digest and c.seal == "verified" and rejects(c, *NO_KEY) and c.genuine and c.in_time
        and c.own_signature == "true" and not c.key_listed_for_window),
    Row("no-signature-is-no-accusation", "3, 5",
        "Without any candidate signature and without a link nobody can tell: unverified, digest-signature-unavailable, or "
        "digest-key-unknown if the key is unknown too. validate-logs calls the signature invalid.",
        lambda c: c.digest and c.seal == "unverified" and rejects(c, "signature verification failed")
        and c.own_signature == "none" and not c.linked and not c.signatures and c.reason in c.codes),
    Row("no-key-is-no-accusation", "3, 5",
        "Without the key that it names, and without a link, nobody can tell: unverified, digest-key-unknown. "
        "validate-logs calls the digest invalid.",
        lambda c: c.digest and c.seal == "unverified" and rejects(c, *NO_KEY) and not c.listed_keys
        and not c.linked and "digest-key-unknown" in c.codes),
    Row("another-key-under-the-fingerprint", "3",
        "A listed key that is not the one its fingerprint names may prove, never accuse. validate-logs does not compare "
        "the key with its fingerprint and calls the signature invalid.",
        lambda c: c.digest and c.seal == "unverified" and rejects(c, "signature verification failed") and c.listed_keys
        and not c.key_is_its_fingerprint and not c.linked and "digest-key-unknown" in c.codes),
    Row("spki-key", "3",
        "A key is RSA of 1,024 to 8,192 bits, in either form that AWS gives. validate-logs loads only PKCS #1.",
        lambda c: c.digest and c.seal == "verified" and rejects(c, *NO_PKCS1) and c.genuine),
    Row("backfill-without-generation-time", "3",
        "A backfill digest is proved, or not, as any other if the time of its generation was not saved. validate-logs "
        "calls its format invalid.",
        lambda c: c.backfill and rejects(c, "invalid format") and c.form in WELL_FORMED and c.genuine
        and "backfill-generation-timestamp" not in c.stored.metadata
        and (c.seal == "verified" or c.seal == "unverified" and c.unprovable)),
    Row("key-out-of-validity", "3",
        "A key proves only in its time: its validity meets the digest's start and the six hours after its end. "
        "validate-logs takes every key that was listed for its window.",
        lambda c: c.digest and c.seal == "unverified" and not c.linked and not c.in_time
        and "digest-key-out-of-validity" in c.codes),
    Row("successor-records-another-hash", "3, 5",
        "A verified successor records the hash of its predecessor, and another content contradicts it, also one that AWS "
        "signed earlier. validate-logs never compares previousDigestHashValue.",
        lambda c: c.digest and c.seal == "invalid" and c.aws == {"valid"} and c.other_hash_recorded
        and "digest-hash-mismatch" in c.codes),
    Row("digest-trailing-bytes", "5",
        "Bytes after the gzip member make a digest malformed. validate-logs ignores them.",
        lambda c: c.digest and c.seal == "invalid" and c.aws == {"valid"} and c.form == "trailing"
        and "digest-malformed" in c.codes),
    Row("digest-stored-inflated", "4",
        "Content that was saved inflated proves as much. validate-logs calls its format invalid.",
        lambda c: c.digest and c.seal == "verified" and rejects(c, "invalid format") and c.form == "inflated"
        and c.genuine and "stored-inflated" in c.codes),
    Row("identical-copy", "7",
        "A file elsewhere with the bytes that a verified place holds is an identical copy: silent. validate-logs calls "
        "a copy in another day's folder moved.",
        lambda c: c.digest and c.seal is None and rejects(c, "has been moved") and c.evidence.is_copy(c.place),
        awaits="copy-called-relocated"),
]

LOGS = [
    Row("unlisted-log", "4, 5",
        "A log file that no digest lists is unverified: a planted one looks just like it. validate-logs never sees it.",
        lambda c: not c.digest and c.present and unseen(c) and c.seal == "unreferenced" and not c.listed_by),
    Row("log-of-a-digest-it-rejects", "3, 4",
        "A verified digest judges the logs that it lists. validate-logs skips the logs of a digest that it calls invalid "
        "or never reached (see the digests' own differences).",
        lambda c: not c.digest and unseen(c) and c.seal in ("verified", "invalid", "missing", "unverified")
        and c.seal_lists and not c.aws_lists and (c.seal != "unverified" or "log-reference-conflict" in c.codes)),
    Row("log-of-an-unproved-digest", "4",
        "Under a digest that is not verified a present log is unverified, whatever its hash. validate-logs does not "
        "report it.",
        lambda c: not c.digest and c.present and unseen(c) and c.seal == "unverified" and not c.seal_lists
        and c.listed_by),
    Row("damaged-log-of-an-unproved-digest", "4",
        "Under a digest that is not verified a present log is unverified: no signed record is contradicted. Today a log "
        "that does not inflate is called log-malformed, and the run invalid. validate-logs does not report it.",
        lambda c: not c.digest and c.present and unseen(c) and c.seal == "invalid" and c.codes == {"log-malformed"}
        and not c.seal_lists and c.listed_by, fault=True),
    Row("log-of-a-digest-that-lists-nothing", "4, 5",
        "A digest that is malformed, or out of scope and unproved, lists nothing: its logs are unreferenced. "
        "validate-logs does not report them.",
        lambda c: not c.digest and c.present and unseen(c) and c.seal == "unreferenced" and c.listed_by
        and not c.seal_lists),
    Row("log-of-a-digest-only-it-accepts", "4",
        "What only an unverified or invalid digest lists is unverified or unreferenced, and not counted if absent; what "
        "such a digest lists as well is not judged by it. validate-logs calls that digest valid and judges its logs.",
        lambda c: not c.digest and c.aws_lists and (
            (c.seal in ("unverified", "unreferenced") if c.present else c.seal is None) if not c.seal_lists
            else c.seal == "verified" and c.genuine and "valid" in c.aws and len(c.recorded) > 1)),
    Row("delivered-twice", "5",
        "Two verified digests list one key with different hashes and the file matches one: log-reference-conflict, "
        "unverified. validate-logs judges each listing by itself.",
        lambda c: not c.digest and c.seal == "unverified" and "log-reference-conflict" in c.codes and c.aws
        and "missing" not in c.aws and len(c.recorded) > 1 and c.sha256 in c.recorded),
    Row("gzip-trailer-cut", "4, 5",
        "A gzip stream is exactly one whole member; a cut one is malformed. validate-logs accepts a log without its "
        "trailer, as it never asks whether the stream ended.",
        lambda c: not c.digest and c.seal == "invalid" and c.aws == {"valid"} and c.form == "cut"
        and "log-malformed" in c.codes),
    Row("log-stored-inflated", "4",
        "Content that was saved inflated is verified, with the note stored-inflated. validate-logs calls its format "
        "invalid.",
        lambda c: not c.digest and c.seal == "verified" and rejects(c, "invalid format") and c.form == "inflated"
        and c.genuine and "stored-inflated" in c.codes),
    Row("log-without-gz", "4",
        "X.json stands for X.json.gz. validate-logs looks for the key and calls it missing.",
        lambda c: not c.digest and (c.aws == {"missing"} or unseen(c)) and c.twin_is_judged),
    Row("day-not-copied", "5, 7",
        "A listed log of a day of which the copy holds nothing, before its first day, is reference-outside-archive. "
        "validate-logs calls it missing.",
        lambda c: not c.digest and not c.present and c.aws == {"missing"} and c.seal != "missing"
        and "reference-outside-archive" in c.codes),
]

TABLE = WINDOW + DIGESTS + LOGS


def agree(case):
    if case.aws and case.seal == "invalid":
        return rejects(case)
    return (case.aws, case.seal) in (
        (set(), None), ({"valid"}, "verified"), ({"missing"}, "missing"),
    )


def explain(case, table=TABLE):
    """The first row that holds, or None."""
    return next((row for row in table if row.holds(case)), None)
