"""Functions that tamperings share: a list of all of them, and a hand that picks victims."""

import gzip

from history import Stored
from names import is_digest

ALL = []


def tampering(function):
    ALL.append(function)
    return function


class Hand:
    """Picks victims among the present objects."""

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


def whole(hand, place):
    """The place, if its object can still be inflated."""
    try:
        return place and gzip.decompress(hand.store[place].body) and place
    except (OSError, EOFError):
        return None


def swap(hand, one, other):
    if one and other and one != other:
        hand.store[one], hand.store[other] = hand.store[other], hand.store[one]
        return one, other
    return None
