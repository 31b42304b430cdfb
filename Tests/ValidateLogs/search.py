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
from contract import allowed
from differences import FAULTS, TABLE, Case, judge
from evidence import Evidence
from flips import flips
from names import iso


def draw(seed):
    """The world of a seed. The seeds go through all tamperings in turn."""
    rng = random.Random(seed)
    world = history.Author(rng).write()
    tampering.apply(world, rng, tampering.ALL[seed % len(tampering.ALL)])
    return world


def cases(evidence):
    return [
        Case(evidence.object(place), evidence.aws.get(place, set()), evidence.sealed.said.get(place),
             evidence.sealed.codes.get(place, set()))
        for place in evidence.places()
    ]


def describe(case):
    said = ", ".join(sorted(case.aws)) or "not looked at"
    codes = f" ({', '.join(sorted(case.codes))})" if case.codes else ""
    may = " or ".join(sorted(word or "not looked at" for word in allowed(case.thing)))
    return (
        f"    {'/'.join(case.thing.place)}\n        AWS: {said}; TrailSeal: {case.seal or 'not looked at'}{codes}; "
        f"by the contract: {may}"
    )


def statuses(found):
    """The exit statuses that agree with TrailSeal's results for single objects. Gaps and keys may add to them."""
    words = {case.seal for case in found}
    if words & {"invalid", "missing"}:
        return {1}
    return {1, 2} if words & {"unverified", "unreferenced"} else {0, 1, 2}


class Search:
    def __init__(self, binary, folder):
        self.binary, self.folder = str(pathlib.Path(binary).resolve()), folder
        self.validator = validator.Validator()
        self.counts, self.first = collections.Counter(), {}
        self.compared = self.failed = 0

    def look(self, seed):
        """The evidence about the world of a seed, and its cases."""
        world = draw(seed)
        said, failures = self.validator.judge(world)
        evidence = Evidence(world, said, failures, sealed.judge(world, self.binary, self.folder))
        return evidence, cases(evidence)

    def compare(self, seed, verbose=False):
        evidence, found = self.look(seed)
        world, status = evidence.world, evidence.sealed.status
        self.compared += len(found)
        unexplained = []
        for case in found:
            row = judge(case)
            if row is False:
                unexplained.append(case)
            elif row:
                self.counts[row.name] += 1
                self.first.setdefault(row.name, seed)
            if verbose and row:
                print(f"  {row.name}", describe(case), sep="\n")
        if verbose:
            print(f"  window {iso(world.window[0])} to {iso(world.window[1])}", *world.notes, sep="\n  ")
        if unexplained or status not in statuses(found):
            self.failed += 1
            print(f"seed {seed} failed; run it alone with --seed {seed}", *world.notes, sep="\n  ")
            print(f"  exit status {status}; nothing explains:", *map(describe, unexplained), sep="\n")
        return found


    def blindly(self, seed):
        """The world of a seed with one result of TrailSeal replaced, and whether that was detected."""
        flipped, noticed = random.Random(seed).choice(list(flips(self.look(seed)[1])))
        print(f"seed {seed}, {'noticed' if noticed else 'not noticed'}:", describe(flipped), sep="\n")
        return noticed


def report(search, flipped, blind):
    """Prints the counts. Returns the number of failures."""
    print(f"{search.compared} objects compared; differences, with the first seed:")
    for row in TABLE:
        fault = ", a fault of today" if row in FAULTS else ""
        print(f"  {search.counts[row.name]:5}  {row.name} (seed {search.first.get(row.name)}{fault})")
    print(f"{flipped} false words of TrailSeal put in, {flipped - len(blind)} noticed")
    if blind:
        print("Not noticed:", *map(describe, blind[:20]), sep="\n")
    names = {row.name for row in TABLE}
    never = [row.name for row in TABLE if row.name not in search.counts and row.awaits not in names]
    for name in never:
        print(f"The row {name} was never met: take it out of differences.py, or draw more worlds.")
    return search.failed + len(never) + bool(blind)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, help="run this world alone, and show every difference")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: 0)")
    parser.add_argument("--worlds", type=int, default=240, help="how many worlds (default: 240)")
    parser.add_argument("--blind", action="store_true", help="change one word of TrailSeal in each world")
    options = parser.parse_args()
    seeds = range(options.first, options.first + options.worlds)
    flipped, blind = 0, []
    with tempfile.TemporaryDirectory(prefix="validate-logs-") as folder:
        search = Search(options.binary, folder)
        if options.seed is not None:
            search.compare(options.seed, verbose=True)
            return search.failed
        if options.blind:
            failed = sum(map(search.blindly, seeds))
            print(f"{len(seeds) - failed} passed, {failed} failed")
            return failed
        for seed in seeds:
            for case, noticed in flips(search.compare(seed)):
                flipped += 1
                if not noticed:
                    blind.append(case)
    failed = report(search, flipped, blind)
    # Each world, each row, and the false results.
    print(f"{len(seeds) + len(TABLE) + 1 - failed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
