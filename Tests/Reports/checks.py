"""Functions that the tests of reports share."""

import functools
import shutil
import subprocess
import unittest

from subjects import all_subjects


def each(test):
    """Runs a test for every subject. A failure names its subject, and the other subjects still run."""

    @functools.wraps(test)
    def run(self):
        for subject in all_subjects():
            with self.subTest(subject.name):
                test(self, subject)

    return run


def needs(program, package):
    """Skips a test if the program of a Debian package is missing."""
    return unittest.skipUnless(shutil.which(program), f"needs the Debian package {package}")


def judge(*command, **options):
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **options)
