"""What is true of one object of a tampered world: the ground on which a difference is explained.

Nothing here asks either program about the object itself. What they said of other objects (the digests that list or name
it) is asked, because the contract makes one proof depend on another.
"""

import functools
import hashlib
import json
import re
import zlib

from names import DAY, HOUR, is_backfill, is_digest, line, seconds, stamp

WELL_FORMED = ("whole", "inflated")
GZIP = zlib.MAX_WBITS | 16


def inflate(body):
    """(inflated content or None, form of the file)"""
    if body[:2] != b"\x1f\x8b":
        return body, "inflated" if body else "empty"
    stream = zlib.decompressobj(GZIP)
    try:
        content = stream.decompress(body)
    except zlib.error:
        return None, "corrupt"
    if not stream.eof:
        return content, "cut"
    return content, "trailing" if stream.unused_data else "whole"


class Case:
    """An object of which the two programs say different things."""

    def __init__(self, evidence, place):
        self.evidence, self.place, self.key = evidence, place, place[1]
        self.world = evidence.world
        self.aws = evidence.aws.get(place, set())
        self.seal = evidence.sealed.said.get(place)
        self.codes = evidence.sealed.codes.get(place, set())
        self.stored = self.world.store.get(place)
        self.present = self.stored is not None
        self.digest = is_digest(self.key)
        self.backfill = is_backfill(self.key)

    # Of any object.

    @functools.cached_property
    def form(self):
        return inflate(self.stored.body)[1] if self.present else "absent"

    @functools.cached_property
    def content(self):
        return inflate(self.stored.body)[0] if self.present else None

    @property
    def genuine(self):
        """The inflated content is what CloudTrail delivered in this place last."""
        return self.present and self.content == self.world.truth.get(self.place)

    @property
    def signed(self):
        """Genuine, or what AWS signed for this place before it delivered the digest again (contract, section 14)."""
        return self.genuine or self.present and self.content is not None and self.content == self.world.earlier.get(self.place)

    @property
    def gave_up(self):
        """The validator's run over this digest's chain ended with an error."""
        return any(line(self.key) in (line(chain.digest_key(0)), line(chain.digest_key(0, True)))
                   for chain, _ in self.evidence.failures)

    @property
    def in_scope(self):
        start, end = self.world.window
        if self.digest:
            first, last = self.interval
            return first < end and last > start
        if self.listed_in_window or start <= stamp(self.key) < end:
            return True
        if self.listed_by or not self.present:
            return False
        day = seconds("".join(self.key.split("/")[-4:-1]))
        return start - DAY < day + DAY and day < end + DAY

    # Of a log.

    @property
    def listed_by(self):
        return self.evidence.listed_by.get(self.place, [])

    def said_of(self, places):
        """What the two programs said of other objects: pairs."""
        return [(self.evidence.aws.get(p, set()), self.evidence.sealed.said.get(p)) for p in places]

    @property
    def aws_lists(self):
        """A digest that the validator calls valid lists this log."""
        return any("valid" in aws for aws, _ in self.said_of(self.listed_by))

    @property
    def seal_lists(self):
        """A digest lists this log that TrailSeal verified, or that is out of scope and can be proved."""
        return any(Case(self.evidence, place).proved for place in self.listed_by)

    @property
    def listed_in_window(self):
        """A digest in scope lists this log."""
        return any(Case(self.evidence, place).in_scope for place in self.listed_by)

    @property
    def recorded(self):
        """The hashes that digests record."""
        return self.evidence.recorded.get(self.place, set())

    @property
    def sha256(self):
        return hashlib.sha256(self.content or b"").hexdigest()

    @property
    def twin_is_judged(self):
        """The log was judged by a file of the same name without .gz; or this is that file."""
        bucket, key = self.place
        plain = (bucket, key.removesuffix(".gz"))
        return plain in self.world.store and self.evidence.sealed.said.get(plain) in ("verified", "invalid", "unverified")

    # Of a digest.

    @property
    def document(self):
        return self.evidence.documents.get(self.place)

    @property
    def interval(self):
        if self.document:
            return seconds(self.document["digestStartTime"]), seconds(self.document["digestEndTime"])
        true = self.evidence.digests.get(self.place)
        if true:
            return true.start, true.end
        end = stamp(self.key)
        return end - HOUR, end

    @property
    def named_by(self):
        """Present digests that name this place as their predecessor."""
        return self.evidence.named_by.get(self.place, [])

    @functools.cached_property
    def linked(self):
        """A digest that is proved records this content."""
        return any(
            self.evidence.documents[place]["previousDigestHashValue"] == self.sha256
            and Case(self.evidence, place).proved for place in self.named_by
        )

    @property
    def proved(self):
        """TrailSeal verified this digest; of one out of scope it says nothing, so that it must be provable."""
        return self.seal == "verified" or self.seal is None and not self.unprovable

    @property
    def other_hash_recorded(self):
        return any(
            self.evidence.sealed.said.get(place) == "verified"
            and self.evidence.documents[place]["previousDigestHashValue"] != self.sha256
            for place in self.named_by
        )

    @property
    def signatures(self):
        """Candidates: the object's own, and those in the well-formed digests that name it."""
        found = {self.stored.metadata.get("signature")}
        for place in self.named_by:
            if Case(self.evidence, place).form in WELL_FORMED:
                found.add(self.evidence.documents[place]["previousDigestSignature"])
        return {signature for signature in found if signature and re.fullmatch(r"[0-9A-Fa-f]{512}", signature)}

    @property
    def own_signature(self):
        """of the object's metadata: "none", "true" or "other"."""
        saved = self.stored.metadata.get("signature") if self.present else None
        if saved is None:
            return "none"
        return "true" if saved.lower() in self.evidence.true_signatures.get((self.place, self.content), ()) else "other"

    @property
    def unreadable_signature(self):
        saved = self.stored.metadata.get("signature", "")
        return not re.fullmatch(r"[0-9A-Fa-f]{512}", saved)

    @property
    def listed_keys(self):
        """Records of the key that the digest names, in any Region."""
        named = self.document and self.document["digestPublicKeyFingerprint"]
        return [key for keys in self.world.keys.values() for key in keys if key.fingerprint == named]

    @property
    def in_time(self):
        """A record of its key meets the time of signing."""
        first, last = self.interval
        first, last = first, last + 6 * HOUR
        if self.backfill:
            saved = self.stored.metadata.get("backfill-generation-timestamp")
            first, last = (seconds(saved) - 6 * HOUR, seconds(saved) + 6 * HOUR) if saved else (first, first + 999 * DAY)
        return any(key.start <= last and key.end >= first for key in self.listed_keys)

    @property
    def key_is_its_fingerprint(self):
        return any(hashlib.md5(key.value).hexdigest() == key.fingerprint for key in self.listed_keys)

    @property
    def key_can_accuse(self):
        return self.in_time and self.key_is_its_fingerprint

    @property
    def key_listed_for_window(self):
        """As validate-logs asks: the window and two hours behind it."""
        start, end = self.world.window
        return any(key.start <= end + 2 * HOUR and key.end >= start for key in self.listed_keys)

    @property
    def truly_signed(self):
        """One of the candidate signatures is AWS's for this content."""
        true = self.evidence.true_signatures.get((self.place, self.content), set())
        return any(signature.lower() in true for signature in self.signatures)

    @functools.cached_property
    def unprovable(self):
        """Something is wrong that keeps the contract from calling this digest verified."""
        return (
            not self.signed or self.form not in WELL_FORMED or self.other_hash_recorded
            or not self.linked and not (self.truly_signed and self.in_time and self.key_is_its_fingerprint)
        )

    @property
    def reason(self):
        """The finding of a digest without proof that nothing accuses: the first that applies."""
        if not self.listed_keys or not self.key_is_its_fingerprint:
            return "digest-key-unknown"
        return "digest-signature-unavailable" if self.in_time else "digest-key-out-of-validity"

    @property
    def in_the_old_bucket(self):
        """In another bucket than the trail's of today, to which no digest leads that the validator calls valid."""
        today = [bucket for chain, bucket in self.world.bucket.items()
                 if line(self.key) in (line(chain.digest_key(0)), line(chain.digest_key(0, True)))]
        leads = (
            "valid" in self.evidence.aws.get(place, ()) and place[0] != self.place[0] and line(place[1]) == line(self.key)
            and document["previousDigestS3Bucket"] == self.place[0]
            for place, document in self.evidence.documents.items()
        )
        return self.place[0] not in today and not any(leads)

    @property
    def hidden_by_a_copy(self):
        """A later folder holds a digest of the same chain whose name has no later time."""
        return any(
            bucket == self.place[0] and line(key) == line(self.key) and key > self.key and stamp(key) <= stamp(self.key)
            for bucket, key in self.world.store
        )


