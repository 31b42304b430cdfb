"""Runs Scripts/collect against moto and verifies what it collected.

moto serves S3, S3 Control, CloudTrail and STS; ListPublicKeys, which it lacks, is answered here with the keys of the
conformance suite. The bucket holds an archive of that suite, digests with their signatures as object metadata.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

os.environ["MOTO_ACCOUNT_ID"] = "111122223333"

import boto3
from botocore.config import Config
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASE = ROOT / "TestVectors/cases/clean"
BUCKET = "virtual-trail-logs"
ACCOUNT = "111122223333"
REGION = "us-east-1"
TRAIL = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/management"
BINARY = str(pathlib.Path(sys.argv[1]).resolve())


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


class Server:
    """moto behind a stand-in for what it lacks; counts and may refuse operations."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.refused = set()
        self.key_requests = []
        self.server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.url = f"http://127.0.0.1:{self.server.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __call__(self, environ, start):
        target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        if target in self.refused:
            return self.reply(start, "400 Bad Request", {"__type": "AccessDeniedException", "message": "refused"})
        if target == "ListPublicKeys":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            self.key_requests.append(json.loads(body))
            return self.reply(start, "200 OK", self.keys())
        if "logging" in environ.get("QUERY_STRING", "") and "GetBucketLogging" in self.refused:
            body = b"<Error><Code>AccessDenied</Code><Message>refused</Message></Error>"
            start("403 Forbidden", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            return [body]
        # moto takes a foreign host's first label for a bucket.
        environ["HTTP_HOST"] = environ["HTTP_HOST"].replace("aws.test", "localhost")
        return self.moto(environ, start)

    @staticmethod
    def keys():
        return json.loads(next((CASE / "keys").glob("*.json")).read_text())

    @staticmethod
    def reply(start, status, value):
        body = json.dumps(value).encode()
        start(status, [("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(body)))])
        return [body]


class CollectionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        settings = tempfile.NamedTemporaryFile("w", suffix=".ini")
        cls.addClassCleanup(settings.close)
        settings.write("[default]\ns3 =\n  addressing_style = path\n")
        settings.flush()
        # S3 Control puts the account before the host's name, which only a proxy need not resolve.
        os.environ.update(
            AWS_ENDPOINT_URL="http://aws.test",
            HTTP_PROXY=cls.server.url,
            http_proxy=cls.server.url,
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
            AWS_DEFAULT_REGION=REGION,
            AWS_CONFIG_FILE=settings.name,
        )
        cls.environment = dict(os.environ)
        cls.s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
        cls.publish()
        cls.configure()

    @classmethod
    def publish(cls):
        for bucket in (BUCKET, "access-logs"):
            cls.s3.create_bucket(Bucket=bucket)
        for path in sorted(p for p in (CASE / "tree").rglob("*") if p.is_file()):
            key = path.relative_to(CASE / "tree").as_posix()
            metadata = {}
            head = CASE / "signatures" / (key + ".json")
            if head.exists():
                metadata = json.loads(head.read_text())["Metadata"]
            cls.s3.put_object(Bucket=BUCKET, Key=key, Body=path.read_bytes(), Metadata=metadata)
        # What belongs to other accounts, and to another day: neither is asked for.
        day = "us-east-1/2026/10/01"
        name = "999988887777_CloudTrail-Digest_us-east-1_t_us-east-1_20261001T0"
        for key in (
            f"AWSLogs/999988887777/CloudTrail/{day}/x.json.gz",
            f"AWSLogs/o-aaaabbbbcc/444455556666/CloudTrail/{day}/y.json.gz",
            *(f"AWSLogs/999988887777/CloudTrail-Digest/{day}/{name}{end}.json.gz"
              for end in ("10000Z", "20000Z", "10000Z_backfill", "20000Z_backfill")),
        ):
            cls.s3.put_object(Bucket=BUCKET, Key=key, Body=b"x", Metadata={"signature": "00"})
        cls.s3.put_object(Bucket=BUCKET, Key=f"AWSLogs/{ACCOUNT}/CloudTrail/us-east-1/2026/08/01/x.json.gz", Body=b"x")

    @classmethod
    def configure(cls):
        policy = {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "cloudtrail.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": f"arn:aws:s3:::{BUCKET}/AWSLogs/*",
                }
            ],
        }
        cls.s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
        everything = dict.fromkeys(
            ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True
        )
        cls.s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=everything)
        cls.s3.put_bucket_acl(
            Bucket="access-logs",
            AccessControlPolicy={
                "Owner": {"ID": "owner"},
                "Grants": [
                    {
                        "Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"},
                        "Permission": permission,
                    }
                    for permission in ("READ_ACP", "WRITE")
                ],
            },
        )
        cls.s3.put_bucket_logging(
            Bucket=BUCKET,
            BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "access-logs", "TargetPrefix": ""}},
        )
        boto3.client("s3control").put_public_access_block(
            AccountId=ACCOUNT, PublicAccessBlockConfiguration=everything
        )
        trails = boto3.client("cloudtrail")
        trails.create_trail(
            Name="management",
            S3BucketName=BUCKET,
            IsMultiRegionTrail=True,
            EnableLogFileValidation=True,
            KmsKeyId=f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
            CloudWatchLogsLogGroupArn=f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:trail:*",
            CloudWatchLogsRoleArn=f"arn:aws:iam::{ACCOUNT}:role/trail",
        )
        trails.start_logging(Name="management")

    def setUp(self):
        self.server.refused.clear()
        self.server.key_requests.clear()
        folder = tempfile.TemporaryDirectory(prefix="collect ' $x ")
        self.addCleanup(folder.cleanup)
        self.output = pathlib.Path(folder.name) / "evidence"

    def collect(self, *options, trail=TRAIL, start="2026-10-01T00:00:00Z", end="2026-10-01T02:00:00Z"):
        source = ["--trail", trail] if trail else []
        return subprocess.run(
            [ROOT / "Scripts/collect", *source, "--from", start, "--to", end, "--output", self.output, *options],
            env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )

    def files(self):
        return {p.relative_to(self.output).as_posix(): p.read_bytes() for p in self.output.rglob("*") if p.is_file()}

    def test_collects_and_verifies(self):
        run = self.collect()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("Everything was read.", run.stderr)
        files = self.files()
        archive = {n.removeprefix(f"archive/{BUCKET}/") for n in files if n.startswith("archive/")}
        expected = {p.relative_to(CASE / "tree").as_posix() for p in (CASE / "tree").rglob("*") if p.is_file()}
        self.assertEqual(archive, expected)
        self.assertEqual(len([n for n in files if n.startswith("heads/")]), 1)
        # The printed command, as it stands, with the program's path for its name.
        command = run.stdout.strip()
        self.assertTrue(command.startswith("trailseal verify "), command)
        shell = 'trailseal() { "$BINARY" "$@"; }\n' + command
        verify = subprocess.run(
            ["bash", "-c", shell], env={"BINARY": BINARY}, capture_output=True, text=True, check=False
        )
        self.assertEqual(verify.returncode, 0, verify.stdout + verify.stderr)
        self.assertTrue(verify.stdout.strip().splitlines()[-1].startswith("Verdict: verified"))
        controls = subprocess.run(
            [BINARY, "controls", self.output / "description.json"], capture_output=True, text=True, check=False
        )
        self.assertEqual(controls.returncode, 0, controls.stdout + controls.stderr)
        self.assertIn("7 PASSED", controls.stdout)

        # Again: it continues, changes nothing that was there, and deletes nothing.
        (self.output / "archive" / "mine.txt").write_text("kept")
        kept = self.files()
        again = self.collect()
        self.assertEqual(again.returncode, 0, again.stderr)
        after = self.files()
        for name in kept:
            if name != "description.json":
                self.assertEqual(after.get(name), kept[name], name)

    def shell(self, script, folder):
        """Runs a script as a user would, in `folder`, with trailseal and Scripts at hand."""
        programs = folder / "programs"
        programs.mkdir(exist_ok=True)
        for link, target in ((programs / "trailseal", BINARY), (folder / "Scripts", ROOT / "Scripts")):
            if not link.exists():
                link.symlink_to(target)
        environment = dict(self.environment, PATH=f"{programs}:{self.environment['PATH']}")
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=folder, env=environment, capture_output=True, text=True,
            timeout=300, check=False,
        )

    def test_walk_through_of_the_readme(self):
        section = (ROOT / "README.md").read_text().split("## Incident response")[1].split("\n## ")[0]
        script = section.split("```sh\n")[1].split("```")[0]
        self.assertEqual(script.count("trailseal "), 8)
        folder = self.output.parent
        run = self.shell(script, folder)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("Verdict: verified", run.stdout)
        self.assertIn("7 PASSED", run.stdout)
        self.assertIn("No key is lacking.", run.stdout)
        self.assertEqual((folder / "plan.sh").read_text(), "# Nothing is lacking that a command could fetch.\n")
        self.assertEqual(json.loads((folder / "report.json").read_text())["verdict"], "verified")
        self.assertIn("A. Examiner", (folder / "report.html").read_text())
        self.assertGreater(len((folder / "manifest.txt").read_text().splitlines()), 2)
        self.assertTrue(any(path.stat().st_size for path in (folder / "events").rglob("*.jsonl")))

    def test_plan_closes_the_holes(self):
        self.assertEqual(self.collect().returncode, 0)
        evidence = self.output
        lost = [
            next((evidence / "archive").rglob("*_CloudTrail_*T0105Z_*.json.gz")),
            next((evidence / "heads").rglob("*.json")),
            next((evidence / "keys").glob("*.json")),
        ]
        for file in lost[:2]:
            file.unlink()
        lost[2].write_text('{"PublicKeyList": []}')
        verify = "trailseal verify evidence/archive --keys evidence/keys --signatures evidence/heads\n"
        self.assertNotEqual(self.shell(verify, evidence.parent).returncode, 0)
        plan = "trailseal plan evidence/archive --keys evidence/keys --signatures evidence/heads >plan.sh\n. ./plan.sh\n"
        # What a log lacks is only known once its digest is proved: the plan is made again until nothing is lacking.
        for _ in range(2):
            run = self.shell(plan, evidence.parent)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = self.shell(verify, evidence.parent)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_whole_window_in_slices(self):
        run = self.collect(start="2026-08-20T00:00:00Z", end="2026-10-01T02:00:00Z")
        self.assertEqual(run.returncode, 0, run.stderr)
        slices = sorted((r["StartTime"], r["EndTime"]) for r in self.server.key_requests)
        self.assertEqual(len(slices), 2)
        self.assertEqual(slices[0][1], slices[1][0])

    def test_bucket_and_all_accounts(self):
        run = self.collect("--bucket", BUCKET, "--all-accounts", trail=None)
        self.assertEqual(run.returncode, 0, run.stderr)
        files = self.files()
        for account in ("999988887777/CloudTrail/us-east-1/2026/10/01/x", "o-aaaabbbbcc/444455556666/CloudTrail/us-east-1/2026/10/01/y"):
            self.assertIn(f"archive/{BUCKET}/AWSLogs/{account}.json.gz", files)
        # The newest digest, and both backfill digests.
        heads = sorted(n.rpartition("_us-east-1_")[2] for n in files if n.startswith("heads/AWSLogs/999988887777/"))
        self.assertEqual(
            heads,
            ["20261001T010000Z_backfill.json.gz.json", "20261001T020000Z.json.gz.json",
             "20261001T020000Z_backfill.json.gz.json"],
        )

    def test_says_what_could_not_be_read(self):
        self.server.refused.update({"ListPublicKeys", "GetEventSelectors", "GetBucketLogging"})
        run = self.collect()
        self.assertEqual(run.returncode, 2, run.stderr)
        problems = (self.output / "problems.txt").read_text()
        for call in ("list-public-keys", "get-event-selectors", "get-bucket-logging"):
            self.assertIn(call, problems)
        self.assertIn("AccessDenied", problems)
        self.assertEqual([n for n in self.files() if n.startswith("keys/")], [])
        description = json.loads((self.output / "description.json").read_text())
        self.assertEqual(
            description["trails"][TRAIL]["GetEventSelectors"], {"Error": {"Code": "AccessDeniedException"}}
        )
        # Once it may, the rest is added.
        self.server.refused.clear()
        self.assertEqual(self.collect().returncode, 0)
        self.assertEqual(len([n for n in self.files() if n.startswith("keys/")]), 1)

    def test_bad_arguments(self):
        for options, status in (
            (["--from", "yesterday"], 64), (["--trail", "management"], 64), (["--account", "1"], 64),
            (["--nothing"], 64), (["--to", "2026-10-01T00:00:00Z"], 64), (["--output", "/proc/nowhere"], 73),
        ):
            run = self.collect(*options)
            self.assertEqual(run.returncode, status, (options, run.stderr))
            self.assertEqual(len(run.stderr.strip().splitlines()) if status == 64 else 1, 1, run.stderr)
        unknown = self.collect(trail=f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/other")
        self.assertEqual(unknown.returncode, 66, unknown.stderr)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]], verbosity=1)
