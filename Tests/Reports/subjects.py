"""The archives to report on: cases of the conformance suite and archives made here. Each is run once with every format."""

import functools
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "TestVectors"
BINARY = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else os.environ["TRAILSEAL_BIN"]).resolve())
FORMATS = ("json", "jsonl", "html", "junit", "sarif", "csv", "asff", "ocsf", "prometheus", "text")
LOGS = "tree/AWSLogs/111122223333/CloudTrail/us-east-1/2026/10/01"
REGIONS = LOGS.partition("us-east-1")[0]
DIGESTS = LOGS.replace("CloudTrail", "CloudTrail-Digest")
EVIDENCE = ("tree", "--keys", "keys", "--signatures", "signatures")
# Names that would become markup, a formula, a second cell, a line or a label if they weren't escaped.
HOSTILE = (
    b"<script>alert(1)</script>", b"\"><img src=x onerror=alert(1)>", b"'-alert(1)-'", b"</style><b>", b"]]><x/>",
    b"<!--", b"&lt;", b"=cmd|' /C calc'!A0", b"+1", b"-1", b"@SUM(A1)", b"a,b;c\td", b"a\nb\r\nc", b"\xff\xfe\x80",
    "\u202egnp.exe".encode(), "\u00e9\ufffe\U0001f600".encode(), b"%2e%2e%00", b"back\\slash\\n", b"{label=\"x\"} 1",
    b"  spaces  ", b"\x1b[31mred\x7f", b"a" * 120,
)

_folder = tempfile.TemporaryDirectory(prefix="reports ")
FOLDER = pathlib.Path(_folder.name)


def run(*arguments, folder):
    return subprocess.run([BINARY, *arguments], cwd=folder, capture_output=True, timeout=300, check=False)


def options(prefix="out", formats=FORMATS):
    return [word for name in formats for word in ("--report", f"{name}={prefix}.{name}")]


class Subject:
    """One run with a report in every format. A format may have several files."""

    def __init__(self, name, folder, *arguments, formats=FORMATS):
        self.name, self.folder, self.arguments, self.formats = name, folder, arguments, formats
        outcome = run(*arguments, *options(formats=formats), folder=folder)
        self.status = outcome.returncode
        if self.status >= 64 or outcome.returncode < 0:
            raise AssertionError(f"{name}: status {self.status}: {outcome.stderr.decode(errors='replace')}")

    def files(self, format, prefix="out"):
        """The named file, and those beside it: NAME-002, NAME-ACCOUNT, NAME-ACCOUNT-002."""
        parts = sorted(self.folder.glob(f"{prefix}-*.{format}"))
        return [self.folder / f"{prefix}.{format}", *parts]

    def text(self, format):
        return self.files(format)[0].read_bytes().decode()

    @functools.cached_property
    def report(self):
        return json.loads(self.text("json"))

    @property
    def findings(self):
        return self.report.get("findings", [])

    @property
    def groups(self):
        return self.report.get("groups", [])

    @property
    def changes(self):
        return self.report.get("changes", [])

    @property
    def controls(self):
        return [control for account in self.report.get("accounts", []) for control in account["controls"]]

    def __str__(self):
        return self.name


def copy(case, name):
    folder = FOLDER / name
    shutil.copytree(VECTORS / case, folder, symlinks=True)
    return folder


def take(step, folder, arguments=()):
    """A step of a case's `setup`, which version control can't hold. `verify` is a first night with the same arguments."""
    if step["do"] == "verify":
        run("verify", *arguments, folder=folder)
        return
    path, value = folder / step["path"], step.get("value", "")
    path.parent.mkdir(parents=True, exist_ok=True)
    match step["do"]:
        case "symlink": path.symlink_to(value)
        case "hardlink": path.hardlink_to(folder / value)
        case "fifo": os.mkfifo(path)
        case "mkdir": path.mkdir()
        case "xattr": os.setxattr(path, step["name"], value.encode())
        case "remove": shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        case "chmod": path.chmod(int(value, 8))
        case "write": path.write_text(value, newline="")


def suite(kind, command):
    for file in sorted((VECTORS / kind).glob("*/case.json")):
        case = json.loads(file.read_text())
        if case["exitStatus"] >= 64:
            continue
        folder = copy(f"{kind}/{case['name']}", f"{kind}-{case['name']}")
        for step in case.get("setup") or []:
            take(step, folder, case["arguments"])
        yield Subject(f"{kind}/{case['name']}", folder, command, *case["arguments"])


