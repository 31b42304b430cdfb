"""Runs programs and measures their time and memory."""

import os
import subprocess
import sys
import time


class Failure(Exception):
    """A measured program ended with an error, or read something other than it should."""


class Unavailable(Exception):
    """The machine lacks something that a row needs. The text says what."""


class Run:
    """Wall time in ms and peak memory in MiB of one run."""

    def __init__(self, milliseconds, mebibytes):
        self.milliseconds, self.mebibytes = milliseconds, mebibytes


class Sample:
    """The runs of one program."""

    def __init__(self):
        self.runs = []

    @property
    def median(self):
        return self._quantile(0.5)

    @property
    def spread(self):
        """The distance between the quartiles, divided by the median."""
        return (self._quantile(0.75) - self._quantile(0.25)) / self.median

    @property
    def peak(self):
        return max(run.mebibytes for run in self.runs)

    def _quantile(self, share):
        # The module `statistics` would add some MiB to this process, and so to the least memory that can be measured.
        times = sorted(run.milliseconds for run in self.runs)
        place = share * (len(times) - 1)
        low = int(place)
        high = min(low + 1, len(times) - 1)
        return times[low] + (times[high] - times[low]) * (place - low)


def say(text):
    """Prints progress."""
    print(text, file=sys.stderr, flush=True)


def measure(command, errors, environment=None):
    """Runs a program to its end. Its messages go to the file `errors`.

    The kernel counts the memory of the calling process at the start of the program, so a peak below some 17 MiB can't be
    measured.
    """
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    ]
    begin = time.monotonic()
    child = os.posix_spawn(command[0], command, environment or os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    milliseconds = (time.monotonic() - begin) * 1000
    status = os.waitstatus_to_exitcode(status)
    if status != 0:
        with open(errors, errors="replace") as file:
            message = file.readline().strip()
        raise Failure(f"{os.path.basename(command[0])} ended with {status}: {message}")
    return Run(milliseconds, usage.ru_maxrss / 1024)


class Program:
    """One or several commands that run one after the other and are measured as one."""

    def __init__(self, commands, errors, environment=None):
        self.commands, self.errors, self.environment = commands, errors, environment

    def run(self):
        runs = [measure(command, self.errors, self.environment) for command in self.commands]
        return Run(sum(run.milliseconds for run in runs), max(run.mebibytes for run in runs))


def in_turn(programs, rounds, prepare=None):
    """Runs the programs in turn, and returns a sample of each by its name.

    `rounds` is a number, or a function from a program's name to one. `prepare` is called before each run. Without it, each
    program runs once before, so that its files are in the page cache.
    """
    samples = {name: Sample() for name in programs}
    count = rounds if callable(rounds) else lambda _: rounds
    if prepare is None:
        for program in programs.values():
            program.run()
    for number in range(max(map(count, programs))):
        for name, program in programs.items():
            if number < count(name):
                if prepare:
                    prepare()
                samples[name].runs.append(program.run())
    for name, sample in samples.items():
        say(f"    {name}: {sample.median:.1f} ms, spread {sample.spread:.1%}, {sample.peak:.1f} MiB")
    return samples


def answer(command, **options):
    """The standard output of a program."""
    run = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if run.returncode != 0:
        message = (run.stderr or run.stdout).strip().splitlines() or [""]
        raise Failure(f"{os.path.basename(command[0])} ended with {run.returncode}: {message[-1]}")
    return run.stdout
