"""Runs `aws cloudtrail validate-logs` in this process and reads its result for every file."""

import contextlib
import io
import os
import re

import standin

os.environ.update(
    AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true", AWS_PAGER="",
)

from awscli.clidriver import create_clidriver  # noqa: E402

from names import iso  # noqa: E402

LINE = re.compile(r"^(?:\(backfill\) )?(?:Digest|Log) file\ts3://([^/]+)/(.+)\t(?:(valid)|INVALID: (.*))$")


class Validator:
    def __init__(self):
        self.driver = create_clidriver()
        self.answers = standin.StandIn()
        self.driver.session.register("before-send", self.answers)

    def judge(self, world):
        """Place -> set of what the validator said about it: "valid", "missing", or the reason why it is invalid.

        Also the runs that ended with an error instead of an answer.
        """
        self.answers.world = world
        said, failures = {}, []
        for chain in world.chains:
            arguments = [
                "cloudtrail", "validate-logs", "--trail-arn", chain.arn, "--region", chain.region, "--verbose",
                "--start-time", iso(world.window[0]), "--end-time", iso(world.window[1]),
            ]
            if chain.organization:
                arguments += ["--account-id", chain.account]
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                status = self.driver.main(arguments)
            text = out.getvalue() + err.getvalue()
            if status not in (0, 1):
                failures.append((chain, err.getvalue().strip()))
            for line in text.splitlines():
                if match := LINE.match(line):
                    bucket, key, valid, reason = match.groups()
                    word = valid or ("missing" if reason == "not found" else reason)
                    said.setdefault((bucket, key), set()).add(word)
                elif "file\ts3://" in line:
                    raise AssertionError(f"a line that was not understood: {line!r}")
        return said, failures
