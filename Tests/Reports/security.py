"""ASFF and OCSF: the formats for Security Hub, Security Lake and other collectors of findings."""

import datetime
import json
import pathlib
import re
import shutil
import unittest
import warnings

import botocore.session
import jsonschema
import ocsf_json_schema
from botocore.validate import ParamValidator
from ocsf_json_schema.embedded import OcsfJsonSchemaEmbedded

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
    from py_ocsf_models.events.findings.detection_finding import DetectionFinding

from checks import each
from subjects import FOLDER, LOGS, Subject, all_subjects, run, subject

BATCH = 100
BATCH_BYTES = 240 * 1_024
NAMESPACES = (
    "Software and Configuration Checks", "TTPs", "Effects", "Unusual Behaviors", "Sensitive Data Identifications",
)


def ids(subject):
    return [finding["Id"] for file in subject.files("asff") for finding in json.loads(file.read_bytes())]


class ASFFTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        model = botocore.session.get_session().get_service_model("securityhub")
        cls.shape = model.operation_model("BatchImportFindings").input_shape

    @each
    def test_every_part_is_a_call(self, subject):
        files = {file.name: json.loads(file.read_bytes()) for file in subject.files("asff")}
        for part in files.values():
            self.assertLessEqual(len(part), BATCH)
            if part:
                errors = ParamValidator().validate({"Findings": part}, self.shape)
                self.assertFalse(errors.has_errors(), errors.generate_report())
                self.assertEqual(list(self.departures({"Findings": part}, self.shape)), [])
            for finding in part:
                self.limits(finding)
        # Security Hub imports only an account's own findings.
        for name, part in files.items():
            account = self.account(name)
            self.assertLessEqual(len({finding["AwsAccountId"] for finding in part}), 1, name)
            if account:
                self.assertEqual({finding["AwsAccountId"] for finding in part} - {account}, set(), name)
        accounts = {self.account(name) for name in files} - {None}
        self.assertNotEqual(len(accounts), 1)
        if accounts:
            self.assertEqual(files["out.asff"], [])
        # The files are numbered without gaps, and only the last is short.
        for account in accounts or {None}:
            parts = [files[name] for name in sorted(files, key=self.number) if self.account(name) == account]
            self.assertTrue(all(len(part) == BATCH for part in parts[:-1]))
            self.assertTrue(len(parts) == 1 or parts[-1])
        everything = [finding["Id"] for part in files.values() for finding in part]
        self.assertEqual(len(set(everything)), len(everything), "an Id is given twice")

    @staticmethod
    def account(name):
        return re.fullmatch(r"out(?:-([0-9]{12}))?(?:-[0-9]{3})?\.asff", name)[1]

    @staticmethod
    def number(name):
        return int((re.search(r"-([0-9]{3})\.", name) or [0, 1])[1])

    def departures(self, value, shape, path=""):
        """Checks that botocore leaves to the service: patterns, enumerations and upper limits of its own model."""
        limits = shape.metadata
        match shape.type_name:
            case "structure":
                for name, member in value.items():
                    yield from self.departures(member, shape.members[name], f"{path}.{name}")
            case "list":
                if len(value) > limits.get("max", len(value)):
                    yield f"{path}: {len(value)} items"
                for item in value:
                    yield from self.departures(item, shape.member, path + "[]")
            case "map":
                for key, item in value.items():
                    yield from self.departures(key, shape.key, path + "{}")
                    yield from self.departures(item, shape.value, f"{path}.{key}")
            case "string":
                if "pattern" in limits and not re.search(limits["pattern"], value):
                    yield f"{path}: {value!r} is not {limits['pattern']}"
                if shape.type_name == "string" and getattr(shape, "enum", None) and value not in shape.enum:
                    yield f"{path}: {value!r} is none of {shape.enum}"
                if len(value) > limits.get("max", len(value)):
                    yield f"{path}: {len(value)} characters"

    def limits(self, finding):
        for name, most in (("Id", 512), ("GeneratorId", 512), ("Title", 256), ("Description", 1_024)):
            self.assertTrue(1 <= len(finding[name]) <= most and finding[name].strip(), (name, finding[name]))
        self.assertEqual(finding["SchemaVersion"], "2018-10-08")
        account = finding["AwsAccountId"]
        self.assertRegex(account, r"\A[0-9]{12}\Z")
        self.assertRegex(
            finding["ProductArn"], rf"\Aarn:aws[a-z-]*:securityhub:[a-z0-9-]+:{account}:product/{account}/default\Z"
        )
        for name in ("CreatedAt", "UpdatedAt"):
            self.assertRegex(finding[name], r"\A[0-9-]{10}T[0-9:]{8}\.000Z\Z")
            datetime.datetime.fromisoformat(finding[name])
        self.assertIn(finding["Severity"]["Label"], ("INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"))
        self.assertLessEqual(len(finding["Severity"]["Original"]), 64)
        for parts in (text.split("/") for text in finding["Types"]):
            self.assertTrue(parts[0] in NAMESPACES and len(parts) <= 3, parts)
        self.assertTrue(1 <= len(finding["Resources"]) <= 32)
        for resource in finding["Resources"]:
            self.assertTrue(resource["Id"] and resource["Type"])
            self.assertTrue(1 <= len(resource["Region"]) <= 16, resource["Region"])
        self.assertTrue(1 <= len(finding["Remediation"]["Recommendation"]["Text"]) <= 512)
        self.assertLessEqual(len(finding["ProductFields"]), 50)
        for key, value in finding["ProductFields"].items():
            self.assertTrue(1 <= len(key) <= 128 and len(value) <= 2_048, key)
        self.assertLessEqual(len(finding["Compliance"].get("RelatedRequirements", [])), 32)
        self.assertLessEqual(len(json.dumps(finding).encode()), BATCH_BYTES)

    def test_parts(self):
        one = subject("wide")
        names = ["out.asff", *(f"out-111122223333{part}.asff" for part in ("-002", "-003", "")), "out-222233334444.asff"]
        self.assertEqual([file.name for file in one.files("asff")], names)
        self.assertEqual(len(ids(one)), 253)

    def test_many_findings_are_few_groups(self):
        one = subject("many")
        self.assertEqual(len(one.findings), 250)
        self.assertEqual([file.name for file in one.files("asff")], ["out.asff"])
        self.assertLess(len(ids(one)), 5)

    def test_one_report_on_standard_output(self):
        one = subject("wide")
        arguments = [*one.arguments, "--report", "asff=-"]
        self.assertEqual(len(json.loads(run(*arguments, folder=one.folder).stdout)), 253)

    def test_ids_stay(self):
        """A second run updates the findings that the first one imported."""
        for name in ("many", "wide", "hostile", "cases/digest-missing-two", "controls/document-two-accounts"):
            first = subject(name)
            before = ids(first)
            second = Subject(name, first.folder, *first.arguments)
            self.assertEqual(ids(second), before)

    def test_nothing_is_lost(self):
        for one in all_subjects():
            expected = sum(group["verdict"] != "note" for group in one.groups)
            about = [i for i in ids(one) if "/CloudTrail." not in i]
            self.assertEqual(len(about), expected, one.name)

    def test_ids_do_not_follow_counts(self):
        """The next morning there is one more forged file. The same finding is updated."""
        one = subject("many")
        folder = FOLDER / "one more"
        shutil.copytree(one.folder, folder)
        forged = next((folder / LOGS).glob("*_forged*"))
        forged.with_name(forged.name.replace("forged", "other")).write_bytes(b"x")
        self.assertEqual(ids(Subject("one more", folder, *one.arguments)), ids(one))


class OCSFTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(ocsf_json_schema.__file__).parent / "ocsf"
        schemas = OcsfJsonSchemaEmbedded(json.loads((folder / "1.8.0.json").read_text()))
        cls.validators = {
            number: jsonschema.Draft202012Validator(schemas.get_class_schema(name, ["cloud"]))
            for number, name in ((2003, "compliance_finding"), (2004, "detection_finding"), (6003, "api_activity"))
        }

    def records(self, subject):
        return [json.loads(line) for line in subject.text("ocsf").splitlines()]

    def findings(self, subject):
        """The records that aren't control changes."""
        return [record for record in self.records(subject) if record["class_uid"] != 6003]

    @each
    def test_schema(self, subject):
        """The schema of the version that the records name. It doesn't allow unknown members."""
        records = self.records(subject)
        self.assertEqual(len(records), len(subject.groups) + len(subject.changes) + len(subject.controls))
        for record, group in zip(records, subject.groups):
            self.assertEqual((record["count"], record["unmapped"]["code"]), (group["count"], group["code"]))
            self.assertEqual("start_time" in record, group["from"] is not None)
            self.assertLessEqual(len(record["evidences"]), 10)
        for record in records:
            self.assertEqual(record["metadata"]["version"], "1.8.0")
            errors = self.validators[record["class_uid"]].iter_errors(record)
            self.assertEqual([f"{list(e.path)}: {e.message[:300]}" for e in errors], [])

    @each
    def test_models(self, subject):
        for record in self.findings(subject):
            model = {2003: ComplianceFinding, 2004: DetectionFinding}[record["class_uid"]]
            model.model_validate(record)

    @each
    def test_facts(self, subject):
        for record in self.records(subject):
            self.assertEqual(record["type_uid"], record["class_uid"] * 100 + record["activity_id"])
            # Times are in milliseconds, not seconds.
            self.assertGreater(record["time"], 1_600_000_000_000)
        records = self.findings(subject)
        for record in records:
            self.assertEqual(record["time"], record["finding_info"]["created_time"])
        names = [record["finding_info"]["uid"] for record in records]
        self.assertEqual(len(set(names)), len(names))
