"""What is done to a bucket, and to the saved keys, after delivery. Each tampering notes what it did."""

import copy
import gzip
import hashlib

import signing
from history import Stored, compact, deflate, records, signature_metadata, string_to_sign, unique
from names import DAY, HOUR, is_digest, iso, seconds

ALL = []


def tampering(function):
    ALL.append(function)
    return function


class Hand:
    """Picks victims among the objects that are there."""

    def __init__(self, world, rng):
        self.world, self.rng, self.store = world, rng, world.store

    def log(self):
        return self.rng.choice(sorted(p for p in self.store if p in self.world.truth and not is_digest(p[1])) or [None])

    def digest(self, fits=lambda digest: True):
        present = [d for d in self.world.digests if d.place in self.store and fits(d)]
        return self.rng.choice(present or [None])

    def rewrite(self, place, change):
        if place:
            stored = self.store[place]
            self.store[place] = Stored(change(stored.body), dict(stored.metadata))
        return place

    def remove(self, place):
        return self.store.pop(place, None) and place


# Bytes: for logs and for digests.


def cut(body):
    return body[: len(body) // 2]


def cut_trailer(body):
    return body[:-8]


def junk_behind(body):
    return body + b"\0" * 7


def member_behind(body):
    return body + gzip.compress(b'{"Records":[{"eventName":"ConsoleLogin"}]}', mtime=0)


def emptied(body):
    return b""


def not_compressed(body):
    return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


def bad_checksum(body):
    return body[:-8] + bytes([body[-8] ^ 1]) + body[-7:] if len(body) > 8 else body


def compressed_again(body):
    return body[:2] == b"\x1f\x8b" and deflate(gzip.decompress(body), 1) or body


CHANGES = (cut, cut_trailer, junk_behind, member_behind, emptied, not_compressed, bad_checksum, compressed_again)


@tampering
def list_key_from_after_the_end(hand):
    """The key of the newest digest is valid from three hours after its end, when it may have been signed."""
    newest = max(hand.world.digests, key=lambda digest: (not digest.backfill, digest.end))
    for key in hand.world.keys[newest.chain.region]:
        if key.fingerprint == newest.key.fingerprint:
            key.start, key.end = newest.end + 3 * HOUR, newest.end + 30 * DAY
            return key.fingerprint
    return None


def of_log(change):
    def tamper(hand):
        place = whole(hand, hand.log())
        return hand.rewrite(place, change) and place[1]
    return tamper


def of_digest(change):
    def tamper(hand):
        digest = hand.digest()
        place = digest and whole(hand, digest.place)
        return hand.rewrite(place, change) and place[1]
    return tamper


for _change in CHANGES:
    for _kind in (of_log, of_digest):
        _tamper = _kind(_change)
        _tamper.__name__ = f"{_change.__name__} {_kind.__name__}"
        ALL.append(_tamper)


def whole(hand, place):
    """The place, if its object still inflates."""
    try:
        return place and gzip.decompress(hand.store[place].body) and place
    except (OSError, EOFError):
        return None


# Logs.


@tampering
def edit_log(hand):
    return hand.rewrite(hand.log(), lambda body: deflate(records(hand.rng, 3)))


@tampering
def delete_log(hand):
    return hand.remove(hand.log())


@tampering
def delete_logs_of_a_digest(hand):
    digest = hand.digest(lambda digest: digest.logs)
    return digest and [hand.remove(place) for place, _ in digest.logs]


@tampering
def swap_logs(hand):
    return swap(hand, hand.log(), hand.log())


def swap(hand, one, other):
    if one and other and one != other:
        hand.store[one], hand.store[other] = hand.store[other], hand.store[one]
        return one, other
    return None


@tampering
def drop_gz_from_log_name(hand):
    place = whole(hand, hand.log())
    if place:
        stored = hand.store.pop(place)
        hand.store[place[0], place[1].removesuffix(".gz")] = Stored(gzip.decompress(stored.body), {})
    return place


@tampering
def move_log_to_another_day(hand):
    place = hand.log()
    if place:
        folder, _, name = place[1].rpartition("/")
        other = f"{folder[:-2]}{(int(folder[-2:]) % 28) + 1:02d}/{name}"
        hand.store[place[0], other] = hand.store.pop(place)
    return place


@tampering
def plant_log(hand):
    digest = hand.digest()
    if not digest:
        return None
    key = digest.chain.log_key(digest.start // 300 * 300 + 600, unique(hand.rng))
    hand.store[digest.place[0], key] = Stored(deflate(records(hand.rng, 1)), {})
    return key


@tampering
def begin_the_copy_at_midnight(hand):
    """The first day was not copied, and is not asked for."""
    days = sorted({"".join(key.split("/")[-4:-1]) for _, key in hand.store})
    start, end = hand.world.window
    midnight = seconds(days[0]) + DAY
    if len(days) == 1 or midnight >= end - HOUR:
        return None
    for place in [place for place in hand.store if "".join(place[1].split("/")[-4:-1]) == days[0]]:
        hand.remove(place)
    hand.world.window = (max(start, midnight), end)
    return days[0]


# Digests.


@tampering
def edit_digest(hand):
    """Takes a log out of a digest, or its hash apart, and leaves the metadata."""
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


# Signatures in the metadata.


@tampering
def lose_signature(hand):
    digest = hand.digest()
    if digest:
        hand.store[digest.place].metadata.clear()
    return digest and digest.place[1]


@tampering
def lose_all_signatures(hand):
    """As a copy from bucket to bucket without metadata does."""
    for place, stored in hand.store.items():
        if is_digest(place[1]):
            stored.metadata.clear()
    return "all"


@tampering
def edit_signature(hand):
    digest = hand.digest(lambda digest: "signature" in hand.store[digest.place].metadata)
    if not digest:
        return None
    metadata = hand.store[digest.place].metadata
    true = metadata["signature"]
    metadata["signature"] = hand.rng.choice((
        true[:-1] + ("0" if true[-1] != "0" else "1"), true[:-2], "no signature", true.upper(),
        hand.digest().signature,
    ))
    return digest.place[1], metadata["signature"][-8:]


@tampering
def lose_generation_time(hand):
    digest = hand.digest(lambda digest: digest.backfill)
    if digest:
        hand.store[digest.place].metadata.pop("backfill-generation-timestamp", None)
    return digest and digest.place[1]


# Forgeries.


def forged(hand, digest, key, fingerprint, end=None, lists=True):
    """A digest by somebody else, in the place of a true one or of one that never was."""
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
    """With a key of the forger's own, under its own fingerprint or under that of AWS's key."""
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
    """A digest of a time that has none: unsigned, forged, empty or junk."""
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
    if place not in hand.store:
        hand.store[place] = stored
        return place[1], kind
    return None


# Keys.


def region(hand):
    return hand.rng.choice(sorted(hand.world.keys))


@tampering
def lose_key(hand):
    keys = hand.world.keys[region(hand)]
    return keys and keys.pop(hand.rng.randrange(len(keys))).fingerprint


@tampering
def lose_keys_of_a_region(hand):
    name = region(hand)
    hand.world.keys[name].clear()
    return name


@tampering
def list_another_key_under_the_fingerprint(hand):
    for key in hand.world.keys[region(hand)]:
        key.value = signing.key("stranger").pkcs1
        return key.fingerprint
    return None


@tampering
def list_key_as_spki(hand):
    for key in hand.world.keys[region(hand)]:
        if key.genuine:
            key.value = key.spki
            return key.fingerprint
    return None


@tampering
def shorten_validity(hand):
    """The listed time of a key ends within the history, or begins there."""
    keys = hand.world.keys[region(hand)]
    if not keys:
        return None
    key, ends = hand.rng.choice(keys), sorted(d.end for d in hand.world.digests)
    if hand.rng.random() < 0.5:
        key.end = hand.rng.choice(ends) - 9 * HOUR
    else:
        key.start = hand.rng.choice(ends) + 7 * HOUR
    key.start, key.end = min(key.start, key.end - 1), max(key.end, key.start + 1)
    return key.fingerprint


def apply(world, rng, first):
    """Up to three tamperings, one of them the given one; every eighth world is left alone."""
    hand = Hand(world, rng)
    number = rng.choice((0, 1, 1, 2, 2, 2, 3, 3))
    for change in [first, *rng.choices(ALL, k=2)][:number]:
        done = change(hand)
        if done:
            world.notes.append(f"{change.__name__}: {done}")
