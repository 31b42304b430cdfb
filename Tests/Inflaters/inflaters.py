"""Compares the complete reports of two builds: one that inflates by zlib, and one with the trait Libdeflate."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
ZLIB, LIBDEFLATE = (str(pathlib.Path(path).resolve()) for path in sys.argv[1:3])
CASES = ROOT / "TestVectors/cases"
SHARED = ROOT.parent / "shared"
VECTORS = pathlib.Path(os.environ.get("TRAILSEAL_VECTORS", SHARED / "vectors"))
SAMPLES = pathlib.Path(os.environ.get("TRAILSEAL_SAMPLES", SHARED / "samples"))
CLEAN = ["tree", "--keys", "keys", "--signatures", "signatures"]


def take(step, folder):
    """A step of a case's set-up (TestVectors/README.md)."""
    path = folder / step["path"]
    path.parent.mkdir(parents=True, exist_ok=True)
    name, value = step.get("name"), step.get("value") or ""
    {
        "symlink": lambda: path.symlink_to(value),
        "hardlink": lambda: path.hardlink_to(folder / value),
        "fifo": lambda: os.mkfifo(path, 0o600),
        "mkdir": lambda: path.mkdir(0o700),
        "xattr": lambda: os.setxattr(path, name, value.encode()),
        "remove": path.unlink,
        "chmod": lambda: path.chmod(int(value, 8)),
        "write": lambda: path.write_text(value),
    }[step["do"]]()


def result(binary, folder, arguments):
    """Exit status, messages, and both reports that say everything, without the times of the run."""
    reports = {name: folder / f"report.{name}" for name in ("json", "jsonl")}
    options = [option for name, path in reports.items() for option in ("--report", f"{name}={path.name}")]
    run = subprocess.run(
        [binary, "verify", *arguments, *options], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    said = {"status": run.returncode, "errors": run.stderr, "output": run.stdout}
    for name, path in reports.items():
        if path.exists():
            text = path.read_text()
            said[name] = [json.loads(text)] if name == "json" else [json.loads(line) for line in text.splitlines()]
            for record in said[name]:
                for times in (record, record.get("run", {})):
                    times.pop("startedAt", None)
                    times.pop("finishedAt", None)
            path.unlink()
    return said


class Comparison(unittest.TestCase):
    maxDiff = None

    def same(self, folder, arguments, name):
        with self.subTest(name):
            # Each begins with the same state.
            state = folder / "state.json"
            before = state.read_bytes() if state.exists() else None
            said = []
            for binary in (ZLIB, LIBDEFLATE):
                if before is not None:
                    state.write_bytes(before)
                said.append(result(binary, folder, arguments))
            first, second = said
            self.assertEqual(first, second)
            return first

    def test_the_builds_differ(self):
        linked = [
            "libdeflate" in subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout
            for binary in (ZLIB, LIBDEFLATE)
        ]
        self.assertEqual(linked, [False, True])

    def test_cases(self):
        cases = sorted(CASES.iterdir())
        self.assertGreater(len(cases), 200)
        for case in cases:
            with tempfile.TemporaryDirectory() as scratch:
                folder = pathlib.Path(scratch) / "case"
                shutil.copytree(case, folder)
                described = json.loads((folder / "case.json").read_text())
                for step in described.get("setup") or []:
                    take(step, folder)
                said = self.same(folder, described["arguments"], case.name)
                self.assertEqual(said["status"], described["exitStatus"], case.name)

    @unittest.skipUnless(SAMPLES.exists(), "the samples are not beside the checkout")
    def test_samples(self):
        for sample in sorted(path for path in SAMPLES.iterdir() if path.is_dir()):
            with tempfile.TemporaryDirectory() as scratch:
                folder = pathlib.Path(scratch) / "sample"
                shutil.copytree(sample, folder)
                said = self.same(folder, ["archive", "--keys", "keys", "--signatures", "heads"], sample.name)
                self.assertEqual(said["status"], 0, sample.name)

    def archive(self, scratch):
        """A copy of the case that nothing was done to; its files as (path, content)."""
        folder = pathlib.Path(scratch) / "archive"
        shutil.copytree(CASES / "clean", folder)
        files = sorted((folder / "tree").rglob("*.json.gz"))
        return folder, [(path, zlib.decompress(path.read_bytes(), 31)) for path in files]

    @unittest.skipUnless(VECTORS.exists(), "the vectors are not beside the checkout")
    def test_gzip_vectors_in_the_place_of_files(self):
        vectors = sorted((VECTORS / "gzip").glob("*.gz"))
        self.assertGreater(len(vectors), 30)
        with tempfile.TemporaryDirectory() as scratch:
            folder, files = self.archive(scratch)
            # A digest file and a log file.
            for path, _ in (files[0], files[-1]):
                kept = path.read_bytes()
                for vector in vectors:
                    shutil.copyfile(vector, path)
                    said = self.same(folder, CLEAN, f"{vector.name} as {path.name}")
                    self.assertNotEqual(said["status"], 0)
                path.write_bytes(kept)

    def test_damage(self):
        chance = random.Random(7)
        codes = set()
        with tempfile.TemporaryDirectory() as scratch:
            folder, files = self.archive(scratch)
            for round_ in range(120):
                for path, content in files:
                    deflater = zlib.compressobj(
                        chance.choice([0, 1, 6, 9]), zlib.DEFLATED, 31, 8, chance.choice([0, 0, 0, zlib.Z_FIXED])
                    )
                    member = bytearray(deflater.compress(content) + deflater.flush())
                    kind = chance.randrange(6)
                    if kind < 2:
                        member[chance.randrange(min(100, len(member)))] ^= 1 << chance.randrange(8)
                    elif kind == 2:
                        member[-1 - chance.randrange(12)] ^= 1 << chance.randrange(8)
                    elif kind == 3:
                        del member[-1 - chance.randrange(20) :]
                    elif kind == 4:
                        member += bytes(member) if round_ % 2 else bytes(chance.randrange(1, 9))
                    path.write_bytes(member)
                said = self.same(folder, CLEAN, f"round {round_}")
                codes |= {finding["code"] for finding in said["json"][0]["findings"]}
        self.assertLessEqual({"log-malformed", "log-trailing-data", "digest-malformed"}, codes)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
