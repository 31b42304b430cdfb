"""HTML, JUnit XML and metrics: formats for people, CI systems and monitoring."""

import re
import unittest

import html5lib
import junitparser

from checks import each, judge, needs
from subjects import EVIDENCE, LOGS, Subject, copy, subject

# The elements of the template. Any other would come from an archive.
ELEMENTS = set(
    "html head meta title style body header h1 h2 h3 p div strong span dl dt dd section svg g text line rect path "
    "table thead tbody tr th td ul li b br code article i a nav main pre details summary defs pattern use".split()
)
ATTRIBUTES = set(
    "lang charset name content colspan http-equiv class style viewBox role aria-label x y x1 x2 y1 y2 width height d fill "
    "stroke stroke-width text-anchor href id scope tabindex title aria-hidden patternTransform patternUnits".split()
)
GROUPED = re.compile(r"Warning: (missing <dd>|inserting implicit <dl>|missing </div> before <dt>|missing </dl> before </div>)\Z")
STYLE = re.compile(r"(background:#[0-9a-f]{3,6}|font-size:[0-9]+px)\Z")


class HTMLTest(unittest.TestCase):
    @each
    def test_markup(self, subject):
        """html5lib's strict parser reports every parse error of the HTML standard."""
        text = subject.text("html")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        elements = [e for e in parser.parse(text).iter() if isinstance(e.tag, str)]
        self.assertEqual({e.tag.rpartition("}")[2] for e in elements} - ELEMENTS, set())
        self.assertEqual({name for e in elements for name in e.attrib} - ATTRIBUTES, set())
        for style in (e.attrib["style"] for e in elements if "style" in e.attrib):
            self.assertRegex(style, STYLE)
        self.assertNotRegex(text, r"(?i)<script|<!--|url\((?!#)|@import")
        ids = [element.get("id") for element in elements if element.get("id")]
        self.assertEqual(len(set(ids)), len(ids))
        for element in elements:
            if element.get("href"):
                self.assertIn(element.get("href").removeprefix("#"), ids)
            if element.tag == "meta" and element.get("http-equiv"):
                self.assertEqual(element.get("content"), "default-src 'none'; style-src 'unsafe-inline'")

    @needs("tidy", "tidy")
    @each
    def test_tidy(self, subject):
        # An empty element of the legend is a patch of colour.
        outcome = judge("tidy", "-e", "-q", "-utf8", "--drop-empty-elements", "no", subject.files("html")[0])
        # HTML lets div elements group the rows of a dl. html5lib accepts that, and tidy doesn't.
        lines = [line for line in outcome.stderr.decode().splitlines() if not GROUPED.search(line)]
        self.assertEqual(lines, [])
        self.assertLessEqual(outcome.returncode, 1)

    def test_hostile_names_are_shown(self):
        """The hostile names are there as text. Otherwise the test above would prove nothing."""
        document = html5lib.parse(subject("hostile").text("html"), namespaceHTMLElements=False)
        text = "".join(document.itertext())
        for name in ("<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><b>", "&lt;"):
            self.assertIn(name, text)


class JUnitTest(unittest.TestCase):
    @needs("xmllint", "libxml2-utils")
    @each
    def test_well_formed(self, subject):
        outcome = judge("xmllint", "--noout", subject.files("junit")[0])
        self.assertEqual((outcome.returncode, outcome.stderr.decode()), (0, ""))

    @each
    def test_totals(self, subject):
        document = junitparser.JUnitXml.fromfile(str(subject.files("junit")[0]))
        stated = {name: getattr(document, name) for name in ("tests", "failures", "errors", "skipped")}
        suites = list(document)
        for suite in suites:
            counted = self.count(list(suite))
            self.assertEqual({name: getattr(suite, name) for name in stated}, counted)
        self.assertEqual(stated, self.count([case for suite in suites for case in suite]))
        failed = [one for one in subject.findings if one["verdict"] == "invalid"]
        failed += [control for control in subject.controls if control["status"] == "FAILED"]
        self.assertEqual(stated["failures"] > 0, bool(failed))
        self.assertEqual(len({suite.name for suite in suites}), len(suites))
        # There is a case for each group that isn't only a note.
        told = [group for group in subject.groups if group["verdict"] != "note" or group["allowed"]]
        controls = [control for control in subject.controls if control["status"] != "PASSED"]
        self.assertEqual(stated["failures"] + stated["errors"] + stated["skipped"], len(told) + len(controls))
        places = [(case.classname, case.name) for suite in suites for case in suite]
        self.assertEqual(len(set(places)), len(places))

    @staticmethod
    def count(cases):
        kinds = [type(result) for case in cases for result in case.result]
        assert all(len(case.result) <= 1 for case in cases)
        return {
            "tests": len(cases), "failures": kinds.count(junitparser.Failure),
            "errors": kinds.count(junitparser.Error), "skipped": kinds.count(junitparser.Skipped),
        }


class PrometheusTest(unittest.TestCase):
    @needs("promtool", "prometheus")
    @each
    def test_lint(self, subject):
        with subject.files("prometheus")[0].open("rb") as file:
            outcome = judge("promtool", "check", "metrics", stdin=file)
        self.assertEqual((outcome.returncode, outcome.stdout + outcome.stderr), (0, b""))

    def test_last_success_survives_failures(self):
        folder = copy("cases/clean", "metrics")
        clean = Subject("metrics", folder, "verify", *EVIDENCE)
        first = self.values(clean)
        success = first["trailseal_last_success_timestamp_seconds"]
        self.assertEqual(success, first["trailseal_last_run_timestamp_seconds"])
        self.assertEqual(first["trailseal_last_run_exit_code"], "0")
        file = clean.files("prometheus")[0]
        # The old file is as of yesterday, so the values show which run they are from.
        text = file.read_text()
        yesterday = str(int(success) - 86_400)
        file.write_text(re.sub(r"(?m)^(trailseal_last_success_\w+\{.*\}) \d+$", rf"\1 {yesterday}", text))
        for path in sorted((folder / LOGS).iterdir())[:1]:
            path.unlink()
        for _ in range(2):
            failing = Subject("metrics", folder, "verify", *EVIDENCE)
            self.assertEqual(failing.status, 1)
            second = self.values(failing)
            self.assertEqual(second["trailseal_last_success_timestamp_seconds"], yesterday)
            self.assertEqual(second["trailseal_last_run_exit_code"], "1")

    @staticmethod
    def values(subject):
        lines = [line for line in subject.text("prometheus").splitlines() if not line.startswith("#")]
        return {re.match(r"\w+", line)[0]: line.rpartition(" ")[2] for line in lines}
