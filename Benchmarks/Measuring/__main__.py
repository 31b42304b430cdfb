"""Measures `trailseal verify` in every situation that has a goal, and prints one table in Markdown.

Benchmarks/run builds the programs and starts this. Each row stands for a situation, and says which goal it is held to and
whether it is met. A row that can't be measured on this machine says why: dropping the page cache needs root, slow storage
needs /dev/fuse, and AWS's validate-logs needs the Python package index. Progress goes to standard error. The exit status is 1
if a goal is missed or a row has failed.

The archives stay in FOLDER for the next run. A million files take 5 GB and some ten minutes to write.
"""

import argparse
import os
import signal
import sys
import time

sys.dont_write_bytecode = True

import adversity  # noqa: E402
import guard  # noqa: E402
import peer  # noqa: E402
import storage  # noqa: E402
import table  # noqa: E402
import warm  # noqa: E402
from bench import ROOT, Bench  # noqa: E402
from process import Failure, Unavailable, answer, say  # noqa: E402

ROWS = {
    "quiet": warm.quiet,
    "normal": warm.normal,
    "busy": warm.busy,
    "answers": warm.answers,
    "attributes": warm.attributes,
    "changes-normal": warm.changes(warm.normal_archive, "normal", 1.3),
    "changes-busy": warm.changes(warm.busy_archive, "busy", 1.5),
    "ten-thousand": warm.scale(5),
    "hundred-thousand": warm.scale(50),
    "million": warm.scale(500),
    "start": warm.start,
    **storage.ROWS,
    "peer": peer.one_chain,
    "peer-twelve": peer.twelve_chains,
    "hostile": adversity.hostile,
}


def parsed():
    summary, _, rest = __doc__.partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="Benchmarks/run", description=summary, epilog=rest, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", metavar="FOLDER", default=os.path.join(ROOT, ".build/benchmarks"),
                        help="where the archives are (default: .build/benchmarks)")
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="default: 9")
    parser.add_argument("--only", nargs="+", choices=ROWS, metavar="ROW", help=f"only these: {', '.join(ROWS)}")
    parser.add_argument("--without-million", action="store_true", help="leave out the row with a million files")
    parser.add_argument("--full-hostile", action="store_true", help="hostile archives at full size (1 hour)")
    parser.add_argument("--binaries", metavar="FOLDER", help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--guard", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rounds < 1:
        parser.error("--rounds must be at least 1")
    return options


def main():
    options = parsed()
    if options.check:
        return 0
    # Mounts and the stand-in end with this program.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    bench = Bench(options.binaries, os.path.abspath(options.folder), options.rounds, options.full_hostile)
    rows = guard.ROWS if options.guard else ROWS
    names = [name for name in rows if not options.only or name in options.only]
    if options.without_million:
        names = [name for name in names if name != "million"]
    version = answer([bench.trailseal, "--version"]).splitlines()[0]
    table.begin(f"trailseal {version}", bench.folder, bench.rounds)
    failed = False
    for name in names:
        begin = time.monotonic()
        say(name)
        try:
            row = rows[name](bench)
        except Unavailable as obstacle:
            row = table.Row("", obstacle=str(obstacle))
        except Failure as failure:
            row, failed = table.Row("", obstacle=f"failed: {failure}"), True
        failed = failed or row.has_missed
        table.show(name, row)
        say(f"    {time.monotonic() - begin:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
