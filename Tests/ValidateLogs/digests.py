"""Tamperings with digests, without a key."""

import copy
import hashlib

from hand import swap, tampering
from history import Stored, compact, deflate, signature_metadata


@tampering
def edit_digest(hand):
    """Removes a log from a digest, or corrupts its hash, and leaves the metadata."""
    digest = hand.digest(lambda digest: digest.logs)
    if not digest:
        return None
    document = copy.deepcopy(digest.document)
    if hand.rng.random() < 0.5:
        document["logFiles"].pop()
    else:
        document["logFiles"][0]["hashValue"] = hashlib.sha256(b"").hexdigest()
    hand.store[digest.place].body = deflate(compact(document))
    return digest.place[1]


@tampering
def delete_digest(hand):
    digest = hand.digest()
    return digest and hand.remove(digest.place)


@tampering
def delete_neighbouring_digests(hand):
    last = hand.digest(lambda digest: digest.previous)
    gone = []
    while last and len(gone) < hand.rng.choice((2, 2, 3)):
        gone.append(hand.remove(last.place))
        last = last.previous
    return gone


@tampering
def delete_newest_digests(hand):
    newest = hand.digest()
    return newest and [
        hand.remove(d.place) for d in hand.world.digests if d.chain == newest.chain and d.end >= newest.end
    ]


@tampering
def delete_digest_and_its_logs(hand):
    digest = hand.digest()
    return digest and [hand.remove(place) for place in (digest.place, *(place for place, _ in digest.logs))]


@tampering
def swap_digests(hand):
    one, other = hand.digest(), hand.digest()
    return one and swap(hand, one.place, other.place)


@tampering
def replay_digest_under_a_later_name(hand):
    digest = hand.digest()
    if not digest:
        return None
    key = digest.chain.digest_key(digest.end + hand.rng.randrange(1, 9) * 1800)
    if any(key == other and bucket != digest.place[0] for bucket, other in hand.store):
        # Saved head-object answers don't name their bucket, so one of the two would be lost.
        return None
    hand.store[digest.place[0], key] = copy.deepcopy(hand.store[digest.place])
    return key


@tampering
def put_an_earlier_delivery_back(hand):
    digest = hand.digest(lambda digest: digest.earlier)
    if digest:
        content, signature = digest.earlier
        generated = digest.signed_at if digest.backfill else None
        hand.store[digest.place] = Stored(deflate(content), signature_metadata(signature, generated))
    return digest and digest.place[1]


@tampering
def copy_digest_to_another_day(hand):
    digest = hand.digest()
    if not digest:
        return None
    folder, _, name = digest.place[1].rpartition("/")
    key = f"{folder[:-2]}{(int(folder[-2:]) % 28) + 1:02d}/{name}"
    hand.store[digest.place[0], key] = copy.deepcopy(hand.store[digest.place])
    return key
