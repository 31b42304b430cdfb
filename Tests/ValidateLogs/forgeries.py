"""Digests of somebody who has a key, but not AWS's."""

import copy

import signing
from hand import tampering
from history import Stored, compact, deflate, signature_metadata, string_to_sign
from names import HOUR, iso


def forged(hand, digest, key, fingerprint, end=None, lists=True):
    """A forged digest in the place of a true one, or of one that never existed."""
    place = (digest.place[0], digest.chain.digest_key(end, digest.backfill)) if end else digest.place
    document = copy.deepcopy(digest.document)
    document.update(digestS3Bucket=place[0], digestS3Object=place[1], digestPublicKeyFingerprint=fingerprint)
    if end:
        document.update(digestStartTime=iso(end - HOUR), digestEndTime=iso(end))
    if not lists:
        document["logFiles"] = []
    content = compact(document)
    signature = key.sign(string_to_sign(document, content))
    return place, Stored(deflate(content), signature_metadata(signature, digest.signed_at if digest.backfill else None))


@tampering
def forge_digest(hand):
    """Signed with the forger's own key, under its own fingerprint or under that of AWS's key."""
    digest = hand.digest()
    if not digest:
        return None
    forger = signing.key("forger")
    fingerprint = hand.rng.choice((forger.fingerprint, digest.key.fingerprint))
    place, stored = forged(hand, digest, forger, fingerprint, lists=hand.rng.random() < 0.5)
    hand.store[place] = stored
    return place[1], fingerprint == forger.fingerprint


@tampering
def plant_digest(hand):
    """A digest for a time that has none: unsigned, forged, empty or junk."""
    digest = hand.digest()
    if not digest:
        return None
    ends = [d.end for d in hand.world.digests]
    end = hand.rng.choice((max(ends), min(ends), digest.end)) + hand.rng.choice((-7, -5, 1, 3, 9)) * 1800
    forger = signing.key("forger")
    place, stored = forged(hand, digest, forger, hand.rng.choice((forger, digest.key)).fingerprint, end)
    kind = hand.rng.choice(("forged", "unsigned", "empty", "junk"))
    if kind != "forged":
        stored.metadata.clear()
    if kind in ("empty", "junk"):
        stored.body = b"" if kind == "empty" else b"junk"
    if place[1] not in {key for _, key in hand.store}:
        hand.store[place] = stored
        return place[1], kind
    return None
