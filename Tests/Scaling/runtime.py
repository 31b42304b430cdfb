"""Functions that the tests of jobs share: containers without a container runtime, and a comparison of reports."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests/Reports"))
try:
    import schemas
except ImportError:
    # Tests/Scaling/run also compares reports without the Python package index.
    schemas = None
JOBS = ROOT / "Packaging" / "jobs"


def is_possible():
    """Whether name spaces are available."""
    if not shutil.which("bwrap"):
        return False
    return subprocess.run(["bwrap", *base(), "true"], capture_output=True, check=False).returncode == 0


def base():
    """A root that holds only the programs of this machine."""
    arguments = ["--ro-bind", "/usr", "/usr", "--dev", "/dev", "--proc", "/proc"]
    for name in ("bin", "sbin", "lib", "lib64"):
        if os.path.islink(f"/{name}"):
            arguments += ["--symlink", f"usr/{name}", f"/{name}"]
        elif os.path.exists(f"/{name}"):
            arguments += ["--ro-bind", f"/{name}", f"/{name}"]
    return [*arguments, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]


class Image:
    """The content of an image with the Debian package: a trailseal on the PATH, and the scripts of the jobs.

    `program` may be a script around `binary`. It calls that as /usr/local/libexec/trailseal.
    """

    def __init__(self, binary, program=None):
        self.binary, self.program = binary, program or binary
        # A static program has none, and ldd then fails.
        listed = subprocess.run(["ldd", binary], capture_output=True, text=True, check=False).stdout
        paths = {os.path.dirname(line.split("=>")[1].split()[0]) for line in listed.splitlines() if "=> /" in line}
        self.libraries = sorted(path for path in paths if not path.startswith(("/usr", "/lib")))

    def run(self, command, environment, user, mounts):
        """The status and the output of a container with a read-only root, and without network and capabilities.

        `mounts`: target: (source, whether it is read-only).
        """
        # bwrap creates missing folders with permissions for their owner alone.
        arguments = ["bwrap", *base(), "--perms", "0755", "--tmpfs", "/usr/local", "--perms", "0755", "--tmpfs", "/usr/libexec"]
        made = ["/usr/local/bin", "/usr/local/libexec", "/usr/libexec/trailseal", "/usr/libexec/trailseal/jobs"]
        made += [str(parent) for path in self.libraries for parent in reversed(pathlib.Path(path).parents) if parent.name]
        for path in dict.fromkeys(made):
            arguments += ["--perms", "0755", "--dir", path]
        arguments += ["--ro-bind", self.program, "/usr/local/bin/trailseal"]
        arguments += ["--ro-bind", self.binary, "/usr/local/libexec/trailseal"]
        for name in ("shard", "merge"):
            arguments += ["--ro-bind", str(JOBS / name), f"/usr/libexec/trailseal/jobs/{name}"]
        for path in self.libraries:
            arguments += ["--ro-bind", path, path]
        for target, (source, is_read_only) in mounts.items():
            arguments += ["--ro-bind" if is_read_only else "--bind", str(source), target]
        for path in ("/usr/local", "/usr/libexec", "/"):
            arguments += ["--remount-ro", path]
        arguments += ["--unshare-net", "--unshare-pid", "--unshare-ipc", "--chdir", "/", "--clearenv"]
        for name, value in {"PATH": "/usr/local/bin:/usr/bin:/bin", **environment}.items():
            arguments += ["--setenv", name, value]
        if os.geteuid() == 0:
            arguments += ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", "--no-new-privs"]
            arguments += ["--bounding-set=-all", "--inh-caps=-all"]
        else:
            arguments += ["--unshare-user", "--uid", str(user), "--gid", str(user)]
        result = subprocess.run(
            arguments + command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return result.returncode, result.stdout


def content(path):
    """What a report says about the archive, without the run."""
    report = json.loads(pathlib.Path(path).read_bytes())
    departures = schemas.errors(report) if schemas else []
    if departures:
        raise AssertionError(f"{path}: {departures}")
    del report["run"]
    return report


def results(folder, user):
    """A volume that the user of the containers can write to."""
    folder.mkdir(parents=True)
    if os.geteuid() == 0:
        os.chown(folder, user, user)
    return folder
