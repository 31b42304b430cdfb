"""Three nights of the cron line in Packaging/cron.d: it fetches from moto with Scripts/collect, then verifies with a state.

The archive is the virtual trail's, of one Region. Each file is in the bucket from the time at which CloudTrail would have
delivered it. The line runs unchanged, with its own clock (Debian's faketime).
"""

import datetime
import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from standin import ACCOUNT, REGION, ROOT, Server

import boto3
from botocore.config import Config

sys.path.append(str(ROOT / "Tests/Reports"))
import schemas

BINARY, FIXTURES = (pathlib.Path(path).resolve() for path in sys.argv[1:3])
BUCKET = "virtual-trail-logs"
TRAIL = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/management"
LINES = (ROOT / "Packaging/cron.d/trailseal").read_text().splitlines()


def time(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.timezone.utc)


class World:
    """Every file with the time of its delivery and, for a digest, its signature."""

    def __init__(self, folder):
        subprocess.run(
            [FIXTURES, folder, "--profile", "normal", "--hours", "96"], check=True
        )
        self.keys = folder / "keys" / f"{REGION}.json"
        archive, self.files, signatures = folder / "archive", {}, {}
        for head in (folder / "signatures").rglob("*.json"):
            key = head.relative_to(folder / "signatures").as_posix().removesuffix(".json")
            signatures[key] = json.loads(head.read_text())["Metadata"]["signature"]
        for path in sorted(archive.rglob("*.json.gz")):
            key = path.relative_to(archive).as_posix()
            if f"/{REGION}/" not in key:
                continue
            stamp = re.search(r"_(\d{8}T\d{4})(?:\d\d)?Z", key)[1]
            content = path.read_bytes()
            late = 25 if "CloudTrail-Digest" in key else 5
            delivered = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M").replace(tzinfo=datetime.timezone.utc)
            self.files[key] = (delivered + datetime.timedelta(minutes=late), content)
            if "CloudTrail-Digest" in key:
                digest = json.loads(gzip.decompress(content))
                if digest["previousDigestS3Object"]:
                    signatures[digest["previousDigestS3Object"]] = digest["previousDigestSignature"]
        self.signatures = signatures


