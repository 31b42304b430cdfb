"""Checks every report format with other projects' schemas, parsers and linters. Tests/Reports/run calls it."""

import sys
import unittest

import subjects

MODULES = ("documents", "exchange", "security", "manifests")

if __name__ == "__main__":
    suite = unittest.TestSuite(unittest.defaultTestLoader.loadTestsFromName(name) for name in MODULES)
    print(f"{len(subjects.all_subjects())} runs, each with {len(subjects.FORMATS)} formats", file=sys.stderr)
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    for test, reason in result.skipped:
        print(f"Skipped: {test}: {reason}", file=sys.stderr)
    sys.exit(not result.wasSuccessful())
