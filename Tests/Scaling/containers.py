"""Checks the jobs for Kubernetes and AWS Batch against the schemas of both, and runs them. Tests/Scaling/run calls it.

Usage: containers.py TRAILSEAL ARCHIVE DAMAGED, folders of trailseal-fixtures with archive, keys and signatures.
"""

import copy
import fnmatch
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

import botocore.session
import botocore.validate
import jsonschema
import kubernetes_validate
import runtime
import yaml
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

BINARY, ARCHIVE, DAMAGED = (pathlib.Path(one).resolve() for one in sys.argv[1:4])
USER = 65532
VERSIONS = ("1.29.0", "1.33.0", "1.37.0")
needs_containers = unittest.skipUnless(runtime.is_possible(), "containers need name spaces (bwrap)")


class JobsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def volumes(self, archive):
        """The files that Scripts/collect would have written, and a folder for results."""
        shutil.copytree(archive, self.folder / "volume")
        (self.folder / "volume" / "signatures").rename(self.folder / "volume" / "heads")
        return self.folder / "volume", runtime.results(self.folder / "results", USER)

    def whole(self, image):
        """The report of a single run, under the same names."""
        place = runtime.results(self.folder / "whole", USER)
        status, output = runtime.Image(BINARY).run(
            ["trailseal", "verify", "-q", "--keys=/archive/keys", "--signatures=/archive/heads", "/archive/archive",
             "--report", "json=/results/whole.json"],
            {}, USER, {"/archive": (self.folder / "volume", True), "/results": (place, False)})
        self.assertLessEqual(status, 3, output)
        return status, runtime.content(place / "whole.json")

    def failing(self, status, shard):
        """A program that fails for one shard. It finds the shard like --shard auto."""
        place = self.folder / "program"
        place.write_text(
            "#!/bin/sh\n"
            f'case "${{JOB_COMPLETION_INDEX:-}}${{AWS_BATCH_JOB_ARRAY_INDEX:-}}:$1" in {shard - 1}:verify) exit {status} ;; esac\n'
            'exec /usr/local/libexec/trailseal "$@"\n')
        place.chmod(0o755)
        return place

    def expect_missing(self, report, shard, count):
        document = json.loads(report.read_bytes())
        self.assertEqual(document["verdict"], "unverified")
        self.assertIn(f"shard {shard} of {count} is missing", document["warnings"])


def documents():
    return {path.name: yaml.safe_load(path.read_text()) for path in sorted((runtime.JOBS / "kubernetes").glob("*.yaml"))}


