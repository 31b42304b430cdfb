"""Validates reports against the published schemas, with a JSON Schema library.

Usage: schemas.py FILE...: reports as JSON, or as JSON Lines if their names end in .jsonl. Prints each violation.
"""

import functools
import json
import pathlib
import sys

import jsonschema
import referencing
from referencing.jsonschema import DRAFT202012

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Documentation/schema"


def strict(schema):
    """The schema, without its permission for members of later versions: this version writes only described members."""
    if isinstance(schema, list):
        return [strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {name: strict(value) for name, value in schema.items()}
    if schema.get("type") == "object":
        if "$ref" in schema or "allOf" in schema:
            result["unevaluatedProperties"] = False
        elif "properties" in schema:
            result["additionalProperties"] = False
    return result


@functools.cache
def validators():
    """By the names of their files."""
    schemas = {}
    for file in FOLDER.glob("*.json"):
        schema = json.loads(file.read_bytes())
        jsonschema.Draft202012Validator.check_schema(schema)
        schemas[file.name] = strict(schema)
    registry = referencing.Registry().with_resources(
        (name, DRAFT202012.create_resource(schema)) for name, schema in schemas.items()
    )
    return {name: jsonschema.Draft202012Validator(schema, registry=registry) for name, schema in schemas.items()}


def kind(report):
    """The command that wrote the report."""
    if "verdict" not in report:
        return "controls.json"
    return "merge.json" if "shards" in report.get("run", {}) else "verify.json"


def errors(value, name=None):
    found = validators()[name or kind(value)].iter_errors(value)
    return [f"{list(error.absolute_path)}: {error.message[:300]}" for error in found]


def errors_of_lines(text):
    lines = [json.loads(line) for line in text.split("\n")[:-1]]
    return [f"line {number}: {error}" for number, line in enumerate(lines, 1) for error in errors(line, "lines.json")]


def main(names):
    found = []
    for name in names:
        text = pathlib.Path(name).read_text(encoding="utf-8")
        report = errors_of_lines(text) if name.endswith(".jsonl") else errors(json.loads(text))
        found += [f"{name}: {error}" for error in report]
    if not names or found:
        sys.exit("\n".join(found) or __doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
