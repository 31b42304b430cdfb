"""Shows that the comparison is not blind: every word of TrailSeal is replaced by each other one in turn."""

import dataclasses

from contract import allowed
from differences import judge

WORDS = ("verified", "unverified", "invalid", "missing", "unreferenced", None)


def flips(cases):
    """(case with one false word, whether the comparison notices it)"""
    for case in cases:
        for word in WORDS:
            if word not in allowed(case.thing) | {case.seal}:
                flipped = dataclasses.replace(case, seal=word)
                yield flipped, judge(flipped) is False
