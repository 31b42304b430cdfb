"""Tamperings with log files."""

import gzip

from hand import swap, tampering, whole
from history import Stored, deflate, records, unique
from names import DAY, HOUR, seconds


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
    """The first day wasn't copied, and isn't requested."""
    days = sorted({"".join(key.split("/")[-4:-1]) for _, key in hand.store})
    start, end = hand.world.window
    midnight = seconds(days[0]) + DAY
    if len(days) == 1 or midnight >= end - HOUR:
        return None
    for place in [place for place in hand.store if "".join(place[1].split("/")[-4:-1]) == days[0]]:
        hand.remove(place)
    hand.world.window = (max(start, midnight), end)
    return days[0]
