"""Runs Scripts/collect against moto and verifies what it collected.

The bucket holds an archive of the conformance suite, digests with their signatures as object metadata.
"""

import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from standin import ACCOUNT, REGION, ROOT, Server

import boto3
from botocore.config import Config

sys.path.append(str(ROOT / "Tests/Reports"))
import schemas

CASE = ROOT / "TestVectors/cases/clean"
BUCKET = "virtual-trail-logs"
TRAIL = f"arn:aws:cloudtrail:{REGION}:{ACCOUNT}:trail/management"
BINARY = str(pathlib.Path(sys.argv[1]).resolve())


class CollectionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(next((CASE / "keys").glob("*.json")))
        cls.addClassCleanup(cls.server.close)
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
        # Files of other accounts and of another day. Neither are requested.
        day = "us-east-1/2026/10/01"
        for key in (
            f"AWSLogs/999988887777/CloudTrail/{day}/x.json.gz",
            f"AWSLogs/o-aaaabbbbcc/444455556666/CloudTrail/{day}/y.json.gz",
            f"AWSLogs/{ACCOUNT}/CloudTrail/us-east-1/2026/08/01/x.json.gz",
        ):
            cls.s3.put_object(Bucket=BUCKET, Key=key, Body=b"x")
        # Four digests, the last of them after a restart of logging, and two of kind backfill.
        digests = f"AWSLogs/999988887777/CloudTrail-Digest/{day}/999988887777_CloudTrail-Digest_us-east-1_t_us-east-1_20261001T0"
        names = [digests + end for end in ("10000Z.json.gz", "20000Z.json.gz", "23000Z.json.gz", "33000Z.json.gz")]
        for key, previous in (
            (names[0], None), (names[1], names[0]), (names[2], None), (names[3], names[2]),
            (digests + "10000Z_backfill.json.gz", None),
            (digests + "20000Z_backfill.json.gz", digests + "10000Z_backfill.json.gz"),
        ):
            body = gzip.compress(json.dumps({"previousDigestS3Object": previous, "logFiles": []}).encode())
            cls.s3.put_object(Bucket=BUCKET, Key=key, Body=body, Metadata={"signature": "00"})

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
        self.environment = self.server.environment

    def collect(self, *options, trail=TRAIL, start="2026-10-01T00:00:00Z", end="2026-10-01T02:00:00Z"):
        source = ["--trail", trail] if trail else []
        return subprocess.run(
            [ROOT / "Scripts/collect", *source, "--from", start, "--to", end, "--output", self.output, *options],
            env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )

    def files(self):
        return {p.relative_to(self.output).as_posix(): p.read_bytes() for p in self.output.rglob("*") if p.is_file()}

    def test_collects_and_verifies(self):
        # One run with the installed CLI, which takes a second to start.
        self.environment = self.server.slow
        run = self.collect()
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("Everything was read.", run.stderr)
        files = self.files()
        archive = {n.removeprefix(f"archive/{BUCKET}/") for n in files if n.startswith("archive/")}
        expected = {p.relative_to(CASE / "tree").as_posix() for p in (CASE / "tree").rglob("*") if p.is_file()}
        self.assertEqual(archive, expected)
        self.assertEqual(len([n for n in files if n.startswith("heads/")]), 1)
        # The printed command, unchanged except for the program's path.
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

        # The second run continues, changes no existing file, and deletes nothing.
        (self.output / "archive" / "mine.txt").write_text("kept")
        kept = self.files()
        again = self.collect()
        self.assertEqual(again.returncode, 0, again.stderr)
        after = self.files()
        for name in kept:
            if name != "description.json":
                self.assertEqual(after.get(name), kept[name], name)

    def shell(self, script, folder):
        """Runs a script as a user would, in `folder`, with trailseal and Scripts on the PATH."""
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

    def example(self, guide):
        """The commands of a page of Documentation/Guides."""
        text = (ROOT / "Documentation/Guides" / guide).read_text()
        return text.split("```sh\n")[1].split("```")[0]

    def test_guide_to_collecting(self):
        # The bucket of the guide holds nothing but one archive.
        for entry in self.s3.list_objects_v2(Bucket=BUCKET)["Contents"]:
            key = entry["Key"]
            if not (CASE / "tree" / key).exists():
                held = self.s3.get_object(Bucket=BUCKET, Key=key)
                self.addCleanup(
                    self.s3.put_object, Bucket=BUCKET, Key=key, Body=held["Body"].read(), Metadata=held["Metadata"]
                )
                self.s3.delete_object(Bucket=BUCKET, Key=key)
        folder = self.output.parent
        run = self.shell(self.example("Collecting.md"), folder)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("Verdict: verified", run.stdout)
        self.assertEqual(len(list((folder / "heads").rglob("*.json"))), 1)

    def test_guide_to_incident_response(self):
        script = self.example("IncidentResponse.md")
        self.assertEqual(script.count("trailseal "), 9)
        folder = self.output.parent
        run = self.shell(script, folder)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("Verdict: verified", run.stdout)
        self.assertIn("7 PASSED", run.stdout)
        self.assertIn("No key is missing.", run.stdout)
        self.assertEqual((folder / "plan.sh").read_text().splitlines()[1], "# There is nothing to fetch.")
        report = json.loads((folder / "report.json").read_text())
        self.assertEqual((report["verdict"], schemas.errors(report)), ("verified", []))
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
        # Missing logs are only known if their digest is proved, so the plan is repeated until nothing is missing.
        for _ in range(2):
            run = self.shell(plan, evidence.parent)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = self.shell(verify, evidence.parent)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_plan_mends_what_it_names(self):
        log, digest = "*_CloudTrail_*T0105Z_*.json.gz", "*_CloudTrail-Digest_*T020000Z.json.gz"
        last = "*_CloudTrail-Digest_*T030000Z.json.gz"
        error = b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"

        def cut(file):
            file.write_bytes(file.read_bytes()[:40])

        cases = {
            "cut log": (log, cut),
            "cut digest": (digest, cut),
            "S3 error saved as a log": (log, lambda file: file.write_bytes(error)),
            "link in the place of a log": (log, lambda file: (file.unlink(), file.symlink_to("/dev/null"))),
            "digest that only its saved signature names": (last, pathlib.Path.unlink),
            "all logs": ("*_CloudTrail_*", pathlib.Path.unlink),
            "logs and digests cut": ("*T0[12]*", cut),
        }
        for name, (pattern, damage) in cases.items():
            with self.subTest(name), tempfile.TemporaryDirectory(prefix="plan ' $x ") as folder:
                self.output = pathlib.Path(folder) / "evidence"
                self.assertEqual(self.collect(end="2026-10-01T03:00:00Z").returncode, 0)
                for file in (self.output / "archive").rglob(pattern):
                    damage(file)
                self.mend(name != "digest that only its saved signature names")

    def mend(self, is_bad=True):
        arguments = "evidence/archive --keys evidence/keys --signatures evidence/heads"
        verify = f'trailseal verify {arguments} $([ ! -d further-archive ] || printf further-archive)\n'
        run = self.shell(verify, self.output.parent)
        self.assertEqual(run.returncode, 1 if is_bad else 2, run.stdout + run.stderr)
        for _ in range(2):
            run = self.shell(f"trailseal plan {arguments} >plan.sh\nbash -euo pipefail plan.sh\n", self.output.parent)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = self.shell(verify, self.output.parent)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr + (self.output.parent / "plan.sh").read_text())

    def test_plan_brings_older_versions(self):
        keys = [p.relative_to(CASE / "tree").as_posix() for p in (CASE / "tree").rglob("*T0105Z_*")]
        self.s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        for key, overwritten in ((keys[0], True), (keys[0], False)):
            with self.subTest(overwritten=overwritten), tempfile.TemporaryDirectory(prefix="plan ") as folder:
                self.output = pathlib.Path(folder) / "evidence"
                self.assertEqual(self.collect().returncode, 0)
                file = next((self.output / "archive").rglob("*T0105Z_*"))
                original = file.read_bytes()
                if overwritten:
                    self.s3.put_object(Bucket=BUCKET, Key=key, Body=b"overwritten")
                    file.write_bytes(gzip.compress(b"overwritten"))
                else:
                    self.s3.delete_object(Bucket=BUCKET, Key=key)
                    file.unlink()
                arguments = "evidence/archive --keys evidence/keys --signatures evidence/heads"
                run = self.shell(f"trailseal plan {arguments} >plan.sh\nbash plan.sh\n", self.output.parent)
                self.assertEqual(file.read_bytes(), original, run.stdout + run.stderr)
                self.s3.put_object(Bucket=BUCKET, Key=key, Body=original)

    def test_plan_restores_from_glacier(self):
        key = next(p for p in (CASE / "tree").rglob("*T0105Z_*"))
        name = key.relative_to(CASE / "tree").as_posix()
        self.assertEqual(self.collect().returncode, 0)
        next((self.output / "archive").rglob("*T0105Z_*")).unlink()
        self.s3.put_object(Bucket=BUCKET, Key=name, Body=key.read_bytes(), StorageClass="GLACIER")
        arguments = "evidence/archive --keys evidence/keys --signatures evidence/heads"
        run = self.shell(
            f"trailseal plan {arguments} >plan.sh\n(bash plan.sh)\ntrailseal verify {arguments}\n", self.output.parent
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("ongoing-request", self.s3.head_object(Bucket=BUCKET, Key=name)["Restore"])
        self.s3.put_object(Bucket=BUCKET, Key=name, Body=key.read_bytes())

    def test_plan_asks_for_settings(self):
        self.assertEqual(self.collect().returncode, 0)
        description = self.output / "description.json"
        whole = json.loads(description.read_text())
        for part in (whole["trails"], whole["buckets"]):
            for answers in part.values():
                answers.clear()
        description.write_text(json.dumps(whole))
        arguments = "evidence/archive --keys evidence/keys --signatures evidence/heads"
        run = self.shell(
            f"trailseal plan {arguments} --trail-description evidence/description.json >plan.sh\nbash -eu plan.sh\n"
            "trailseal controls evidence/description.json settings\n",
            self.output.parent,
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr + (self.output.parent / "plan.sh").read_text())

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
        # The newest digest, the last one before the restart, and both backfill digests.
        heads = sorted(n.rpartition("_us-east-1_")[2] for n in files if n.startswith(f"heads/{BUCKET}/AWSLogs/999988887777/"))
        self.assertEqual(
            heads,
            ["20261001T010000Z_backfill.json.gz.json", "20261001T020000Z.json.gz.json",
             "20261001T020000Z_backfill.json.gz.json", "20261001T033000Z.json.gz.json"],
        )
        self.assertEqual(self.collect("--bucket", BUCKET, "--all-accounts", "--all-signatures", trail=None).returncode, 0)
        heads = [n for n in self.files() if n.startswith(f"heads/{BUCKET}/AWSLogs/999988887777/")]
        self.assertEqual(len(heads), 6)

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
        # With the permission the rest is added.
        self.server.refused.clear()
        self.assertEqual(self.collect().returncode, 0)
        self.assertEqual(len([n for n in self.files() if n.startswith("keys/")]), 1)

    def describe(self, *options, status=0):
        """Collects the settings alone. Returns the description and the standard error."""
        run = subprocess.run(
            [ROOT / "Scripts/collect", "--settings-only", "--output", self.output, *options],
            env=self.environment, capture_output=True, text=True, timeout=300, check=False,
        )
        self.assertEqual(run.returncode, status, run.stderr)
        return json.loads((self.output / "description.json").read_text()), run.stderr

    def test_every_enabled_region(self):
        elsewhere = {}
        for region in ("eu-west-1", "ap-southeast-2"):
            trails = boto3.client("cloudtrail", region_name=region)
            elsewhere[region] = trails.create_trail(Name=f"only-{region}", S3BucketName=BUCKET)["TrailARN"]
            self.addCleanup(trails.delete_trail, Name=f"only-{region}")
        boto3.client("cloudtrail", region_name="eu-west-1").start_logging(Name="only-eu-west-1")
        description, said = self.describe()
        self.assertEqual(sorted(self.files()), [".lock", "description.json", "problems.txt"])
        self.assertEqual(description["regions"], [REGION, "eu-west-1", "ap-southeast-2"])
        arns = [trail["TrailARN"] for trail in description["DescribeTrails"]["trailList"]]
        self.assertEqual(sorted(arns), sorted([TRAIL, *elsewhere.values()]))
        self.assertEqual(sorted(description["trails"]), sorted(arns))
        self.assertIs(description["trails"][elsewhere["eu-west-1"]]["GetTrailStatus"]["IsLogging"], True)
        self.assertIs(description["trails"][elsewhere["ap-southeast-2"]]["GetTrailStatus"]["IsLogging"], False)
        run = subprocess.run([BINARY, "controls", self.output / "description.json"], capture_output=True, check=False)
        self.assertEqual(run.returncode, 3, run.stderr)

        # Without permission to list the Regions, they come from EC2 or the command line, or the script says that some are
        # missing.
        self.server.refused.add("ListRegions")
        description, _ = self.describe()
        self.assertGreater(len(description["regions"]), 10)
        description, _ = self.describe("--enabled-region", "eu-west-1")
        self.assertEqual(description["regions"], [REGION, "eu-west-1"])
        self.server.refused.add("DescribeRegions")
        description, said = self.describe("--quiet", status=2)
        self.assertNotIn("regions", description)
        self.assertEqual(len(description["DescribeTrails"]["trailList"]), 1)
        self.assertIn("--enabled-region", said)
        self.server.refused.add("DescribeTrails")
        description, said = self.describe("--enabled-region", "eu-west-1", "--quiet", status=2)
        self.assertNotIn("regions", description)
        self.assertEqual(description["DescribeTrails"], {"Error": {"Code": "AccessDeniedException"}})
        self.assertEqual(len(said.splitlines()), 2, said)

    def test_nothing_there(self):
        """An account without trails: answers are empty, and the shell code handles that."""
        description, said = self.describe("--api-region", "sa-east-1", "--enabled-region", "sa-east-1")
        self.assertEqual(said, "Settings\nEverything was read.\n")
        self.assertEqual(len(description["DescribeTrails"]["trailList"]), 1)
        boto3.client("cloudtrail").delete_trail(Name="management")
        try:
            description, said = self.describe()
            self.assertEqual(said, "Settings\nEverything was read.\n")
            self.assertEqual(description["DescribeTrails"], {"trailList": []})
            self.assertEqual((description["trails"], description["buckets"]), ({}, {}))
            empty = self.collect("--bucket", "access-logs", "--quiet", trail=None)
            self.assertEqual(empty.returncode, 2)
            self.assertEqual(
                empty.stderr,
                "collect: could not be read: no account folder to collect below s3://access-logs/AWSLogs/\n",
            )
            self.assertEqual(empty.stdout, "")
        finally:
            self.configure()

    def test_organization(self):
        organizations = boto3.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        self.addCleanup(organizations.delete_organization)
        member = organizations.create_account(Email="a@example.org", AccountName="a")["CreateAccountStatus"]["AccountId"]
        self.addCleanup(organizations.remove_account_from_organization, AccountId=member)
        role = boto3.client("sts").assume_role(RoleArn=f"arn:aws:iam::{member}:role/Reader", RoleSessionName="test")
        credentials = role["Credentials"]
        theirs = boto3.client(
            "cloudtrail", region_name="eu-west-1", aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials["SessionToken"],
        )
        theirs.create_trail(Name="member", S3BucketName=BUCKET)
        self.addCleanup(theirs.delete_trail, Name="member")
        descriptions, _ = self.describe("--organization-role", "Reader")
        self.assertEqual([description["accountId"] for description in descriptions], [ACCOUNT, member])
        trails = [[t["Name"] for t in d["DescribeTrails"]["trailList"]] for d in descriptions]
        self.assertEqual(trails, [["management"], ["member"]])
        # If one account could read a setting of a bucket, the others aren't asked for it.
        self.assertEqual([list(description["buckets"]) for description in descriptions], [[BUCKET], []])
        files = [self.output / f"{description['accountId']}.json" for description in descriptions]
        for file, description in zip(files, descriptions):
            file.write_text(json.dumps(description))
        run = subprocess.run(
            [BINARY, "controls", "--report", "json=-", *files], capture_output=True, text=True, check=False
        )
        self.assertEqual(run.returncode, 3, run.stderr)
        report = json.loads(run.stdout)
        self.assertEqual([account["accountId"] for account in report["accounts"]], [ACCOUNT, member])
        self.assertEqual(schemas.errors(report), [])
        # If a role can't be assumed, its account stays undecided.
        self.server.refused.add("AssumeRole")
        descriptions, _ = self.describe("--organization-role", "Reader", status=2)
        self.assertEqual(descriptions[1]["DescribeTrails"], {"Error": {"Code": "AccessDenied"}})

    def test_failing_copy_leaves_nothing_half_written(self):
        self.assertEqual(self.collect().returncode, 0)
        kept = self.files()
        digest = next((self.output / "archive").rglob("*_CloudTrail-Digest_*"))
        (digest.parent / (digest.name + ".0aF9b2c3")).write_bytes(b"half")
        (self.output / "heads" / "x.json.part").write_bytes(b"half")
        self.server.refused.add("ListObjectsV2")
        run = self.collect("--quiet", "--region", REGION)
        self.assertEqual(run.returncode, 2, run.stderr)
        self.assertIn("AccessDenied", run.stderr)
        self.assertLessEqual(len(run.stderr.splitlines()), 2, run.stderr)
        self.server.refused.clear()
        self.assertEqual(self.collect().returncode, 0)
        after = self.files()
        self.assertEqual(sorted(after), sorted(kept))

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
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=1)
