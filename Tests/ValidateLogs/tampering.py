"""Tamperings with a bucket, and with the saved keys, after delivery. Each records what it did."""

# Each of these adds its tamperings to the list. Their order determines which seed begins with which one.
import damages  # noqa: F401
import logs  # noqa: F401
import digests  # noqa: F401
import signatures  # noqa: F401
import forgeries  # noqa: F401
import keys  # noqa: F401
from hand import ALL, Hand


def apply(world, rng, first):
    """Up to three tamperings, including the given one. Every eighth world is left alone."""
    hand = Hand(world, rng)
    number = rng.choice((0, 1, 1, 2, 2, 2, 3, 3))
    for change in [first, *rng.choices(ALL, k=2)][:number]:
        done = change(hand)
        if done:
            world.notes.append(f"{change.__name__}: {done}")
