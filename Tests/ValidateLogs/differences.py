"""Every way in which TrailSeal and `aws cloudtrail validate-logs` may differ about one object, and why.

A row applies if its condition holds: the results of both programs, and facts about the object. The rules are those of
Documentation/CONTRACT.md. A difference that no row explains fails the test. So does a row that a full run never
meets.
"""

import dataclasses
from typing import Callable

from contract import allowed
from facts import WELL_FORMED


@dataclasses.dataclass
class Case:
    """An object, and what both programs said about it."""

    thing: object
    aws: set  # "valid", "missing", or reasons why it is invalid; empty if it wasn't looked at
    seal: str | None
    codes: set

    @property
    def unseen(self):
        return not self.aws

    def rejected(self, *reasons):
        """validate-logs calls it invalid, for one of these reasons if any are given."""
        return bool(self.aws) and self.aws.isdisjoint({"valid", "missing"}) and (
            not reasons or all(any(reason in said for reason in reasons) for said in self.aws))

    @property
    def agree(self):
        if self.seal == "invalid":
            return self.rejected()
        return (self.aws, self.seal) in ((set(), None), ({"valid"}, "verified"), ({"missing"}, "missing"))

    @property
    def right(self):
        return self.seal in allowed(self.thing)


@dataclasses.dataclass(frozen=True)
class Row:
    name: str
    rules: str
    why: str
    holds: Callable
    # The name of a current bug. Only that bug keeps this row from being met.
    awaits: str | None = None


BAD_SIGNATURE = ("signature verification failed", "Non-hexadecimal", "Odd-length")
NO_KEY = ("public key not found", "No public keys found")
NO_PKCS1 = ("Unable to load PKCS #1 key",)
BAD_FORMAT = ("invalid format",)

# Known bugs of TrailSeal against the contract: there are none.
FAULTS = []

WINDOW = [
    Row("outside-window", "SCOPE-1, SCOPE-4, SCOPE-5",
        "The window is half-open: a digest is in scope if it starts before --to and ends after --from, a log "
        "if such a digest lists it or its stamp lies inside. validate-logs lists digests up to an hour after "
        "the end and follows one that ends exactly at the beginning.",
        lambda c, t: c.seal is None and not c.unseen and not (t.in_scope and t.in_scope_by_name)),
    Row("stamp-in-window", "SCOPE-5",
        "A listed log whose stamp lies in the window is in scope, whichever digest lists it. validate-logs "
        "reads only the digests of its window, with the logs that they list.",
        lambda c, t: not t.digest and c.unseen and c.seal and t.recorded and not t.listed_in_window and t.in_scope),
    Row("damage-of-the-days-around", "ACCOUNT-4, LOG-17",
        "A listed log outside the window, whose day folder lies in it or beside it, is judged: damage in it is "
        "reported. validate-logs reads only the digests of its window, with the logs that they list.",
        lambda c, t: not t.digest and c.seal and t.recorded and not t.in_scope and t.day_around),
]

# Digests that validate-logs doesn't look at.
UNSEEN_DIGESTS = [
    Row("run-without-keys", "KEY-8, DIGEST-14",
        "A digest without a known key is unverified (digest-key-unknown) and its chain is judged all the "
        "same. validate-logs ends with an error, and looks at nothing, if no key was valid in its window.",
        lambda c, t: t.digest and c.unseen and t.aws_run_failed),
    Row("old-bucket-not-reached", "CHAIN-2, PLACE-9",
        "A chain may change its bucket; every bucket of the copy is read. validate-logs lists only the trail's "
        "current bucket, and reaches an older one only through a digest that it calls valid.",
        lambda c, t: t.digest and c.unseen and t.in_the_old_bucket),
    Row("hidden-behind-a-copy", "FILE-13",
        "Adding a file to an archive never removes a digest from it. validate-logs goes through its listing "
        "from the end. A copy in a later day's folder makes it drop every digest that is newer than the copy's "
        "name.",
        lambda c, t: t.digest and t.present and c.unseen and not t.aws_names and t.hidden_by_a_copy),
    Row("beside-the-chain", "FILE-2, FILE-3",
        "Every file with a digest's name is judged. validate-logs follows the links, uses its listing only if "
        "they break, and never sees a file that no digest names.",
        lambda c, t: t.digest and t.present and c.unseen and not t.aws_names and not t.signed),
    Row("deleted-neighbours", "TIME-10",
        "digest-missing is one hole with its interval, so every digest in it is missing. If several in a row are "
        "missing, validate-logs reports only the one that the next digest names (aws-cli issue 7054).",
        lambda c, t: t.digest and not t.present and c.unseen and c.seal == "missing" and not t.aws_names),
]

