"""The row of hostile archives, which Benchmarks/hostile measures."""

import os
import subprocess

from bench import ROOT
from process import Failure, say
from table import Goal, Row

# The widths of its columns: name, CPU s, MB, exit status, the same three for double size, ratio.
WIDTHS = (20, 9, 8, 11, 9, 8, 11, 7)
# Its ratios count if the longer run takes this many seconds.
LEAST_SECONDS = 0.2


def hostile(bench):
    """The longest run, the largest memory and the largest ratio of all hostile archives."""
    lines = printed(bench)
    if len(lines) < 4 or not lines[0].startswith("Goals: "):
        raise Failure("Benchmarks/hostile has ended without a result")
    goal = lines[0].removeprefix("Goals: ").partition(". ")[0]
    rows = [columns(line) for line in lines[2:-1]]
    size = "full size" if bench.is_hostile_full else "a tenth of the size"
    row = Row(f"hostile archives, {size}; processor time of one thread, longest run")
    row.verify = max(number(cells[1]) for cells in rows) * 1000
    row.peak = max(number(cells[2]) for cells in rows) * 1e6 / (1 << 20)
    ratios = [number(cells[7]) for cells in rows if cells[7] != "-" and number(cells[4]) >= LEAST_SECONDS]
    row.compared, row.ratio = "half of the input", max(ratios, default=None)
    missed = [f"{cells[0]}: {cells[8]}" for cells in rows if cells[8] != "-"]
    row.goals.append(Goal(f"{goal}, each of {len(rows)} archives", not missed))
    if missed:
        row.situation += f" (missed by {'; '.join(missed)})"
    return row


def printed(bench):
    size = [] if bench.is_hostile_full else ["--tenth"]
    command = [os.path.join(ROOT, "Benchmarks/hostile"), bench.trailseal, *size]
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            say(f"    {lines[-1]}")
    return lines


def columns(line):
    cells, start = [], 0
    for width in WIDTHS:
        cells.append(line[start:start + width].strip())
        start += width
    return [*cells, line[start:].strip()]


def number(cell):
    """A stopped run has "> 60"."""
    return float(cell.removeprefix(">"))
