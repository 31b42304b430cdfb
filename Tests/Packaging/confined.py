"""Runs ExecStart of a unit under the system call filters that systemd 252 would load for it.

Usage: confined.py UNIT CONFIGURATION run|probe [ARGUMENT ...]
Run it without privileges, in its own name space (see run). `probe` tries forbidden calls instead.
"""

import ctypes
import errno
import mmap
import os
import socket
import subprocess
import sys

import seccomp

import unit

libc = ctypes.CDLL(None, use_errno=True)
LIBC_CALL = {"openat2": 437, "unshare": 272} if os.uname().machine == "x86_64" else {"openat2": 437, "unshare": 97}
NAMESPACES = [0x00000080, 0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]


def groups():
    """The sets of system calls, from systemd itself."""
    text = subprocess.run(
        ["systemd-analyze", "--no-pager", "syscall-filter"], capture_output=True, text=True, check=True).stdout
    sets, current = {}, []
    for line in text.splitlines():
        if line.startswith("@"):
            current = sets[line.strip()] = []
        elif line.startswith("    ") and not line.strip().startswith("#"):
            current.append(line.strip())
    return sets


def expand(names, sets):
    calls = set()
    for name in names:
        calls |= expand(sets[name], sets) if name.startswith("@") else {name}
    return calls


def forbid(error, *rules):
    """A filter that answers some calls with an error."""
    filter = seccomp.SyscallFilter(seccomp.ALLOW)
    for name, *arguments in rules:
        filter.add_rule(seccomp.ERRNO(error), name, *arguments)
    filter.load()


def bits(index, mask, value=None):
    return seccomp.Arg(index, seccomp.MASKED_EQ, mask, mask if value is None else value)


def confine(path):
    said = lambda name: unit.settings(path, name)
    sets = groups()
    allowed = set()
    for value in said("SystemCallFilter"):
        if value.startswith("~"):
            allowed -= expand(value[1:].split(), sets)
        else:
            allowed |= expand(value.split() + ["@default"], sets)

    # systemd loads each of these as a separate filter, and the strictest answer counts.
    if said("MemoryDenyWriteExecute") == ["yes"]:
        forbid(
            errno.EPERM, ("mmap", bits(2, mmap.PROT_WRITE | mmap.PROT_EXEC)), ("mprotect", bits(2, mmap.PROT_EXEC)),
            ("pkey_mprotect", bits(2, mmap.PROT_EXEC)), ("shmat", bits(2, 0o100000)))
    if said("RestrictSUIDSGID") == ["yes"] or said("DynamicUser") == ["yes"]:
        modes = [("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2), ("mknod", 1), ("creat", 1)]
        rules = [(name, bits(at, bit)) for bit in (0o4000, 0o2000) for name, at in modes]
        rules += [("openat", bits(2, os.O_CREAT), bits(3, bit)) for bit in (0o4000, 0o2000)]
        forbid(errno.EPERM, ("openat2",), *rules)
    if said("RestrictNamespaces") == ["yes"]:
        flags = [(name, bits(0, flag)) for name in ("clone", "unshare") for flag in NAMESPACES]
        forbid(errno.EPERM, ("setns",), *flags)
        forbid(errno.ENOSYS, ("clone3",))
    if said("RestrictAddressFamilies") == ["none"]:
        forbid(errno.EAFNOSUPPORT, ("socket",))
    if said("RestrictRealtime") == ["yes"]:
        forbid(errno.EPERM, *(("sched_setscheduler", seccomp.Arg(1, seccomp.EQ, policy)) for policy in (1, 2, 6)))
    if said("LockPersonality") == ["yes"]:
        forbid(errno.EPERM, ("personality", seccomp.Arg(0, seccomp.NE, 0)))

    filter = seccomp.SyscallFilter(seccomp.KILL_PROCESS)
    for name in sorted(allowed):
        try:
            filter.add_rule(seccomp.ALLOW, name)
        except (RuntimeError, ValueError, OSError):
            # This architecture doesn't have the call.
            continue
    filter.load()


def probe():
    """Everything that must fail, and checks that it does."""
    def refuses(what, error, body):
        try:
            body()
        except OSError as problem:
            if problem.errno in error:
                return
            raise
        raise SystemExit(f"{what}: not refused")

    def call(name, *arguments):
        if libc.syscall(LIBC_CALL[name], *arguments) == -1:
            raise OSError(ctypes.get_errno(), name)

    def kills(body):
        child = os.fork()
        if child == 0:
            body()
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != -31:
            raise SystemExit("a call out of @resources does not end with SIGSYS")

    refuses("a socket", {errno.EAFNOSUPPORT}, lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
    refuses("a local socket", {errno.EAFNOSUPPORT}, lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    refuses(
        "writable and executable memory", {errno.EPERM},
        lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC))
    refuses("openat2", {errno.EPERM}, lambda: call("openat2", -100, b"/", b"\0" * 24, 24))
    refuses("a name space", {errno.EPERM}, lambda: call("unshare", 0x10000000))
    for path in ("/new", "/usr/new", "/srv/cloudtrail/archive/new", "/sys/new"):
        refuses(path, {errno.EROFS, errno.EACCES, errno.EPERM}, lambda: open(path, "w"))
    refuses("/proc/stat", {errno.ENOENT}, lambda: os.stat("/proc/stat"))
    kills(lambda: os.nice(1))
    open("/var/lib/trailseal/probe", "w").close()
    os.unlink("/var/lib/trailseal/probe")
    with open("/proc/self/status", encoding="ascii") as file:
        status = {name: value.strip() for name, value in (line.split(":", 1) for line in file)}
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        if int(status[name], 16) != 0:
            raise SystemExit(f"{name}: {status[name]}")
    if status["NoNewPrivs"] != "1" or os.getuid() == 0:
        raise SystemExit("privileges")
    if [name for name in os.listdir("/sys/class/net") if name != "lo"]:
        raise SystemExit("/sys shows interfaces")


def main():
    path, configuration, what, *arguments = sys.argv[1:]
    with open(configuration, encoding="utf-8") as file:
        command = unit.command(path, [file.read()]) + arguments
    confine(path)
    if what == "probe":
        probe()
        return
    os.execv(command[0], command)


main()