def write(folder, name, content=b"x"):
    """A file with a name in bytes. A slash in the name begins a folder, as on any disk."""
    path = os.path.join(os.fsencode(folder), name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def many():
    """Many findings in few groups."""
    folder = copy("cases/clean", "many")
    for number in range(250):
        name = f"111122223333_CloudTrail_us-east-1_20261001T0{number % 3}{number % 60:02}Z_forged{number}.json.gz"
        write(folder / LOGS, name.encode())
    return Subject("many", folder, "verify", *EVIDENCE)


def wide():
    """More than twice as many groups as one call of Security Hub takes, and a second account."""
    folder = copy("cases/clean", "wide")
    for account, regions in (("111122223333", 250), ("222233334444", 3)):
        for number in range(regions):
            region = f"us-{chr(97 + number // 10)}-{number % 10}"
            path = f"AWSLogs/{account}/CloudTrail/{region}/2026/10/01/{account}_CloudTrail_{region}_20261001T0005Z_x.json.gz"
            write(folder / "tree", path.encode())
    return Subject("wide", folder, "verify", *EVIDENCE)


def hostile():
    """Names that the owner of an archive chooses, for files, folders, chains, trails and buckets, and text that the user typed."""
    folder = copy("cases/log-edited", "hostile")
    digest = next((folder / DIGESTS).glob("*020000Z.json.gz"))
    for name in HOSTILE:
        write(folder / LOGS, name + b".json.gz")
        write(folder / LOGS, name + b"/" + name)
        write(folder / DIGESTS, os.fsencode(digest.name).replace(b"management", name), digest.read_bytes())
        write(folder / REGIONS, name.replace(b"/", b"") + b"/2026/10/01/x.json.gz")
        write(folder / "tree/AWSLogs", name.replace(b"/", b"") + b"/CloudTrail/us-east-1/2026/x.json.gz")
    description = folder / "<i>'\"&.json"
    arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/"
    names = [name.decode(errors="replace") for name in HOSTILE]
    trails = [{"TrailARN": arn + name, "Name": name, "HomeRegion": "us-east-1", "S3BucketName": name} for name in names]
    description.write_text(json.dumps({"accountId": "111122223333", "DescribeTrails": {"trailList": trails}}))
    keys = folder / "keys <b>\"'&"
    (folder / "keys").rename(keys)
    tree = "tree \"}\\\n<b>"
    (folder / "tree").rename(folder / tree)
    markup = "<u onclick=\"x\">&'\u202e\n"
    return Subject(
        "hostile", folder, "verify", tree, "--keys", keys.name, "--signatures", "signatures", "--trail-description",
        description.name, "--case", markup, "--examiner", markup, "--organization", markup, "--note", markup,
        "--evidence-id", markup,
    )


def changed(name):
    """A case of control changes, in a report of `verify`."""
    case = json.loads((VECTORS / "changes" / name / "case.json").read_text())
    folder = copy(f"changes/{name}", f"changes-{name}")
    return Subject(f"changes/{name}", folder, "verify", *case["arguments"], "--changes")


def replaced(value, texts):
    """The same JSON. Every text that isn't a word of the format is replaced by the next hostile one."""
    if isinstance(value, dict):
        return {name: replaced(item, texts) for name, item in value.items()}
    if isinstance(value, list):
        return [replaced(item, texts) for item in value]
    if not isinstance(value, str) or re.fullmatch(r"[A-Z_]+|[a-z-]+|[0-9:TZ.-]+|[0-9a-f]{64}|CloudTrail\.\d", value):
        return value
    return next(texts)


def forged(source, name):
    """A saved report that somebody edited: names that a verified digest can't have, and an interrupted run."""
    folder = FOLDER / name
    folder.mkdir()
    texts = (f"{text.decode(errors='replace')} {number}" for number in itertools.count() for text in HOSTILE)
    report = replaced(source.report, texts)
    report["schemaVersion"] = source.report["schemaVersion"]
    report["run"]["complete"] = False
    (folder / "edited.json").write_text(json.dumps(report))
    return Subject(name, folder, "report", "edited.json", formats=[one for one in FORMATS if one != "jsonl"])


def saved(name, report):
    """A report of Tests/Golden that no run writes yet."""
    folder = FOLDER / name
    folder.mkdir()
    shutil.copy(ROOT / report, folder / "saved.json")
    return Subject(name, folder, "report", "saved.json", formats=[one for one in FORMATS if one != "jsonl"])


def merged():
    """The report of two shards, one of which is missing."""
    folder = copy("cases/clean", "merged")
    outcome = run("verify", *EVIDENCE, "--shard", "1/2", "--report", "json=1.json", folder=folder)
    assert outcome.returncode in (0, 2), outcome.stderr
    formats = [one for one in FORMATS if one != "jsonl"]
    return Subject("merged", folder, "merge", "1.json", formats=formats)


@functools.cache
def all_subjects():
    runs = [*suite("cases", "verify"), *suite("controls", "controls"), many(), wide(), hostile()]
    runs += [changed(name) for name in ("gap-stopped", "hostile-values", "hostile-effect", "history-validation", "failed")]
    runs += [saved("accounting", "Tests/Golden/accounting/result.json"), merged()]
    named = {run.name: run for run in runs}
    sources = ("hostile", "cases/two-trails", "cases/digest-missing-two", "controls/document-two-accounts",
               "changes/gap-stopped")
    return [*runs, *(forged(named[name], f"forged {name.replace('/', ' ')}") for name in sources)]


def subject(name):
    return next(one for one in all_subjects() if one.name == name)
