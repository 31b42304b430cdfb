"""Rows that compare `trailseal verify` with AWS's own `cloudtrail validate-logs`, both as whole processes on one archive."""

import contextlib
import json
import os
import re
import subprocess

from bench import ROOT
from process import Failure, Unavailable, answer, in_turn
from table import Row, at_least, milliseconds

RESULT = re.compile(r"(\d+)/(\d+) (digest|log) files valid")


def one_chain(bench):
    archive = bench.archive(
        "peer", "--profile", "normal", "--hours", "24", "--regions", "1", "--every-signature")
    return row(bench, archive, "one chain of 24 digests and 288 logs, warm", 30)


def twelve_chains(bench):
    archive = bench.archive(
        "peer-twelve", "--profile", "normal", "--hours", "24", "--accounts", "3", "--every-signature")
    return row(bench, archive, "12 chains of 24 digests and 288 logs, warm; twelve runs of validate-logs", 55)


def row(bench, archive, situation, least):
    environment = installed()
    with stand_in(environment, archive.folder) as (port, arguments):
        aws = {
            **os.environ, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
        }
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            aws.pop(name, None)
        commands = [[os.path.join(environment, "bin/aws"), *words] for words in arguments]
        files = sum(validated(command, aws) for command in commands)
        if files != archive.count:
            raise Failure(f"validate-logs has validated {files} of {archive.count} files")
        samples = in_turn(
            {"validate-logs": bench.programs(commands, aws), "floor": archive.floor(), "verify": archive.verify()},
            bench.rounds)
    peer, verify = samples["validate-logs"], samples["verify"]
    made = Row(
        situation, archive.count, samples["floor"].median, verify=verify.median,
        compared=f"validate-logs: {milliseconds(peer.median)} ms", ratio=peer.median / verify.median,
        spread=max(peer.spread, verify.spread), peak=verify.peak)
    made.goals.append(at_least(made.ratio, least))
    return made


def validated(command, environment):
    """The number of files that one run has found valid."""
    text = answer(command, env=environment)
    counts = [(int(valid), int(count)) for valid, count, _ in RESULT.findall(text)]
    if len(counts) != 2 or any(valid != count for valid, count in counts):
        raise Failure(f"validate-logs hasn't found every file valid: {text.strip()}")
    return sum(valid for valid, _ in counts)


def installed():
    """The folder of the AWS CLI, with the version that Tests/ValidateLogs uses."""
    run = subprocess.run(["Tests/ValidateLogs/environment"], cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        message = run.stderr.strip().splitlines() or ["Tests/ValidateLogs/environment has failed"]
        raise Unavailable(message[-1])
    return os.path.join(ROOT, run.stdout.strip())


@contextlib.contextmanager
def stand_in(environment, archive):
    """Serves the archive on the loopback interface: the port, and the arguments of `aws` for each chain."""
    command = [os.path.join(environment, "bin/python"), "-B", os.path.join(ROOT, "Benchmarks/Measuring/Peer/serve.py"), archive]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            if not line:
                raise Failure("the stand-in of Tests/ValidateLogs hasn't started")
            told = json.loads(line)
            yield told["port"], told["arguments"]
        finally:
            process.stdin.close()
