"""Facts about one object of a tampered world. They explain the results of both programs.

Everything follows from the objects, the keys, the window and the truth. TrailSeal's results aren't used here. Of
validate-logs' results, only the digests that it calls valid are.
"""

import functools
import hashlib
import re
import zlib

from names import DAY, HOUR, is_backfill, is_digest, line, moment, seconds, stamp

GZIP = zlib.MAX_WBITS | 16
WELL_FORMED = ("whole", "inflated")


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


class Object:
    """An object that is in the bucket, was there, or is referred to."""

    def __init__(self, evidence, place):
        self.evidence, self.world, self.place, self.key = evidence, evidence.world, place, place[1]
        self.stored = self.world.store.get(place)
        self.present = self.stored is not None
        self.metadata = self.stored.metadata if self.present else {}
        self.content, self.form = inflate(self.stored.body) if self.present else (None, "absent")
        self.sha256 = hashlib.sha256(self.content or b"").hexdigest()
        self.digest, self.backfill = is_digest(self.key), is_backfill(self.key)

    @property
    def genuine(self):
        """The inflated content is the last one that CloudTrail delivered for this place."""
        return self.present and self.content == self.world.truth.get(self.place)

    @property
    def signed(self):
        """The content is genuine, or AWS signed it for this place before it delivered the digest again (UNSEEN-11)."""
        earlier = self.world.earlier.get(self.place)
        return self.genuine or self.content is not None and self.content == earlier

    @property
    def stamp_in_window(self):
        start, end = self.world.window
        return start <= stamp(self.key) < end

    @functools.cached_property
    def in_scope(self):
        start, end = self.world.window
        if self.digest:
            first, last = self.interval
            return first < end and last > start
        if self.listed_in_window or self.stamp_in_window:
            return True
        if not self.present or any(digest.proved for digest in self.listed_by):
            return False
        return self.day_around

    @property
    def stamped_behind_window(self):
        return stamp(self.key) >= self.world.window[1]

    @property
    def day_around(self):
        """Whether the day folder is a day of the window, or a neighbouring day."""
        start, end = self.world.window
        day = seconds("".join(self.key.split("/")[-4:-1]))
        return start - DAY < day + DAY and day < end + DAY


class Log(Object):
    in_scope_by_name = True

    @functools.cached_property
    def listed_by(self):
        """Well-formed present digests that list this log."""
        return self.evidence.well_formed(self.evidence.listing.get(self.stands_for, []))

    @property
    def listed_in_window(self):
        return any(digest.in_scope for digest in self.listed_by)

    @functools.cached_property
    def recorded(self):
        """The hashes that proved digests record."""
        return {
            log["hashValue"] for digest in self.listed_by if digest.proved for log in digest.document["logFiles"]
            if (log["s3Bucket"], log["s3Object"]) == self.stands_for
        }

    @property
    def aws_lists(self):
        """A digest that validate-logs calls valid lists this log."""
        return any("valid" in self.evidence.aws.get(place, ()) for place in self.evidence.listing.get(self.place, []))

    @property
    def stands_for(self):
        """X.json stands for X.json.gz."""
        bucket, key = self.place
        return (bucket, key + ".gz") if key.endswith(".json") else self.place

    @property
    def stand_in(self):
        """The file that stands for this absent key."""
        plain = self.place[0], self.key.removesuffix(".gz")
        return plain in self.world.store and not self.present


