"""What is done to a bucket, and to the saved keys, after delivery. Each tampering notes what it did."""

# Each of these adds its tamperings to the list; their order decides which seed begins with which one.
import damages  # noqa: F401
import logs  # noqa: F401
import digests  # noqa: F401
import signatures  # noqa: F401
import forgeries  # noqa: F401
import keys  # noqa: F401
from hand import ALL, Hand


def apply(world, rng, first):
    """Up to three tamperings, one of them the given one; every eighth world is left alone."""
    hand = Hand(world, rng)
    number = rng.choice((0, 1, 1, 2, 2, 2, 3, 3))
    for change in [first, *rng.choices(ALL, k=2)][:number]:
        done = change(hand)
        if done:
            world.notes.append(f"{change.__name__}: {done}")
