"""Tamperings with the answers of list-public-keys."""

import signing
from hand import tampering
from names import DAY, HOUR


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


@tampering
def list_key_from_after_the_end(hand):
    """The key of the newest digest is valid from three hours after its end, when it may have been signed."""
    newest = max(hand.world.digests, key=lambda digest: (not digest.backfill, digest.end))
    for key in hand.world.keys[newest.chain.region]:
        if key.fingerprint == newest.key.fingerprint:
            key.start, key.end = newest.end + 3 * HOUR, newest.end + 30 * DAY
            return key.fingerprint
    return None
