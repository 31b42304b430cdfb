"""Writes a world as files, like those of somebody who copied the bucket, and reads TrailSeal's result for every file."""

import json
import os
import pathlib
import shutil
import subprocess

from names import is_digest, iso, seconds

ORDER = ("verified", "unreferenced", "unverified", "missing", "invalid")


class Sealed:
    """TrailSeal's results: statuses and finding codes by place, and the exit status."""

    def __init__(self):
        self.said, self.codes, self.holes, self.status = {}, {}, [], None


def write(world, folder):
    for (bucket, key), stored in world.store.items():
        path = folder / "archive" / bucket / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(stored.body)
        if is_digest(key):
            head = folder / "heads" / (key + ".json")
            head.parent.mkdir(parents=True, exist_ok=True)
            head.write_text(json.dumps({
                "ContentLength": len(stored.body), "ContentType": "application/json", "ContentEncoding": "gzip",
                "Metadata": stored.metadata,
            }))
    (folder / "keys").mkdir()
    (folder / "heads").mkdir(exist_ok=True)
    for region, keys in world.keys.items():
        listing = {"PublicKeyList": [key.record() for key in keys]}
        (folder / "keys" / f"{region}.json").write_text(json.dumps(listing))


def judge(world, binary, folder):
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write(world, folder)
    report = folder / "report.jsonl"
    roots = [f"archive/{bucket}" for bucket in sorted(os.listdir(folder / "archive"))]
    run = subprocess.run(
        [binary, "verify", *roots, "--keys", "keys", "--signatures", "heads", "--from", iso(world.window[0]),
         "--to", iso(world.window[1]), "--jobs", "1", "--report", f"jsonl={report}"],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )
    if run.returncode not in (0, 1, 2):
        raise AssertionError(f"trailseal ended with {run.returncode}: {run.stderr}")
    (folder / "output.txt").write_text(run.stdout + run.stderr)
    return read(world, [json.loads(line) for line in report.read_text().splitlines()], run.returncode)


def read(world, lines, status):
    sealed = Sealed()
    sealed.status = status
    for line in lines:
        if line["kind"] in ("digest", "log"):
            for place in places(line):
                now = sealed.said.get(place, line["verdict"])
                sealed.said[place] = max(now, line["verdict"], key=ORDER.index)
        elif line["kind"] == "finding":
            for place in places(line):
                sealed.codes.setdefault(place, set()).add(line["code"])
            if line["code"] in ("digest-missing", "coverage-gap"):
                sealed.holes.append(line)
    for place in missing_digests(world, sealed.holes):
        sealed.said.setdefault(place, "missing")
    return sealed


def places(line):
    """The object in whose place the file lies, and the one that it stands for."""
    found = set()
    if line.get("path"):
        bucket, _, key = line["path"].removeprefix("archive/").partition("/")
        found.add((bucket, key))
    elif line.get("key"):
        found.add((line["bucket"], line["key"]))
    return found


def missing_digests(world, holes):
    """The true digests in a hole that TrailSeal calls missing. The finding gives only the ends of the hole."""
    for digest in world.digests:
        chain = digest.chain
        kind = "backfill" if digest.backfill else "standard"
        for hole in holes:
            about = hole.get("chain") or {}
            if (
                hole["code"] == "digest-missing"
                and digest.place not in world.store
                and (about.get("accountId"), about.get("region"), about.get("trail"), about.get("kind"))
                == (chain.account, chain.region, chain.trail, kind)
                and seconds(hole["from"]) < digest.end <= seconds(hole["to"])
            ):
                yield digest.place