class Nights(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="nights-")
        cls.addClassCleanup(folder.cleanup)
        cls.world = World(pathlib.Path(folder.name))
        cls.server = Server(cls.world.keys, regions=(REGION,))
        cls.addClassCleanup(cls.server.close)
        cls.s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
        trails = boto3.client("cloudtrail")
        cls.s3.create_bucket(Bucket=BUCKET)
        trails.create_trail(Name="management", S3BucketName=BUCKET, IsMultiRegionTrail=True)
        trails.start_logging(Name="management")

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="copy-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.copy = self.folder / "cloudtrail"
        (self.folder / "state").mkdir()
        programs = self.folder / "programs"
        programs.mkdir()
        (programs / "trailseal").symlink_to(BINARY)
        self.delivered = None
        self.delete(lambda _: True)

    def deliver(self, now):
        """Puts the files into the bucket that were delivered since the last call."""
        for key, (at, content) in self.world.files.items():
            if at <= now and (self.delivered is None or at > self.delivered):
                metadata = {"signature": self.world.signatures[key]} if "CloudTrail-Digest" in key else {}
                self.s3.put_object(Bucket=BUCKET, Key=key, Body=content, Metadata=metadata)
        self.delivered = now

    def delete(self, chosen):
        for page in self.s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
            keys = [{"Key": entry["Key"]} for entry in page.get("Contents", []) if chosen(entry["Key"])]
            if keys:
                self.s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})

    def run_at(self, now, line):
        environment = dict(
            self.server.environment, ARCHIVE=str(self.copy / "archive"), KEYS=str(self.copy / "keys"),
            SIGNATURES=str(self.copy / "heads"), STATE=str(self.folder / "state"),
            METRICS=str(self.folder / "state/trailseal.prom"), TZ="UTC",
            COLLECT=f"{ROOT}/Scripts/collect --nightly --quiet --trail {TRAIL} --from -1d --output {self.copy}",
        )
        environment["PATH"] = f"{self.folder}/programs:{environment['PATH']}"
        return subprocess.run(
            ["faketime", f"{now:%Y-%m-%d %H:%M:%S}", "/bin/sh", "-c", line], env=environment, capture_output=True,
            text=True, timeout=300, check=False,
        )

    def night(self, now, full=False):
        """Does what cron would do at that time. Returns everything that it prints."""
        days = "0" if full else "1-6"
        (line,) = [line for line in LINES if line.startswith(f"17 3 * * {days} ")]
        line = line.removeprefix(f"17 3 * * {days} trailseal ")
        if not self.relative():
            # A program that doesn't support relative times.
            line = line.replace("--to=-6h", f"--to={now - datetime.timedelta(hours=6):%Y-%m-%dT%H:%M:%SZ}")
        run = self.run_at(now, line)
        return run.returncode, run.stdout + run.stderr

    @staticmethod
    def relative():
        run = subprocess.run([BINARY, "verify", "--to=-6h", "--keys", "/x", "/x"], capture_output=True, check=False)
        return run.returncode != 64

    def report(self):
        text = (self.folder / "state/last.jsonl").read_text()
        self.assertEqual(schemas.errors_of_lines(text), [])
        return [json.loads(line) for line in text.splitlines()]

    def codes(self):
        return {line["code"] for line in self.report() if line["kind"] == "finding" and line["verdict"] != "note"}

    def expect_fetched(self, at):
        """The clock of a run goes on, so on a slow machine the fetch begins some seconds later."""
        fetched = time((self.copy / "fetched").read_text().removesuffix("Z\n"))
        self.assertLess(abs(fetched - at), datetime.timedelta(minutes=1))

    def test_three_nights(self):
        first, second, third = (time(f"2026-10-0{day}T03:17:00") for day in (3, 4, 5))
        # The first, quiet night: the copy begins in the middle of a chain, and the state is written.
        self.deliver(first)
        self.assertEqual(self.night(first), (0, ""))
        self.assertTrue((self.folder / "state/state.json").exists())
        self.expect_fetched(first)
        self.assertEqual(self.night(first + datetime.timedelta(hours=1), full=True), (0, ""))
        heads = list((self.copy / "heads").rglob("*.json"))
        self.assertEqual(len(heads), 1)

        before = (self.copy / "fetched").read_text()

        # A failed sync: nothing can be read at that time. The fetch says so, and verify says what is missing.
        self.deliver(second)
        self.server.refused.add("ListObjectsV2")
        status, said = self.night(second)
        self.assertEqual(status, 2, said)
        self.assertTrue(said.startswith("collect: could not be read: "), said)
        self.assertIn("coverage-gap", self.codes())
        self.assertLessEqual(len(said.splitlines()), 16, said)
        self.assertEqual((self.copy / "fetched").read_text(), before)
        # Logs after the newest digest wait for their own digest.
        self.assertLessEqual(self.codes(), {"coverage-gap", "coverage-stale", "log-unreferenced"})
        # Two hours later reading works again: the copy catches up, and the run is verified.
        self.server.refused.clear()
        later = second + datetime.timedelta(hours=2)
        self.deliver(later)
        self.assertEqual(self.night(later), (0, ""))
        self.expect_fetched(time("2026-10-04T05:17:00"))

        # Somebody deletes the newest files in the bucket before they are fetched. Fetched files stay.
        self.deliver(third)
        kept = {path for path in self.copy.rglob("*.gz")}
        self.delete(lambda key: re.search(r"_2026100(4T(0[2-9]|1|2)|5)", key))
        status, said = self.night(third)
        self.assertEqual(status, 2, said)
        self.assertFalse(said.startswith("collect"), said)
        self.assertIn("coverage-gap", self.codes())
        self.assertLessEqual(self.codes(), {"coverage-gap", "coverage-stale", "log-unreferenced"})
        self.assertLessEqual(kept, {path for path in self.copy.rglob("*.gz")})

        # Somebody deletes more, in the copy too: digests that the state knows.
        known = re.compile(r"_(20261003T(18|19|2)|20261004)")
        self.delete(known.search)
        for path in kept:
            if known.search(path.name):
                path.unlink()
        status, said = self.night(third + datetime.timedelta(hours=1))
        self.assertEqual(status, 1, said)
        self.assertIn("history-truncated", said)

    def test_missed_nights(self):
        """The machine was off for two nights. The next fetch continues where the last one ended."""
        first, third = time("2026-10-02T12:00:00"), time("2026-10-05T03:17:00")
        self.deliver(first)
        self.assertEqual(self.night(first), (0, ""))
        self.deliver(third)
        self.assertEqual(self.night(third), (0, ""))
        self.assertEqual(self.night(third, full=True), (0, ""))

    def test_first_fetch_needs_its_beginning(self):
        run = self.run_at(time("2026-10-03T03:17:00"), f"{ROOT}/Scripts/collect --nightly --trail {TRAIL} --output {self.copy}")
        self.assertEqual((run.returncode, len(run.stderr.splitlines())), (64, 1), run.stderr)
        self.assertIn("--from", run.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
