"""The rows of Benchmarks/guard: small archives, and limits far above the goals.

They show what has become much slower, such as a buffer that is allocated for each file. The machine may be busy, so a row that
misses its limit is measured again.
"""

import warm
from process import in_turn
from table import Goal, Row, at_most

# Most times that a row is measured.
ATTEMPTS = 3


def against_floor(profile, hours, limit):
    def row(bench):
        archive = bench.archive(profile, "--profile", profile, "--hours", str(hours))
        made = warm.warm(bench, archive, f"{profile}, {hours} hours", limit)
        made.goals.append(Goal(f"< {warm.MEMORY} MiB", made.peak < warm.MEMORY))
        return made
    return repeated(row)


def with_changes(profile, hours, limit):
    def archive(bench):
        return bench.archive(profile, "--profile", profile, "--hours", str(hours))
    return repeated(warm.changes(archive, f"{profile}, {hours} hours", limit))


def all_readers(profile, hours, limit):
    """The number of files in flight that the program chooses, against one for each processor."""
    def row(bench):
        archive = bench.archive(profile, "--profile", profile, "--hours", str(hours))
        samples = in_turn(
            {"few": archive.verify("--jobs", str(bench.threads)), "verify": archive.verify()}, bench.rounds)
        few, verify = samples["few"], samples["verify"]
        made = Row(
            f"{profile}, {hours} hours, default against --jobs {bench.threads}", archive.count, verify=verify.median,
            compared="verify --jobs", ratio=verify.median / few.median, spread=max(few.spread, verify.spread),
            peak=verify.peak)
        made.goals.append(at_most(made.ratio, limit, "verify --jobs"))
        return made
    return repeated(row)


def repeated(row):
    def best(bench):
        for _ in range(ATTEMPTS):
            made = row(bench)
            if not made.has_missed:
                break
        return made
    return best


ROWS = {
    "quiet": against_floor("quiet", 1000, 2.2),
    "normal": against_floor("normal", 72, 1.5),
    "busy": against_floor("busy", 24, 1.4),
    "changes-normal": with_changes("normal", 72, 1.4),
    "changes-busy": with_changes("busy", 24, 1.4),
    "readers-quiet": all_readers("quiet", 1000, 1.4),
}
