"""Reads the output of `trailseal export` with duckdb and jq, verifies what it wrote as files, and exports a log file of
two gigabytes."""

import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import zlib

import duckdb
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BINARY = str(pathlib.Path(sys.argv[1]).resolve())
CASES = pathlib.Path(__file__).resolve().parents[2] / "TestVectors/cases"
# Limit of an export's resident memory, in KiB, whatever the size of a log.
MEMORY_LIMIT = 64 * 1024


class World:
    """One digest file whose logs are written piece by piece. It is signed with a key of its own."""

    ACCOUNT, REGION, BUCKET = "111122223333", "us-east-1", "big-logs"

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.logs = []

    def log(self, number, pieces):
        key = (
            f"AWSLogs/{self.ACCOUNT}/CloudTrail/{self.REGION}/2026/10/01/"
            f"{self.ACCOUNT}_CloudTrail_{self.REGION}_20261001T00{number:02}Z_{number:016}.json.gz"
        )
        path = self.folder / "tree" / key
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, deflater, size = hashlib.sha256(), zlib.compressobj(1, zlib.DEFLATED, 31), 0
        with open(path, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                file.write(deflater.compress(piece))
            file.write(deflater.flush())
        self.logs.append((key, digest.hexdigest()))
        return size

    def seal(self):
        der = self.key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
        fingerprint = hashlib.md5(der).hexdigest()
        end = "2026-10-01T01:00:00Z"
        key = (
            f"AWSLogs/{self.ACCOUNT}/CloudTrail-Digest/{self.REGION}/2026/10/01/"
            f"{self.ACCOUNT}_CloudTrail-Digest_{self.REGION}_main_{self.REGION}_20261001T010000Z.json.gz"
        )
        previous = dict.fromkeys(
            ("previousDigestS3Bucket", "previousDigestS3Object", "previousDigestHashValue",
             "previousDigestHashAlgorithm", "previousDigestSignature")
        )
        document = {
            "awsAccountId": self.ACCOUNT, "digestStartTime": "2026-10-01T00:00:00Z", "digestEndTime": end,
            "digestS3Bucket": self.BUCKET, "digestS3Object": key, "digestPublicKeyFingerprint": fingerprint,
            "digestSignatureAlgorithm": "SHA256withRSA", "newestEventTime": None, "oldestEventTime": None, **previous,
            "logFiles": [
                {"s3Bucket": self.BUCKET, "s3Object": log, "hashValue": value, "hashAlgorithm": "SHA-256",
                 "newestEventTime": None, "oldestEventTime": None}
                for log, value in self.logs
            ],
        }
        content = json.dumps(document, separators=(",", ":")).encode()
        message = f"{end}\n{self.BUCKET}/{key}\n{hashlib.sha256(content).hexdigest()}\nnull".encode()
        signature = self.key.sign(message, padding.PKCS1v15(), hashes.SHA256()).hex()
        path = self.folder / "tree" / key
        path.parent.mkdir(parents=True)
        deflater = zlib.compressobj(6, zlib.DEFLATED, 31)
        path.write_bytes(deflater.compress(content) + deflater.flush())
        path.with_name(path.name + ".metadata.json").write_text(json.dumps({"Metadata": {"signature": signature}}))
        listing = {"PublicKeyList": [{
            "Value": base64.b64encode(der).decode(), "Fingerprint": fingerprint,
            "ValidityStartTime": "2026-09-01T00:00:00Z", "ValidityEndTime": "2026-11-01T00:00:00Z"}]}
        (self.folder / "keys.json").write_text(json.dumps(listing))


def export(folder, *options, stdout=subprocess.PIPE):
    """Runs an export. Returns its status, its output, and its peak memory in KiB."""
    process = subprocess.Popen(
        [BINARY, "export", *options], cwd=folder, stdout=stdout, stderr=subprocess.PIPE, text=True)
    output, errors = process.communicate()
    return process.returncode, output, errors


class ExportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="export")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_duckdb_and_jq_read_every_event(self):
        for case in ("clean", "two-trails", "log-stored-inflated", "place-organization"):
            with self.subTest(case):
                tree = CASES / case
                inputs = [tree / "tree", "--keys", tree / "keys", "--signatures", tree / "signatures"]
                expected = 0
                for path in (tree / "tree").rglob("*.json.gz"):
                    if "/CloudTrail/" in str(path):
                        content = path.read_bytes()
                        content = zlib.decompress(content, 31) if content[:2] == b"\x1f\x8b" else content
                        expected += len(json.loads(content)["Records"])
                for options in ([], ["--gzip"], ["--provenance"], ["--gzip", "--provenance"]):
                    output = self.folder / f"{case}{''.join(options)}"
                    status, _, errors = export(self.folder, *inputs, "--output", output, *options)
                    self.assertEqual(status, 0, errors)
                    pattern = f"{output}/**/*.jsonl{'.gz' if '--gzip' in options else ''}"
                    count, names = duckdb.sql(
                        f"select count(*), count(distinct eventID) from "
                        f"read_json('{pattern}', format='newline_delimited', union_by_name=true)").fetchone()
                    self.assertEqual((count, names), (expected, expected))
                    if "--provenance" in options:
                        logs = duckdb.sql(
                            f"select count(distinct trailseal.log) from "
                            f"read_json('{pattern}', format='newline_delimited')").fetchone()[0]
                        self.assertEqual(logs, len(list(output.rglob("*.jsonl*"))))
                status, text, errors = export(self.folder, *inputs, "--output", "-")
                self.assertEqual(status, 0, errors)
                lines = subprocess.run(["jq", "-c", ".eventID"], input=text, capture_output=True, text=True, check=True)
                self.assertEqual(len(set(lines.stdout.splitlines())), expected)

    def test_duckdb_and_trailseal_read_exported_files(self):
        for case in ("clean", "two-trails", "log-stored-inflated", "place-organization", "log-edited"):
            with self.subTest(case):
                tree = CASES / case
                given = ["--keys", tree / "keys", "--signatures", tree / "signatures"]
                status, text, errors = export(self.folder, tree / "tree", *given, "--output", "-")
                expected = sorted(json.loads(line)["eventID"] for line in text.splitlines())
                copy = self.folder / f"{case}-tree"
                shutil.copytree(tree / "tree", copy)
                digests = self.folder / f"{case}-digests"
                shutil.copytree(copy, digests, ignore=lambda folder, _: ["CloudTrail"])
                indexes = set()
                for options in ([], ["--link"], ["--jobs", "1"], ["--jobs", "8"]):
                    output = self.folder / f"{case}-{''.join(options)}"
                    found = export(self.folder, copy, *given, "--form", "files", "--output", output, *options)
                    self.assertEqual(found[0], status, found[2])
                    files = sorted(output.rglob("*.json.gz"))
                    events = duckdb.sql(
                        "select event->>'eventID' from (select unnest(Records) as event from "
                        f"read_json('{output}/*/**/*.json.gz', columns={{Records: 'JSON[]'}}))").fetchall()
                    self.assertEqual(sorted(row[0] for row in events), expected)
                    index = [json.loads(line) for line in (output / "index.jsonl").read_text().splitlines()]
                    self.assertEqual([output / line["bucket"] / line["key"] for line in index], files)
                    for line, file in zip(index, files, strict=True):
                        content = zlib.decompress(file.read_bytes(), 31)
                        self.assertEqual(hashlib.sha256(content).hexdigest(), line["sha256"])
                    indexes.add((output / "index.jsonl").read_bytes())
                    before, after = (self.verify(roots, given) for roots in ([copy], [digests, output]))
                    self.assertEqual(after["logs"]["verified"], len(files))
                    if status == 0:
                        self.assertEqual(after, before)
                    else:
                        # What isn't verified isn't exported, so it is missing there.
                        self.assertEqual(after["logs"]["missing"], before["logs"]["invalid"])
                self.assertEqual(len(indexes), 1)

    def verify(self, roots, given):
        """What verify says: its status, and the counts of digests and logs."""
        report = self.folder / "report.json"
        run = subprocess.run([BINARY, "verify", *roots, *given, "--report", f"json={report}"],
                             capture_output=True, text=True, check=False)
        summary = json.loads(report.read_text())["summary"]
        return {"status": run.returncode, "digests": summary["digests"], "logs": summary["logs"]}

    def test_two_gigabytes_in_bounded_memory(self):
        event = '{"eventID":"%08d","requestParameters":{"filler":"' + "x" * 950 + '"}}'
        count = 2_200_000

        def pieces():
            yield b'{"Records":['
            for start in range(0, count, 10_000):
                text = ",".join(event % number for number in range(start, start + 10_000))
                yield (("," if start else "") + text).encode()
            yield b"]}"

        world = World(self.folder)
        self.assertGreater(world.log(5, pieces()), 2 << 30)
        # One log is cut off after a gigabyte. The other is whole and holds one more event.
        world.log(10, pieces())
        world.log(15, [b'{"Records":[{"eventID":"last"}]}'])
        world.seal()
        cut = self.folder / "tree" / world.logs[1][0]
        os.truncate(cut, cut.stat().st_size // 2)
        inputs = ["tree", "--keys", "keys.json"]
        time = ["/usr/bin/env", "python3", "-c",
                "import resource,subprocess,sys; p=subprocess.run(sys.argv[1:]); "
                "print(p.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)"]
        forms = (["--output", "events"], ["--output", "-"], ["--output", "files", "--form", "files"],
                 ["--output", "links", "--form", "files", "--link"])
        for options in forms:
            with open(self.folder / "stream", "wb") as stream:
                run = subprocess.run(
                    time + [BINARY, "export", *inputs, *options], cwd=self.folder, stdout=stream,
                    stderr=subprocess.PIPE, text=True, env=dict(os.environ, TMPDIR=str(self.folder)), check=True)
            status, memory = map(int, run.stderr.strip().splitlines()[-1].split())
            self.assertEqual(status, 1, run.stderr)
            self.assertLess(memory, MEMORY_LIMIT)
            print(f"export {options[1]}: 2 GB log, peak memory {memory} KiB", file=sys.stderr)
            if "--form" in options:
                self.expect_files(world, self.folder / options[1], is_link="--link" in options)
                continue
            events = sorted((self.folder / "events").rglob("*.jsonl"))
            files = events if options[1] == "events" else [self.folder / "stream"]
            lines = 0
            for file in files:
                with open(file, "rb") as content:
                    lines += sum(1 for _ in content)
            self.assertEqual(lines, count + 1)
        self.assertEqual([f for f in self.folder.iterdir() if f.name.startswith(".trailseal-")], [])

    def expect_files(self, world, output, is_link):
        """The logs that aren't cut off are exported: the first and the last."""
        lines = (output / "index.jsonl").read_text().splitlines()
        self.assertEqual([json.loads(line)["sha256"] for line in lines], [world.logs[0][1], world.logs[2][1]])
        for key, value in (world.logs[0], world.logs[2]):
            file = output / world.BUCKET / key
            pipe = subprocess.run(
                f"gzip -dc '{file}' | sha256sum", shell=True, capture_output=True, text=True, check=True)
            self.assertEqual(pipe.stdout.split()[0], value)
            self.assertEqual(file.samefile(self.folder / "tree" / key), is_link)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
