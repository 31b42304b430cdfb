"""Rows whose files are in the page cache, and the start of the process."""

import os

from bench import ROOT
from process import Unavailable, in_turn
from table import Goal, Row, at_most, milliseconds

MEMORY = 64


def compared(row, programs, rounds, limit):
    """Fills a row with the ratio of verify to the floor."""
    samples = in_turn(programs, rounds)
    floor, verify = samples["floor"], samples["verify"]
    row.floor, row.verify = floor.median, verify.median
    row.bound = samples["bound"].median if "bound" in samples else None
    row.compared, row.ratio = "floor", verify.median / floor.median
    row.spread, row.peak = max(floor.spread, verify.spread), verify.peak
    if limit:
        row.goals.append(at_most(row.ratio, limit, "floor"))
    return row


def warm(bench, archive, situation, limit, rounds=None):
    archive.check_bound()
    programs = {"floor": archive.floor(), "bound": archive.bound(), "verify": archive.verify()}
    row = Row(situation, archive.count)
    return compared(row, programs, rounds or bench.rounds, limit)


def quiet(bench):
    return warm(bench, quiet_archive(bench), "warm, nine of ten digests list no log", 1.25)


def normal(bench):
    return warm(bench, normal_archive(bench), "warm, 12 logs an hour with 40 records each", 1.04)


def busy(bench):
    return warm(bench, busy_archive(bench), "warm, 12 logs an hour with 500 records each", 1.04)


def quiet_archive(bench):
    return bench.archive("quiet", "--profile", "quiet", "--hours", "5000", "--every-signature")


def normal_archive(bench):
    return bench.archive("normal", "--profile", "normal", "--hours", "720")


def busy_archive(bench):
    return bench.archive("busy", "--profile", "busy", "--hours", "240")


def answers(bench):
    """A saved answer of head-object for each digest."""
    archive = quiet_archive(bench)
    programs = {
        "floor": archive.floor(),
        # The newest digest's signature needs RSA. The others are in the digests that follow.
        "bound": archive.bound(archive.all_signatures, "1"),
        "verify": archive.verify(signatures=archive.all_signatures),
    }
    row = Row("warm, quiet, a saved answer for every digest", archive.count)
    return compared(row, programs, bench.rounds, 1.6)


def attributes(bench):
    """A signature in an attribute of each digest file. The bound doesn't read such signatures."""
    archive = bench.archive("quiet-attributes", "--profile", "quiet", "--hours", "5000", "--attributes")
    if not any("user.signature" in os.listxattr(path) for path in digests(archive.list)):
        raise Unavailable("the file system has lost the attributes")
    programs = {"floor": archive.floor(), "verify": bench.verify(archive.root, archive.keys)}
    row = Row("warm, quiet, an attribute with the signature on every digest", archive.count)
    return compared(row, programs, bench.rounds, 1.4)


def changes(archive_of, name, limit):
    """`trailseal verify --changes` against `trailseal verify`."""
    def row(bench):
        archive = archive_of(bench)
        samples = in_turn({"verify": archive.verify(), "changes": archive.verify("--changes")}, bench.rounds)
        plain, with_changes = samples["verify"], samples["changes"]
        made = Row(
            f"warm, {name}, verify --changes", archive.count, verify=with_changes.median,
            compared=f"verify: {milliseconds(plain.median)} ms", ratio=with_changes.median / plain.median,
            spread=max(plain.spread, with_changes.spread), peak=with_changes.peak)
        made.goals.append(at_most(made.ratio, limit, "verify"))
        return made
    return row


def digests(files):
    with open(files) as file:
        for path in file:
            if "/CloudTrail-Digest/" in path:
                yield path.rstrip("\n")


def scale(accounts):
    """Many chains of 102 files each: 20 Regions of each account."""
    def row(bench):
        archive = bench.archive(f"scale-{accounts}", "--profile", "scale", "--hours", "84", "--accounts", str(accounts))
        rounds = min(bench.rounds, 5) if accounts > 100 else bench.rounds
        made = warm(bench, archive, f"warm, quiet, {accounts * 20:,} chains", 1.25, rounds)
        made.goals.append(Goal(f"< {MEMORY} MiB", made.peak < MEMORY))
        return made
    return row


def start(bench):
    """One chain, from the start of the process to its end."""
    case = os.path.join(ROOT, "TestVectors/cases/clean")
    files = sorted(os.path.join(folder, name) for folder, _, names in os.walk(f"{case}/tree") for name in names)
    listed = bench.path("start.txt")
    with open(listed, "w") as file:
        file.write("".join(path + "\n" for path in files))
    verify = bench.program(
        bench.trailseal, "verify", f"{case}/tree", "--keys", f"{case}/keys", "--signatures", f"{case}/signatures")
    # These runs are short, so there are more of them.
    rounds = max(21, 3 * bench.rounds)
    row = compared(
        Row("one chain, start to end", len(files)), {"floor": bench.floor(listed), "verify": verify}, rounds, 2)
    row.goals.append(Goal("≤ 7 ms", row.verify <= 7))
    return row