class Evidence:
    """A world with what both programs said, indexed."""

    def __init__(self, world, aws, failures, sealed):
        self.world, self.aws, self.failures, self.sealed = world, aws, failures, sealed
        self.digests = {digest.place: digest for digest in world.digests}
        self.documents, self.listed_by, self.named_by, self.recorded = {}, {}, {}, {}
        self.true_signatures = {}
        for digest in world.digests:
            self.true_signatures[digest.place, digest.content] = {digest.signature}
            if digest.earlier:
                self.true_signatures[digest.place, digest.earlier[0]] = {digest.earlier[1]}
        for place, stored in world.store.items():
            if is_digest(place[1]):
                self.index(place, inflate(stored.body))

    def index(self, place, inflated):
        try:
            document = json.loads(inflated[0] or b"")
        except ValueError:
            return
        self.documents[place] = document
        self.named_by.setdefault(
            (document["previousDigestS3Bucket"], document["previousDigestS3Object"]), []).append(place)
        for log in document["logFiles"]:
            self.listed_by.setdefault((log["s3Bucket"], log["s3Object"]), []).append(place)
            self.recorded.setdefault((log["s3Bucket"], log["s3Object"]), set()).add(log["hashValue"])

    def is_copy(self, place):
        """It has the bytes of the digest that it declares, which lies in its own place and is verified."""
        document = self.documents.get(place)
        own = document and (document["digestS3Bucket"], document["digestS3Object"])
        return bool(own) and own != place and self.sealed.said.get(own) == "verified" and (
            inflate(self.world.store[own].body)[0] == inflate(self.world.store[place].body)[0])

    def places(self):
        return sorted({*self.world.truth, *self.world.store, *self.aws, *self.sealed.said})
