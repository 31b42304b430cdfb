"""The table of the benchmarks, in Markdown."""

import dataclasses
import datetime
import os


@dataclasses.dataclass
class Goal:
    text: str
    is_met: bool


@dataclasses.dataclass
class Row:
    """One row. A cell without a value stays empty. Times are medians in ms."""

    situation: str
    files: int | None = None
    floor: float | None = None
    bound: float | None = None
    verify: float | None = None
    compared: str = ""
    ratio: float | None = None
    spread: float | None = None
    peak: float | None = None
    goals: list = dataclasses.field(default_factory=list)
    # Says why there are no figures.
    obstacle: str | None = None

    @property
    def has_missed(self):
        return any(not goal.is_met for goal in self.goals)


def at_most(ratio, limit, what):
    return Goal(f"≤ {limit:.2f} × {what}", ratio <= limit)


def at_least(ratio, limit):
    return Goal(f"≥ {limit} ×", ratio >= limit)


def milliseconds(value):
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def times(ratio):
    # As many digits as the goals need.
    return f"{ratio:.3f}" if ratio < 10 else f"{ratio:.1f}"


HEADER = ("Row", "Situation", "Files", "Floor ms", "Bound ms", "Verify ms", "Ratio to", "Ratio", "Spread", "Peak MiB", "Goal",
          "Met")

NOTES = """\
Times are medians of wall times of whole processes, which ran in turn. Floor (`floor.c`) reads, inflates and hashes the same
files with one thread for each processor, unless the row says otherwise. Bound (`bound.c`) is the floor with the other work that
every verifier must do. `trailseal verify` ran without `--jobs`. "Ratio to" names what the ratio compares it with. Spread is the
distance between the quartiles divided by the median, the larger one of the two compared programs."""


def begin(version, folder, rounds):
    """Prints what stands above the table, and its head."""
    now = datetime.datetime.now(datetime.timezone.utc)
    print(f"{now:%Y-%m-%d %H:%M} UTC, {version}, {rounds} rounds. {machine(folder)}\n\n{NOTES}\n")
    print(line(HEADER))
    print(line("---" for _ in HEADER), flush=True)


def show(name, row):
    def cell(value, form):
        return "" if value is None else form(value)

    if row.obstacle:
        met = f"not measured: {row.obstacle}"
    else:
        met = ", ".join("yes" if goal.is_met else "**no**" for goal in row.goals)
    print(line((
        f"`{name}`", row.situation, cell(row.files, "{:,}".format), cell(row.floor, milliseconds),
        cell(row.bound, milliseconds), cell(row.verify, milliseconds), row.compared, cell(row.ratio, times),
        cell(row.spread, "{:.1%}".format), cell(row.peak, "{:.1f}".format),
        ", ".join(goal.text for goal in row.goals), met,
    )), flush=True)


def line(cells):
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def machine(folder):
    """The kind of machine: processors, memory, and the file system of the archives."""
    model = field("/proc/cpuinfo", "model name") or os.uname().machine
    memory = int((field("/proc/meminfo", "MemTotal") or "0").split()[0]) / (1 << 20)
    system = file_system(folder)
    return (
        f"{len(os.sched_getaffinity(0))} processors ({model}), {memory:.0f} GiB of memory, {system}, "
        f"Linux {os.uname().release}, load {os.getloadavg()[0]:.1f} at the start."
    )


def field(path, name):
    """The value of the first line that begins with `name`."""
    with open(path) as file:
        for text in file:
            key, _, value = text.partition(":")
            if key.strip() == name:
                return value.strip()
    return None


def file_system(path):
    """The kind of the file system that holds a path."""
    path = os.path.realpath(path)
    best = ("", "unknown")
    with open("/proc/mounts") as file:
        for text in file:
            _, place, kind = text.split()[:3]
            is_above = path == place or path.startswith(place.rstrip("/") + "/")
            if is_above and len(place) >= len(best[0]):
                best = (place, kind)
    return best[1]