class KubernetesTests(JobsTest):
    def test_schema(self):
        self.assertEqual(len(documents()), 3)
        for version in VERSIONS:
            for name, document in documents().items():
                with self.subTest(name, version=version):
                    kubernetes_validate.validate(document, version, strict=True)

    def test_schema_refuses(self):
        for path, value in (("completionMod", "Indexed"), ("completions", "8"), ("podFailurePolicy", {"rules": [{}]})):
            document = copy.deepcopy(documents()["verify.yaml"])
            document["spec"][path] = value
            with self.subTest(path), self.assertRaises(jsonschema.ValidationError):
                kubernetes_validate.validate(document, VERSIONS[-1], strict=True)

    def test_shards_are_completions(self):
        spec = documents()["verify.yaml"]["spec"]
        environment = spec["template"]["spec"]["containers"][0]["env"]
        self.assertEqual(spec["completionMode"], "Indexed")
        self.assertEqual([one["value"] for one in environment if one["name"] == "JOB_COMPLETIONS"], [str(spec["completions"])])
        self.assertLessEqual(spec["parallelism"], spec["completions"])

    def test_confined(self):
        policy = documents()["network-policy.yaml"]
        self.assertEqual(policy["spec"]["policyTypes"], ["Ingress", "Egress"])
        self.assertEqual(policy["spec"]["ingress"] + policy["spec"]["egress"], [])
        for name in ("verify.yaml", "merge.yaml"):
            with self.subTest(name):
                job = documents()[name]
                template = job["spec"]["template"]
                pod = template["spec"]
                (container,) = pod["containers"]
                self.assertEqual(job["metadata"]["namespace"], policy["metadata"]["namespace"])
                self.assertLessEqual(
                    policy["spec"]["podSelector"]["matchLabels"].items(), template["metadata"]["labels"].items())
                self.assertIs(pod["automountServiceAccountToken"], False)
                self.assertTrue(pod["securityContext"]["runAsNonRoot"])
                self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
                context = container["securityContext"]
                self.assertEqual(context["capabilities"], {"drop": ["ALL"]})
                self.assertIs(context["allowPrivilegeEscalation"], False)
                self.assertTrue(context["readOnlyRootFilesystem"])
                self.assertEqual(set(container["resources"]), {"requests", "limits"})
                writable = [one["name"] for one in container["volumeMounts"] if not one.get("readOnly")]
                self.assertEqual(writable, ["results"])
                self.assertEqual(
                    container["image"], documents()["verify.yaml"]["spec"]["template"]["spec"]["containers"][0]["image"])

    def run_jobs(self, archive, program=None, edit=lambda text: text):
        """Status and results of `run`, and the pods of both Jobs."""
        volume, results = self.volumes(archive)
        cluster = self.folder / "cluster"
        (cluster / "bin").mkdir(parents=True)
        (cluster / "image.json").write_text(json.dumps({"binary": str(BINARY), "program": program and str(program)}))
        (cluster / "volumes.json").write_text(
            json.dumps({"cloudtrail-archive": str(volume), "trailseal-results": str(results)}))
        kubectl = cluster / "bin" / "kubectl"
        kubectl.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{runtime.ROOT}/Tests/Scaling/kubectl.py" "$@"\n')
        kubectl.chmod(0o755)
        files = self.folder / "files of mine"
        shutil.copytree(runtime.JOBS / "kubernetes", files)
        (files / "verify.yaml").write_text(edit((files / "verify.yaml").read_text()))
        outcome = subprocess.run(
            [files / "run"], capture_output=True, text=True, check=False, timeout=300,
            env={"PATH": f"{cluster / 'bin'}:{os.environ['PATH']}", "SCALING_CLUSTER": str(cluster), "TRAILSEAL_POLL": "0.1"})
        self.assertTrue((cluster / "networkpolicy.trailseal-no-traffic.json").exists(), outcome.stderr)
        pods = {name: json.loads(next(cluster.glob(f"job.trailseal-{name}-*.json")).read_text())["status"]["pods"]
                for name in ("verify", "merge")}
        (place,) = (one for one in results.iterdir() if one.name.startswith("run-"))
        self.assertNotEqual(place.name, "run-0")
        return outcome, place, pods

    @needs_containers
    def test_as_one_run(self):
        for archive, expected in ((ARCHIVE, 0), (DAMAGED, 1)):
            with self.subTest(archive.name):
                self.setUp()
                outcome, place, pods = self.run_jobs(archive)
                self.assertEqual(outcome.returncode, expected, outcome.stderr + str(pods))
                self.assertEqual(self.whole(BINARY), (expected, runtime.content(place / "report.json")))
                self.assertTrue((place / "report.html").exists())
                # A pod with a verdict hasn't failed, and isn't repeated.
                self.assertEqual([one["status"] for one in pods["verify"]], [0] * 8)
                self.assertEqual([one["status"] for one in pods["merge"]], [expected])
                self.assertIn("Verdict: ", outcome.stdout)

    @needs_containers
    def test_missing_shard(self):
        outcome, place, pods = self.run_jobs(ARCHIVE, self.failing(74, 2))
        self.assertEqual(outcome.returncode, 2, outcome.stderr)
        self.assertEqual([one["status"] for one in pods["verify"] if one["index"] == 1], [74, 74, 74])
        self.expect_missing(place / "report.json", 2, 8)

    @needs_containers
    def test_wrong_option(self):
        outcome, place, pods = self.run_jobs(ARCHIVE, None, lambda text: text.replace("--jobs=1", "--no-such-option"))
        # Each index ran once, and a shard without a report has no verdict.
        self.assertEqual([one["status"] for one in pods["verify"]], [64] * 8)
        self.assertEqual(outcome.returncode, 66, outcome.stderr)

    @needs_containers
    def test_state(self):
        def edit(text):
            return text.replace("# - name: TRAILSEAL_STATE", "- name: TRAILSEAL_STATE").replace(
                "#   value: /results/state", "  value: /results/state")

        outcome, place, _ = self.run_jobs(ARCHIVE, None, edit)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        # A shard without accounts has no state.
        shards = {index for index in range(1, 9) if json.loads((place / f"shard-{index}.json").read_bytes())["chains"]}
        self.assertGreater(len(shards), 1)
        self.assertEqual({path.name for path in (self.folder / "results" / "state").glob("*.json")},
                         {f"shard-{index}-of-8.json" for index in shards})


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


