"""Rows whose files come from storage: a cold page cache, and folders whose every open takes long."""

import os

import warm
from process import Unavailable, in_turn
from slow_mount import slow_mount
from table import Row, at_most, file_system, milliseconds

COUNTS = (2, 4, 8, 16, 32, 64)
DEFAULT = "verify"
CACHES = "/proc/sys/vm/drop_caches"


def cold(archive_of, name):
    """The default against the best of the floor and verify over all thread counts. No file is in the page cache."""
    def row(bench):
        if file_system(bench.folder) in ("tmpfs", "ramfs"):
            raise Unavailable("the archives are in memory")
        # Fails before a long wait for the archive.
        drop_caches()
        archive = archive_of(bench)
        programs = {DEFAULT: archive.verify()}
        for count in COUNTS:
            programs[f"floor, {count} threads"] = archive.floor(count)
            programs[f"verify --jobs {count}"] = archive.verify("--jobs", str(count))
        samples = in_turn(programs, bench.rounds, drop_caches)
        made = against_best(Row(f"cold page cache, {name}", archive.count), samples, 1.10)
        made.floor = min(sample.median for name, sample in samples.items() if name.startswith("floor"))
        return made
    return row


def slow(delay):
    """The default against the best of verify over all thread counts, on a mount whose every open takes `delay` ms."""
    def row(bench):
        archive = bench.archive("normal-short", "--profile", "normal", "--hours", "72")
        with slow_mount(bench, archive.root, delay) as root:
            programs = {DEFAULT: archive.verify(root=root)}
            for count in COUNTS:
                programs[f"verify --jobs {count}"] = archive.verify("--jobs", str(count), root=root)
            # Few threads take many seconds, so they aren't run as often. They are far from the best.
            often, seldom = min(bench.rounds, 5), 1
            few = {f"verify --jobs {count}" for count in COUNTS if count < 16}
            # One run, so that the kernel knows the names.
            programs[DEFAULT].run()
            samples = in_turn(programs, lambda name: seldom if name in few else often, lambda: None)
        return against_best(Row(f"read-only mount, {delay} ms an open, normal", archive.count), samples, 1.25)
    return row


def against_best(row, samples, limit):
    default = samples[DEFAULT]
    name, best = min(((name, sample) for name, sample in samples.items() if name != DEFAULT),
                     key=lambda pair: pair[1].median)
    row.verify, row.ratio, row.peak = default.median, default.median / best.median, default.peak
    row.compared = f"{name}: {milliseconds(best.median)} ms"
    row.spread = max(default.spread, best.spread)
    row.goals.append(at_most(row.ratio, limit, "best"))
    return row


def drop_caches():
    os.sync()
    try:
        with open(CACHES, "w") as file:
            file.write("3\n")
    except OSError as error:
        raise Unavailable(f"the page cache can't be dropped ({CACHES}: {error.strerror})") from error


ROWS = {
    "cold-quiet": cold(warm.quiet_archive, "quiet"),
    "cold-normal": cold(warm.normal_archive, "normal"),
    "cold-busy": cold(warm.busy_archive, "busy"),
    "slow-5": slow(5),
    "slow-20": slow(20),
}