# Digests that validate-logs calls invalid, and TrailSeal verified or unverified.
REJECTED_DIGESTS = [
    Row("proved-by-successor", "DIGEST-5",
        "A verified successor that records the digest's hash proves it, even without a signature or a key. "
        "validate-logs knows only the signature in the object's own metadata, under a key that it can load.",
        lambda c, t: t.digest and c.seal == "verified" and t.linked and "digest-metadata-mismatch" not in c.codes and (
            c.rejected(*BAD_SIGNATURE) and (t.own_signature == "none" or not t.true_key)
            or c.rejected(*NO_KEY) and not t.key_asked_for)),
    Row("proved-by-copied-signature", "DIGEST-3",
        "The signature that a present digest carries for its predecessor proves it, even if that digest is "
        "unverified: a signature authenticates itself. validate-logs knows only the metadata.",
        lambda c, t: t.digest and c.seal == "verified" and not t.linked and c.rejected(*BAD_SIGNATURE)
        and t.own_signature == "none"),
    Row("metadata-accused-digest-proved", "DIGEST-8",
        "If the digest is proved otherwise, a saved signature that doesn't verify is "
        "digest-metadata-mismatch: the run is invalid, but the digest and its logs are verified. "
        "validate-logs calls the digest invalid.",
        lambda c, t: t.digest and c.seal == "verified" and c.rejected(*BAD_SIGNATURE, *NO_KEY)
        and t.own_signature == "false" and "digest-metadata-mismatch" in c.codes),
    Row("unreadable-signature", "DIGEST-3, DIGEST-14",
        "Metadata that isn't a hexadecimal number of the key's length is ignored: it neither proves nor accuses. "
        "validate-logs calls the digest invalid.",
        lambda c, t: t.digest and c.seal in ("verified", "unverified") and c.rejected(*BAD_SIGNATURE)
        and t.own_signature == "unreadable"),
    Row("no-signature-is-no-accusation", "DIGEST-13, DIGEST-14",
        "Without any candidate signature and without a link nobody can tell: unverified, "
        "digest-signature-unavailable, or digest-key-unknown if the key is unknown too. validate-logs calls "
        "the signature invalid.",
        lambda c, t: t.digest and c.seal == "unverified" and c.rejected(*BAD_SIGNATURE) and t.own_signature == "none"
        and c.codes & {"digest-signature-unavailable", "digest-key-unknown", "digest-key-out-of-validity"}),
    Row("no-key-is-no-accusation", "KEY-8, DIGEST-13",
        "Without the key that it names, and without a link, nobody can tell: unverified, digest-key-unknown. "
        "validate-logs calls the digest invalid.",
        lambda c, t: t.digest and c.seal == "unverified" and c.rejected(*NO_KEY) and not t.listed_keys
        and "digest-key-unknown" in c.codes),
    Row("another-key-under-the-fingerprint", "KEY-2",
        "A listed key that doesn't match its fingerprint may prove, never accuse. validate-logs doesn't compare "
        "the key with its fingerprint, and calls the signature invalid.",
        lambda c, t: t.digest and c.seal == "unverified" and c.rejected(*BAD_SIGNATURE) and t.own_signature != "none"
        and t.listed_keys and not t.true_key),
    Row("spki-key", "KEY-1",
        "A key is RSA of 1,024 to 8,192 bits, in either form that AWS gives. validate-logs loads only PKCS "
        "#1.",
        lambda c, t: t.digest and c.rejected(*NO_PKCS1) and c.seal in ("verified", "unverified") and t.true_key
        and not t.key_is_its_fingerprint),
    Row("key-of-a-late-signature", "KEY-3",
        "A digest may be signed up to six hours after its end, with a key that is valid only then. "
        "validate-logs asks for keys of its window and two hours more, and of an hour around the generation "
        "of a backfill digest (aws-cli pull requests 10073, 10058 and 10059).",
        lambda c, t: t.digest and c.seal == "verified" and c.rejected(*NO_KEY) and not t.linked and t.listed_keys
        and not t.key_asked_for),
    Row("key-out-of-validity", "KEY-9",
        "A key proves only in its time: its validity must overlap the time from the digest's start to six hours "
        "after its end. A key out of time doesn't accuse. validate-logs uses exactly the keys that it was given "
        "for its window.",
        lambda c, t: t.digest and c.seal == "unverified" and t.listed_keys and not t.in_time
        and "digest-key-out-of-validity" in c.codes
        and (c.aws == {"valid"} if t.key_asked_for else c.rejected(*NO_KEY))),
    Row("backfill-without-generation-time", "KEY-4, DIGEST-25",
        "If the time of its generation wasn't saved, a backfill digest is proved, or not, like any other. "
        "validate-logs calls its format invalid.",
        lambda c, t: t.backfill and c.seal in ("verified", "unverified") and c.rejected(*BAD_FORMAT)
        and t.form == "whole" and "backfill-generation-timestamp" not in t.metadata),
    Row("digest-stored-inflated", "LOG-9",
        "Content that was saved inflated is proved, or not, like any other. validate-logs calls its format "
        "invalid.",
        lambda c, t: t.digest and c.seal in ("verified", "unverified") and c.rejected(*BAD_FORMAT)
        and t.form == "inflated"),
    Row("identical-copy", "PLACE-12",
        "A file elsewhere with the bytes that a verified place holds is an identical copy, without a finding. "
        "validate-logs calls a copy in another day's folder moved.",
        lambda c, t: t.digest and t.present and t.is_copy and c.seal is None and c.rejected("has been moved"),
        awaits="copy-called-relocated"),
]

