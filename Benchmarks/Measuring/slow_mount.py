"""Mounts a folder with Benchmarks/slowfs.c, and checks that the mount serves as many files at once as a bucket would."""

import contextlib
import os
import subprocess
import time

from bench import ROOT, need_packages
from process import Failure, Unavailable, answer, say

AT_ONCE = 64


@contextlib.contextmanager
def slow_mount(bench, folder, delay):
    """The path of a read-only mount of `folder` that waits `delay` ms before each open."""
    if not os.path.exists("/dev/fuse"):
        raise Unavailable("there is no /dev/fuse")
    need_packages("libfuse3-dev", "fuse3")
    flags = answer(["pkg-config", "--cflags", "--libs", "fuse3"]).split()
    program, point = bench.compiled("slowfs", *flags), bench.path(f"mounted-{os.getpid()}")
    os.makedirs(point, exist_ok=True)
    # Without max_threads, libfuse serves ten requests at once.
    process = subprocess.Popen(
        [program, folder, str(delay), point, "-f", "-o", "ro,max_threads=128"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )
    try:
        deadline = time.monotonic() + 10
        while not os.path.ismount(point):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                message = process.communicate()[1].strip().splitlines() or ["no message"]
                raise Unavailable(f"can't mount: {message[0]}")
            time.sleep(0.01)
        check(bench, point, delay)
        yield point
    finally:
        if os.path.ismount(point):
            subprocess.run(["fusermount3", "-u", "-z", point], check=False)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        os.rmdir(point)


def check(bench, point, delay):
    """64 opens at once must take less than twice as long as one, or the mount is slower than the storage it stands for."""
    files = [os.path.join(folder, name) for folder, _, names in os.walk(point) for name in sorted(names)][:AT_ONCE]
    if len(files) < AT_ONCE:
        raise Failure(f"the mount shows only {len(files)} files")
    one, many = map(float, answer([bench.compiled("opens", "-lpthread"), *files]).split())
    say(f"    one open: {one:.1f} ms, {AT_ONCE} at once: {many:.1f} ms")
    if one < delay or many >= 2 * one:
        raise Unavailable(f"the mount isn't parallel: one open takes {one:.1f} ms, {AT_ONCE} at once {many:.1f} ms")
