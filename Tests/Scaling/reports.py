"""Checks what reports say. Tests/Scaling/run calls it.

Usage: reports.py same REPORT REPORT | says REPORT VERDICT [WARNING] | shard REPORT I N | since REPORT
"""

import json
import sys

import runtime

what, name, *rest = sys.argv[1:]
report = runtime.content(name)
if what == "same":
    other = runtime.content(rest[0])
    differences = [key for key in report.keys() | other.keys() if report.get(key) != other.get(key)]
    if differences:
        sys.exit(f"{differences} differ")
elif what == "says":
    if report["verdict"] != rest[0] or report["warnings"] != rest[1:]:
        sys.exit(f"{report['verdict']}, {report['warnings']}")
elif what == "shard":
    shard = json.load(open(name))["run"]["shard"]
    if (shard["index"], shard["count"]) != (int(rest[0]), int(rest[1])):
        sys.exit(f"it is of {shard}")
elif what == "since":
    if not report.get("readSince"):
        sys.exit("everything was read")
else:
    sys.exit(__doc__)
