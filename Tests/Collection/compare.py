"""Compares the seven controls with Prowler's seven checks over the states of an account. See the script prowler.

prowler.json holds Prowler's result for each state, by control. It also holds every difference: trailseal's result, which one is
right, and why. The comparison fails for a difference that isn't listed, and for a listed one that doesn't occur.
"""

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

from standin import ROOT, Server

from states import STATES, Account

TABLE = ROOT / "Tests/Collection/prowler.json"
KEYS = ROOT / "TestVectors/cases/clean/keys"
CHECKS = {
    "cloudtrail_multi_region_enabled_logging_management_events": "CloudTrail.1",
    "cloudtrail_kms_encryption_enabled": "CloudTrail.2",
    "cloudtrail_multi_region_enabled": "CloudTrail.3",
    "cloudtrail_log_file_validation_enabled": "CloudTrail.4",
    "cloudtrail_cloudwatch_logging_enabled": "CloudTrail.5",
    "cloudtrail_logs_s3_bucket_is_not_publicly_accessible": "CloudTrail.6",
    "cloudtrail_logs_s3_bucket_access_logging_enabled": "CloudTrail.7",
}
CONTROLS = sorted(CHECKS.values())
# trailseal's statuses for Prowler's. MANUAL: somebody must check; "none": there is no finding at all.
MEANING = {"PASS": ("PASSED",), "FAIL": ("FAILED",), "MANUAL": ("WARNING", "NOT_AVAILABLE"), "none": ("NOT_AVAILABLE",)}


def make(server, state):
    """An account in that state, with nothing else."""
    server.status.clear()
    request = urllib.request.Request("http://localhost/moto-api/reset", method="POST")
    request.set_proxy(server.environment["http_proxy"].removeprefix("http://"), "http")
    urllib.request.urlopen(request).close()
    STATES[state](Account(server))


def prowler(program, server, folder):
    subprocess.run(
        [program, "aws", "--check", *CHECKS, "--region", *server.regions, "--output-formats", "json-ocsf",
         "--output-directory", folder, "--output-filename", "said", "--no-banner", "--ignore-exit-code-3"],
        env=server.slow, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600, check=True,
    )
    worst = dict.fromkeys(CONTROLS, "none")
    order = ("none", "PASS", "MANUAL", "FAIL")
    file = pathlib.Path(folder) / "said.ocsf.json"
    for finding in json.loads(file.read_text()) if file.exists() else []:
        control = CHECKS[finding["metadata"]["event_code"]]
        worst[control] = max(worst[control], finding["status_code"], key=order.index)
    return worst


def trailseal(program, server, folder):
    collect = subprocess.run(
        [ROOT / "Scripts/collect", "--settings-only", "--quiet", "--output", folder],
        env=server.environment, capture_output=True, text=True, timeout=120, check=False,
    )
    if collect.returncode not in (0, 2):
        raise SystemExit(f"Scripts/collect ended with {collect.returncode}: {collect.stderr}")
    report = pathlib.Path(folder) / "report.json"
    run = subprocess.run(
        [program, "controls", f"{folder}/description.json", "--quiet", "--report", f"json={report}"],
        capture_output=True, text=True, timeout=60, check=False,
    )
    if run.returncode not in (0, 2, 3):
        raise SystemExit(f"trailseal controls ended with {run.returncode}: {run.stderr}")
    (account,) = json.loads(report.read_text())["accounts"]
    return {control["id"]: control["status"] for control in account["controls"]}


def record(server, program, names):
    table = json.loads(TABLE.read_text()) if TABLE.exists() else {"differences": []}
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    said = table.get("states", {}) if names else {}
    for state in names or STATES:
        make(server, state)
        with tempfile.TemporaryDirectory() as folder:
            said[state] = prowler(program, server, folder)
        print(state, said[state], flush=True)
    table = {
        "prowler": version, "recorded": datetime.date.today().isoformat(), "checks": {v: k for k, v in CHECKS.items()},
        "states": {state: said[state] for state in STATES if state in said}, "differences": table["differences"],
    }
    TABLE.write_text(text(table))


def text(table):
    """JSON with a line for each state and for each member of a difference."""
    lines = [f'  {json.dumps(name)}: {json.dumps(table[name])},' for name in ("prowler", "recorded", "checks")]
    states = ",\n".join(f"    {json.dumps(name)}: {json.dumps(said)}" for name, said in table["states"].items())
    differences = ",\n".join(
        "    {\n" + ",\n".join(f"      {json.dumps(k)}: {json.dumps(v)}" for k, v in one.items()) + "\n    }"
        for one in table["differences"]
    )
    return "{\n" + "\n".join(lines) + f'\n  "states": {{\n{states}\n  }},\n  "differences": [\n{differences}\n  ]\n}}\n'


def compare(server, program):
    table = json.loads(TABLE.read_text())
    listed = {(d["state"], control): d for d in table["differences"] for control in d["controls"]}
    wrong = [f"{state}: not recorded" for state in STATES if state not in table["states"]]
    agreed = differing = 0
    for state, theirs in table["states"].items():
        make(server, state)
        with tempfile.TemporaryDirectory() as folder:
            ours = trailseal(program, server, folder)
        for control in CONTROLS:
            difference = listed.pop((state, control), None)
            agrees = ours[control] in MEANING[theirs[control]]
            expected = difference["trailseal"] if difference else "what it says"
            if agrees == (difference is None) and (agrees or ours[control] == expected):
                agreed += agrees
                differing += not agrees
            else:
                wrong.append(f"{state} {control}: {ours[control]}, Prowler {theirs[control]}, listed {expected}")
    wrong += [f"{state} {control}: a difference is listed for no such state" for state, control in listed]
    for line in wrong:
        print(line)
    print(f"Prowler {table['prowler']}, recorded {table['recorded']}: {len(table['states'])} states, {agreed} agree, "
          f"{differing} differ as listed, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    server = Server(next(KEYS.glob("*.json")))
    try:
        if sys.argv[1] == "--record":
            record(server, sys.argv[2], sys.argv[3:])
            status = 0
        else:
            status = compare(server, str(pathlib.Path(sys.argv[1]).resolve()))
    finally:
        server.close()
    sys.exit(status)
