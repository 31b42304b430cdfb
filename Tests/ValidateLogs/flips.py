"""Shows that the comparison detects errors: every result of TrailSeal is replaced by each other result in turn."""

import dataclasses

from contract import allowed
from differences import judge

WORDS = ("verified", "unverified", "invalid", "missing", "unreferenced", None)


def flips(cases):
    """(case with one false result, whether the comparison detects it)"""
    for case in cases:
        for word in WORDS:
            if word not in allowed(case.thing) | {case.seal}:
                flipped = dataclasses.replace(case, seal=word)
                yield flipped, judge(flipped) is False
