"""What the rows share: programs, folders and archives."""

import os
import shutil
import subprocess

from process import Failure, Program, Unavailable, answer, say

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))


class Bench:
    """The programs, the folder of archives and the number of rounds."""

    def __init__(self, binaries, folder, rounds, is_hostile_full=False):
        self.trailseal = os.path.join(binaries, "trailseal")
        self.fixtures = os.path.join(binaries, "trailseal-fixtures")
        self.folder, self.rounds, self.is_hostile_full = folder, rounds, is_hostile_full
        self.threads = len(os.sched_getaffinity(0))
        os.makedirs(folder, exist_ok=True)
        self.floor_program = self.compiled("floor", "-lz", "-lcrypto", "-lpthread")
        self.bound_program = self.compiled("bound", "-lz", "-lcrypto", "-lpthread")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def compiled(self, name, *libraries):
        """Builds one of the C programs beside the archives."""
        compiler = os.environ.get("CC") or shutil.which("clang") or shutil.which("cc") or "cc"
        answer([compiler, "-O2", "-o", self.path(name), os.path.join(ROOT, "Benchmarks", f"{name}.c"), *libraries])
        return self.path(name)

    def program(self, *command, environment=None):
        return Program([list(command)], self.path("errors.txt"), environment)

    def programs(self, commands, environment=None):
        return Program(commands, self.path("errors.txt"), environment)

    def floor(self, files, threads=None):
        return self.program(self.floor_program, files, str(threads or self.threads))

    def bound(self, archive, signatures, *operations):
        return self.program(self.bound_program, archive, signatures, str(self.threads), *operations)

    def verify(self, archive, keys, signatures=None, *options):
        saved = ["--signatures", signatures] if signatures else []
        return self.program(self.trailseal, "verify", archive, "--keys", keys, *saved, *options)

    def archive(self, name, *options):
        return Archive(self, name, options)


class Archive:
    """An archive of trailseal-fixtures. It is written unless an earlier run has left it, with the same options."""

    def __init__(self, bench, name, options):
        self.bench, self.folder = bench, bench.path(name)
        self.root, self.keys, self.signatures, self.all_signatures, self.list = (
            os.path.join(self.folder, part) for part in ("archive", "keys", "signatures", "all-signatures", "files.txt")
        )
        # Written last, so it shows that the archive is complete.
        note, text = os.path.join(self.folder, "options.txt"), " ".join(options) + "\n"
        if not os.path.exists(note) or open(note).read() != text:
            say(f"    writing {self.folder}")
            shutil.rmtree(self.folder, ignore_errors=True)
            answer([bench.fixtures, *options, self.folder])
            # The measured programs don't wait for the disk.
            os.sync()
            with open(note, "w") as file:
                file.write(text)
        with open(self.list) as file:
            self.count = sum(1 for _ in file)

    def floor(self, threads=None):
        return self.bench.floor(self.list, threads)

    def bound(self, signatures=None, *operations):
        return self.bench.bound(self.root, signatures or self.signatures, *operations)

    def verify(self, *options, signatures=None, root=None):
        return self.bench.verify(root or self.root, self.keys, signatures or self.signatures, *options)

    def check_bound(self):
        """The floor and the bound must read the same files: their number and contents."""
        floor, bound = self.floor(), self.bound()
        if answer(floor.commands[0]) != answer(bound.commands[0]):
            raise Failure("the floor and the bound have not read the same files")


def need_packages(*names):
    """Installs Debian packages if they are missing, like the scripts do."""
    script = f"packages=({' '.join(names)}) && . Scripts/setup"
    run = subprocess.run(["bash", "-c", script], cwd=ROOT, capture_output=True, check=False)
    if run.returncode != 0:
        raise Unavailable(f"needs the Debian packages {' and '.join(names)}")
