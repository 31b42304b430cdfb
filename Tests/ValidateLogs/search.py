"""Compares TrailSeal with the validator of the AWS CLI on random worlds. Usage: search.py TRAILSEAL [options]"""

import argparse
import collections
import pathlib
import random
import sys
import tempfile

import history
import sealed
import tampering
import validator
from differences import TABLE, agree, explain
from facts import Case, Evidence


def draw(seed):
    """The world of a seed. The seeds go through all tamperings in turn."""
    rng = random.Random(seed)
    world = history.Author(rng).write()
    tampering.apply(world, rng, tampering.ALL[seed % len(tampering.ALL)])
    return world


def compare(evidence, table=TABLE):
    """Rows with the objects that they explain, and the objects that nothing explains."""
    explained, unexplained = collections.defaultdict(list), []
    for place in evidence.places():
        case = Case(evidence, place)
        if agree(case):
            continue
        row = explain(case, table)
        if row:
            explained[row.name].append(case)
        else:
            unexplained.append(case)
    return explained, unexplained


def describe(case):
    said = ", ".join(sorted(case.aws)) or "not looked at"
    codes = f" ({', '.join(sorted(case.codes))})" if case.codes else ""
    return f"    {'/'.join(case.place)}\n        AWS: {said}; TrailSeal: {case.seal or 'not looked at'}{codes}"


def untrue(evidence):
    """Objects that TrailSeal calls verified, with content that CloudTrail never delivered there."""
    return [
        case for place, said in evidence.sealed.said.items() if said == "verified"
        for case in [Case(evidence, place)] if not case.signed and not case.twin_is_judged
    ]


class Search:
    def __init__(self, binary, folder, table=TABLE):
        self.binary, self.folder, self.table = str(pathlib.Path(binary).resolve()), folder, table
        self.validator = validator.Validator()
        self.counts, self.first = collections.Counter(), {}
        self.compared = self.failed = 0

    def judge(self, world):
        said, failures = self.validator.judge(world)
        return Evidence(world, said, failures, sealed.judge(world, self.binary, self.folder))

    def world(self, seed, verbose=False):
        world = draw(seed)
        evidence = self.judge(world)
        explained, unexplained = compare(evidence, self.table)
        lies = untrue(evidence)
        self.compared += len(evidence.places())
        for name, cases in explained.items():
            self.counts[name] += len(cases)
            self.first.setdefault(name, seed)
        if verbose:
            print(f"window {world.window}, exit status {evidence.sealed.status}", *world.notes, sep="\n  ")
            for name, cases in explained.items():
                print(f"  {name}", *map(describe, cases), sep="\n")
        if unexplained or lies:
            self.failed += 1
            print(f"seed {seed} failed: Tests/ValidateLogs/run TRAILSEAL --seed {seed}", *world.notes, sep="\n  ")
            for title, cases in (("differences that no row explains", unexplained), ("verified, yet not true", lies)):
                if cases:
                    print(f"  {title}:", *map(describe, cases), sep="\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, help="run this world alone, and show every difference")
    parser.add_argument("--worlds", type=int, default=240)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="validate-logs-") as folder:
        search = Search(options.binary, folder)
        if options.seed is not None:
            search.world(options.seed, verbose=True)
            return search.failed
        for seed in range(options.worlds):
            search.world(seed)
    names = {row.name for row in TABLE}
    never = [row.name for row in TABLE if row.name not in search.counts and row.awaits not in names]
    print(f"{search.compared} objects of {options.worlds} worlds compared; differences, with the first seed:")
    for row in TABLE:
        print(f"  {search.counts[row.name]:5}  {row.name} (seed {search.first.get(row.name)}){' FAULT' * row.fault}")
    for name in never:
        print(f"The row {name} was never met: take it out of differences.py, or draw more worlds.")
    failed = search.failed + len(never)
    print(f"{options.worlds + len(TABLE) - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