class Digest(Object):
    @property
    def document(self):
        return self.evidence.documents.get(self.place)

    @property
    def well_formed(self):
        return self.form in WELL_FORMED and bool(self.document)

    @property
    def in_its_place(self):
        return self.place == (self.document["digestS3Bucket"], self.document["digestS3Object"])

    @property
    def name(self):
        return self.key[self.key.rindex("/"):]

    @property
    def interval(self):
        if self.document:
            return seconds(self.document["digestStartTime"]), seconds(self.document["digestEndTime"])
        true = self.evidence.digests.get(self.place)
        return (true.start, true.end) if true else (stamp(self.key) - HOUR, stamp(self.key))

    @property
    def in_scope_by_name(self):
        start, end = self.world.window
        return stamp(self.key) - HOUR < end and stamp(self.key) > start

    @property
    def time_is_disputed(self):
        """The window holds the time in the name but not the one in the content, or the folder is of another day."""
        day = "".join(self.key.split("/")[-4:-1])
        return self.in_scope != self.in_scope_by_name or f"{moment(stamp(self.key)):%Y%m%d}" != day

    @functools.cached_property
    def named_by(self):
        """Well-formed present digests that name this place as their predecessor."""
        return self.evidence.well_formed(self.evidence.naming.get(self.place, []))

    @functools.cached_property
    def linked(self):
        """A proved digest records this content."""
        return any(d.proved and d.document["previousDigestHashValue"] == self.sha256 for d in self.named_by)

    @functools.cached_property
    def contradicted(self):
        """A proved digest records another content."""
        return any(d.proved and d.document["previousDigestHashValue"] != self.sha256 for d in self.named_by)

    # Signatures.

    @property
    def own_signature(self):
        """The signature in the object's metadata: "none", "true", "false", or "unreadable" if it isn't hex of the key's length."""
        saved = self.metadata.get("signature")
        if saved is None:
            return "none"
        if not re.fullmatch(r"[0-9A-Fa-f]{512}", saved):
            return "unreadable"
        return "true" if saved.lower() in self.true_signatures else "false"

    @property
    def true_signatures(self):
        return self.evidence.signatures.get((self.place, self.content), set())

    @property
    def candidates(self):
        """Readable signatures: the object's own, and those in the well-formed digests that name it."""
        found = {d.document["previousDigestSignature"] for d in self.named_by}
        if self.own_signature in ("true", "false"):
            found.add(self.metadata["signature"].lower())
        return found - {None}

    # Keys.

    @property
    def listed_keys(self):
        """Records of the key that the digest names, in any Region."""
        named = self.document and self.document["digestPublicKeyFingerprint"]
        return [key for keys in self.world.keys.values() for key in keys if key.fingerprint == named]

    @property
    def in_time(self):
        """A record of its key is valid at the time of signing."""
        first, last = self.interval[0], self.interval[1] + 6 * HOUR
        if self.backfill and self.generated:
            first, last = self.generated - 6 * HOUR, self.generated + 6 * HOUR
        elif self.backfill:
            last += 999 * DAY
        return any(key.start <= last and key.end >= first for key in self.listed_keys)

    @property
    def generated(self):
        saved = self.metadata.get("backfill-generation-timestamp")
        return seconds(saved) if saved else None

    @property
    def true_key(self):
        """The listed key is the one that the digest names, in either form."""
        return any(key.genuine for key in self.listed_keys)

    @property
    def key_is_its_fingerprint(self):
        return any(hashlib.md5(key.value).hexdigest() == key.fingerprint for key in self.listed_keys)

    @property
    def key_asked_for(self):
        """validate-logs requests keys of the window and two hours more, and around a backfill digest's generation."""
        start, end = self.world.window[0], self.world.window[1] + 2 * HOUR
        if self.backfill and self.generated:
            start, end = self.generated - HOUR, self.generated + HOUR
        return any(key.start <= end and key.end >= start for key in self.listed_keys)

    @functools.cached_property
    def proved(self):
        """By DIGEST-1 to DIGEST-5."""
        if not self.signed or not self.well_formed or self.contradicted:
            return False
        by_signature = not self.candidates.isdisjoint(self.true_signatures) and self.in_time and self.true_key
        return self.linked or by_signature

    @property
    def accused(self):
        """A saved signature fails under the key that the digest names, and nothing proves the digest."""
        return self.own_signature == "false" and self.key_is_its_fingerprint and not self.proved

    # Where it lies.

    @property
    def is_copy(self):
        """It has name and bytes of the digest that it declares, and that digest lies in its own place and is proved."""
        if not self.document or self.in_its_place or not self.document["digestS3Object"].endswith(self.name):
            return False
        own = self.evidence.object((self.document["digestS3Bucket"], self.document["digestS3Object"]))
        return own.proved and own.content == self.content

    @property
    def aws_run_failed(self):
        """The run of validate-logs over this digest's chain ended with an error."""
        return any(self.evidence.belongs(self.key, chain) for chain, _ in self.evidence.failures)

    @property
    def aws_names(self):
        """A digest that validate-logs calls valid names this one as its predecessor."""
        return any("valid" in self.evidence.aws.get(place, ()) for place in self.evidence.naming.get(self.place, []))

    @property
    def in_the_old_bucket(self):
        """In a former bucket of the trail, and no digest that validate-logs calls valid leads there."""
        today = [bucket for chain, bucket in self.world.bucket.items() if self.evidence.belongs(self.key, chain)]
        leads = (
            "valid" in self.evidence.aws.get(place, ()) and place[0] != self.place[0]
            and line(place[1]) == line(self.key)
            and document["previousDigestS3Bucket"] == self.place[0]
            for place, document in self.evidence.documents.items()
        )
        return self.place[0] not in today and not any(leads)

    @property
    def hidden_by_a_copy(self):
        """A later folder holds a digest of the same chain whose name has no later time."""
        return any(
            bucket == self.place[0] and line(key) == line(self.key)
            and key > self.key and stamp(key) <= stamp(self.key)
            for bucket, key in self.world.store
        )