class BatchTests(JobsTest):
    @classmethod
    def setUpClass(cls):
        # moto, with jobs that don't need docker.
        cls.server = make_server(
            "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, request_handler=Quiet)
        cls.url = f"http://127.0.0.1:{cls.server.port}"
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.model = botocore.session.Session().get_service_model("batch")
        cls.environment = {
            "PATH": f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}", "AWS_ENDPOINT_URL": cls.url,
            "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
        import urllib.request

        def post(path, body):
            request = urllib.request.Request(cls.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
            urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read()

        post("/moto-api/config", {"batch": {"use_docker": False}})
        trust = json.dumps({"Version": "2012-10-17", "Statement": []})
        role = cls.aws("iam", "create-role", "--role-name", "batch", "--assume-role-policy-document", trust)
        environment = cls.aws(
            "batch", "create-compute-environment", "--compute-environment-name", "trailseal", "--type", "UNMANAGED",
            "--state", "ENABLED", "--service-role", role["Role"]["Arn"])
        cls.aws("batch", "create-job-queue", "--job-queue-name", "trailseal-queue", "--state", "ENABLED", "--priority", "1",
                "--compute-environment-order", f"order=1,computeEnvironment={environment['computeEnvironmentArn']}")

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()

    @classmethod
    def aws(cls, *arguments):
        outcome = subprocess.run(
            ["aws", *arguments, "--output", "json"], capture_output=True, text=True, check=False, env=cls.environment)
        if outcome.returncode != 0:
            raise AssertionError(outcome.stderr)
        return json.loads(outcome.stdout)

    @staticmethod
    def definition(name):
        return json.loads((runtime.JOBS / "aws-batch" / f"{name}.json").read_text())

    def complaints(self, operation, parameters):
        shape = self.model.operation_model(operation).input_shape
        return botocore.validate.ParamValidator().validate(parameters, shape).generate_report()

    def test_definitions(self):
        for name in ("verify", "merge"):
            with self.subTest(name):
                definition = self.definition(name)
                self.assertEqual(self.complaints("RegisterJobDefinition", definition), "")
                self.assertNotEqual(self.complaints("RegisterJobDefinition", {**definition, "retries": 3}), "")
                container = definition["containerProperties"]
                self.assertTrue(container["readonlyRootFilesystem"])
                self.assertEqual(container["user"], f"{USER}:{USER}")
                self.assertEqual([one["sourceVolume"] for one in container["mountPoints"] if not one["readOnly"]], ["results"])
                self.assertEqual({one["name"] for one in container["volumes"]}, {one["sourceVolume"] for one in container["mountPoints"]})
                # "An array of up to 5 objects" (AWS Batch API, RetryStrategy).
                self.assertLessEqual(len(definition["retryStrategy"]["evaluateOnExit"]), 5)
                registered = self.aws(
                    "batch", "register-job-definition", "--cli-input-json", json.dumps(definition))
                self.assertEqual(registered["jobDefinitionName"], definition["jobDefinitionName"])

    def test_attempts(self):
        definition = self.definition("verify")
        self.assertEqual(
            definition["containerProperties"]["environment"],
            [{"name": "TRAILSEAL_ATTEMPTS", "value": str(definition["retryStrategy"]["attempts"])}])

    def submit(self, *arguments):
        """The outcome of `submit`, and its calls to the AWS CLI, which passed them to moto."""
        for name in ("verify", "merge"):
            self.aws("batch", "register-job-definition", "--cli-input-json", json.dumps(self.definition(name)))
        programs = self.folder / "bin"
        programs.mkdir(exist_ok=True)
        record = self.folder / "submitted"
        record.mkdir(exist_ok=True)
        (programs / "aws").write_text(
            "#!/bin/sh\n"
            f'[ "$2" != submit-job ] || printf %s "$4" >"{record}/$(ls "{record}" | wc -l)"\n'
            f'exec "{os.path.dirname(sys.executable)}/aws" "$@"\n')
        (programs / "aws").chmod(0o755)
        outcome = subprocess.run(
            [runtime.JOBS / "aws-batch" / "submit", *arguments], capture_output=True, text=True, check=False,
            env={**self.environment, "PATH": f"{programs}:{self.environment['PATH']}"})
        submitted = [json.loads(path.read_text()) for path in sorted(record.iterdir())]
        for one in submitted:
            self.assertEqual(self.complaints("SubmitJob", one), "")
        return outcome, submitted

    def test_submit(self):
        outcome, (verify, merge) = self.submit(
            "--queue", "trailseal-queue", "--shards", "5", "--report", "html", "--", "--keys=/archive/a key's \"folder\"",
            "/archive/archive", "--allow", "digest-signature-unavailable=*/us-east-1/*")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        run = outcome.stdout.strip()
        self.assertEqual(verify["arrayProperties"], {"size": 5})
        self.assertEqual(
            verify["containerOverrides"]["command"],
            ["/usr/libexec/trailseal/jobs/shard", f"/results/{run}", "--keys=/archive/a key's \"folder\"", "/archive/archive",
             "--allow", "digest-signature-unavailable=*/us-east-1/*"])
        self.assertEqual(merge["containerOverrides"]["command"], ["/usr/libexec/trailseal/jobs/merge", f"/results/{run}", "html"])
        # moto knows the job on which the other depends.
        (dependency,) = merge["dependsOn"]
        (job,) = self.aws("batch", "describe-jobs", "--jobs", dependency["jobId"])["jobs"]
        self.assertEqual(job["jobName"], verify["jobName"])
        again, (_, _, last) = self.submit("--queue", "trailseal-queue", "--merge", run)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertNotIn("dependsOn", last)
        self.assertEqual(last["containerOverrides"]["command"], ["/usr/libexec/trailseal/jobs/merge", f"/results/{run}"])

    def test_submit_refuses(self):
        for arguments in (
                ["--shards", "5"], ["--queue", "q"], ["--queue", "q", "--shards", "1"], ["--queue", "q", "--shards", "10001"],
                ["--queue", "q", "--shards", "5", "--report", "jsonl"], ["--queue", "q", "--shards", "5", "--", "--shard=1/2"],
                ["--queue", "q", "--merge", "../x"], ["--queue"], ["--nothing", "1"], ["x"]):
            with self.subTest(arguments):
                outcome, submitted = self.submit(*arguments)
                self.assertEqual((outcome.returncode, outcome.stdout, submitted), (64, "", []))
        outcome, _ = self.submit("--queue", "no-such-queue", "--shards", "5")
        self.assertNotIn(outcome.returncode, (0, 64))

    def run_jobs(self, archive, program=None):
        """Runs the submitted jobs like AWS Batch (User Guide: array jobs, automated job retries, dependencies)."""
        outcome, (verify, merge) = self.submit("--queue", "trailseal-queue", "--shards", "4", "--state")
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        volume, results = self.volumes(archive)
        image = runtime.Image(BINARY, program)
        folders = {"archive": volume, "results": results}

        def run(name, submitted, more):
            definition = self.definition(name)
            container = definition["containerProperties"]
            mounts = {one["containerPath"]: (folders[one["sourceVolume"]], one["readOnly"]) for one in container["mountPoints"]}
            given = container.get("environment", []) + submitted["containerOverrides"].get("environment", [])
            environment = {one["name"]: one["value"] for one in given} | more
            statuses = []
            for attempt in range(1, definition["retryStrategy"]["attempts"] + 1):
                status, _ = image.run(
                    submitted["containerOverrides"]["command"], {**environment, "AWS_BATCH_JOB_ATTEMPT": str(attempt)}, USER, mounts)
                statuses.append(status)
                rules = definition["retryStrategy"]["evaluateOnExit"]
                if status == 0 or any(fnmatch.fnmatch(str(status), one["onExitCode"]) and one["action"] == "EXIT" for one in rules):
                    break
            return statuses

        shards = [
            run("verify", verify, {"AWS_BATCH_JOB_ARRAY_INDEX": str(index), "AWS_BATCH_JOB_ARRAY_SIZE": "4"}) for index in range(4)]
        # A dependent job runs only if all jobs succeeded.
        self.assertEqual([one[-1] for one in shards], [0] * 4)
        return shards, run("merge", merge, {}), results / outcome.stdout.strip()

    @needs_containers
    def test_as_one_run(self):
        for archive, expected in ((ARCHIVE, 0), (DAMAGED, 1)):
            with self.subTest(archive.name):
                self.setUp()
                shards, merged, place = self.run_jobs(archive)
                self.assertEqual((shards, merged), ([[0]] * 4, [expected]))
                report = runtime.content(place / "report.json")
                # Each shard had its own state file.
                self.assertIsNone(report["inputs"].get("state"))
                status, whole = self.whole(BINARY)
                self.assertEqual((status, whole["findings"], whole["chains"], whole["summary"], whole["verdict"]),
                                 (expected, *(report[name] for name in ("findings", "chains", "summary", "verdict"))))

    @needs_containers
    def test_missing_shard(self):
        shards, merged, place = self.run_jobs(ARCHIVE, self.failing(74, 3))
        self.assertEqual((shards, merged), ([[0], [0], [74, 74, 0], [0]], [2]))
        self.expect_missing(place / "report.json", 3, 4)


if __name__ == "__main__":
    program = unittest.main(argv=sys.argv[:1], exit=False, verbosity=1)
    for test, reason in program.result.skipped:
        print(f"Skipped: {test}: {reason}", file=sys.stderr)
    print(program.result.testsRun - len(program.result.skipped))
    sys.exit(not program.result.wasSuccessful())