# Digests that validate-logs calls valid, and TrailSeal invalid.
ACCEPTED_DIGESTS = [
    Row("successor-records-another-hash", "DIGEST-7",
        "A verified successor records the hash of its predecessor. Any other content contradicts it, even "
        "content that AWS signed earlier. validate-logs never compares previousDigestHashValue.",
        lambda c, t: t.digest and c.seal == "invalid" and c.aws == {"valid"} and t.contradicted
        and "digest-hash-mismatch" in c.codes),
    Row("digest-trailing-bytes", "DIGEST-15",
        "Bytes after the gzip member make a digest malformed. validate-logs ignores them.",
        lambda c, t: t.digest and c.seal == "invalid" and c.aws == {"valid"} and t.form == "trailing"
        and "digest-malformed" in c.codes),
]

LOGS = [
    Row("unlisted-log", "FILE-5",
        "A log file that no digest lists is unverified: a planted one looks just like it. validate-logs never "
        "sees it.",
        lambda c, t: not t.digest and c.unseen and c.seal == "unreferenced" and t.place not in t.evidence.listing),
    Row("log-of-a-digest-it-rejects", "LOG-1, DIGEST-1",
        "A verified digest judges the logs that it lists. validate-logs skips the logs of a digest that it "
        "calls invalid or never reached (see the digests' own differences).",
        lambda c, t: not t.digest and c.unseen and c.seal and t.recorded and not t.aws_lists),
    Row("log-of-an-unproved-digest", "LOG-12",
        "Under a digest that isn't verified a present log is unverified, whatever its hash. validate-logs "
        "doesn't report it.",
        lambda c, t: not t.digest and c.unseen and c.seal == "unverified" and not t.recorded and t.listed_by
        and not t.aws_lists),
    Row("log-of-a-digest-that-lists-nothing", "FILE-5, LOG-12",
        "A digest that is malformed or relocated, or out of scope and unproved, lists nothing: its logs are "
        "unreferenced. validate-logs doesn't report them.",
        lambda c, t: not t.digest and c.unseen and c.seal == "unreferenced" and not t.recorded and not t.aws_lists
        and t.place in t.evidence.listing),
    Row("log-of-a-digest-only-it-accepts", "LOG-3, LOG-12",
        "A log that only an unverified or invalid digest lists is unverified or unreferenced, and isn't counted "
        "if absent. Hashes in such a digest don't count. validate-logs calls that digest valid and judges its "
        "logs.",
        lambda c, t: not t.digest and t.aws_lists and not c.unseen and (
            not t.recorded if c.seal in ("unverified", "unreferenced", None)
            else c.seal in ("verified", "invalid") and "valid" in c.aws and len(c.aws) > 1)),
    Row("delivered-twice", "LOG-13",
        "Two verified digests list one key with different hashes and the file matches one: "
        "log-reference-conflict, unverified. validate-logs judges each listing by itself.",
        lambda c, t: not t.digest and c.seal == "unverified" and "log-reference-conflict" in c.codes and not c.unseen
        and len(t.recorded) > 1),
    Row("gzip-trailer-cut", "LOG-11",
        "A gzip stream is exactly one whole member; a cut one is malformed. validate-logs accepts a log without "
        "its trailer, because it never checks whether the stream ended.",
        lambda c, t: not t.digest and c.seal == "invalid" and c.aws == {"valid"} and t.form == "cut"
        and "log-malformed" in c.codes),
    Row("log-stored-inflated", "LOG-9",
        "Content that was saved inflated is verified, with the note stored-inflated. validate-logs calls its "
        "format invalid.",
        lambda c, t: not t.digest and c.seal == "verified" and c.rejected(*BAD_FORMAT) and t.form == "inflated"
        and "stored-inflated" in c.codes),
    Row("log-without-gz", "FILE-4",
        "X.json stands for X.json.gz. validate-logs looks for the key, calls it missing, and never sees the "
        "file.",
        lambda c, t: not t.digest and (
            t.stand_in and c.aws == {"missing"} if t.key.endswith(".gz") else c.unseen and c.seal and t.listed_by)),
    Row("day-not-copied", "LOG-15",
        "A listed log of the day before the copy begins is reference-outside-archive. validate-logs calls it "
        "missing.",
        lambda c, t: not t.digest and not t.present and c.aws == {"missing"} and c.seal == "unverified"
        and "reference-outside-archive" in c.codes),
]

TABLE = FAULTS + WINDOW + UNSEEN_DIGESTS + REJECTED_DIGESTS + ACCEPTED_DIGESTS + LOGS


def judge(case):
    """None if both programs say the same, correct thing. Otherwise the row that explains it, or False."""
    faults = [row for row in FAULTS if row.holds(case, case.thing)]
    if faults:
        return faults[0]
    if not case.right:
        return False
    if case.agree:
        return None
    return next((row for row in TABLE if row.holds(case, case.thing)), False)
