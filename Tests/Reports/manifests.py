"""`trailseal manifest`, checked by the tools whose formats it uses."""

import os
import subprocess
import unittest

from checks import judge, needs
from subjects import FOLDER, HOSTILE, run, write


class ManifestTest(unittest.TestCase):
    def tree(self, place, leave_out=b""):
        folder = FOLDER / place
        for number, name in enumerate((*HOSTILE, b"plain", b"end\\", b"\\", b"a\rb", b"#comment", b"%%%% x", b"x,y")):
            name = name.replace(b"/", b"")
            if not any(byte in name for byte in leave_out):
                write(folder / "tree", name + b"/" + name, os.urandom(number * 99))
        write(folder / "tree", b"empty", b"")
        return folder

    def files(self, folder):
        return sum(len(files) for _, _, files in os.walk(folder / "tree"))

    def test_sha256sum(self):
        folder = self.tree("sums")
        manifest = run("manifest", "tree", folder=folder)
        self.assertEqual((manifest.returncode, manifest.stderr), (0, b""))
        check = judge("sha256sum", "--check", "--strict", cwd=folder, input=manifest.stdout)
        self.assertEqual(check.returncode, 0, check.stderr)
        self.assertEqual(check.stdout.count(b": OK\n"), self.files(folder))
        # The tool's own output, except for the order.
        top = os.fsencode(folder)
        names = sorted(
            os.path.relpath(os.path.join(path, name), top)
            for path, _, names in os.walk(os.path.join(top, b"tree")) for name in names
        )
        own = subprocess.run(["sha256sum", *names], cwd=folder, capture_output=True, check=True)
        self.assertEqual(manifest.stdout, own.stdout)
        victim = os.path.join(top, names[3])
        with open(victim, "ab") as file:
            file.write(b"x")
        check = judge("sha256sum", "--check", "--strict", "--quiet", cwd=folder, input=manifest.stdout)
        self.assertEqual(check.returncode, 1)
        self.assertEqual(check.stdout.count(b"FAILED"), 1)

    @needs("hashdeep", "hashdeep")
    def test_hashdeep(self):
        """Covers names without a line feed. That form can't hold others: hashdeep's audit of its own lines fails too."""
        folder = self.tree("audit", leave_out=b"\n")
        manifest = run("manifest", "tree", "--format", "hashdeep", folder=folder)
        self.assertEqual((manifest.returncode, manifest.stderr), (0, b""))
        (folder / "known").write_bytes(manifest.stdout)
        audit = judge("hashdeep", "-a", "-v", "-l", "-r", "-k", "known", "tree", cwd=folder)
        text = audit.stdout.decode(errors="replace")
        self.assertEqual(audit.returncode, 0, text + audit.stderr.decode(errors="replace"))
        self.assertIn("Audit passed", text)
        self.assertRegex(text, rf"Files matched: {self.files(folder)}\b")
        own = judge("hashdeep", "-c", "sha256", "-l", "-r", "tree", cwd=folder)
        ours, theirs = (
            sorted(line for line in text.split(b"\n") if line[:1].isdigit()) for text in (manifest.stdout, own.stdout)
        )
        self.assertEqual(ours, theirs)
        write(folder / "tree", b"added", b"x")
        audit = judge("hashdeep", "-a", "-l", "-r", "-k", "known", "tree", cwd=folder)
        self.assertNotEqual(audit.returncode, 0)

    def test_hashdeep_leaves_out_what_it_cannot_hold(self):
        """A name with a line feed would give a separate line, for a file that the attacker chooses."""
        folder = FOLDER / "forged"
        write(folder / "tree", b"x\n1," + b"0" * 64 + b",tree", b"")
        write(folder / "tree", b"kept", b"")
        manifest = run("manifest", "tree", "--format", "hashdeep", folder=folder)
        self.assertEqual(manifest.returncode, 2)
        self.assertIn(b"line feed", manifest.stderr)
        self.assertEqual([line[-9:] for line in manifest.stdout.splitlines() if line[:1].isdigit()], [b"tree/kept"])
