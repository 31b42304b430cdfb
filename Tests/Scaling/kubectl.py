"""A stand-in for kubectl and a cluster. The pods of a Job run in containers of runtime.py as soon as the Job is created.

It implements the part of the Job controller that Packaging/jobs/kubernetes relies on (Kubernetes documentation, "Jobs"):
indexes, backoffLimitPerIndex or backoffLimit, and the exit codes of podFailurePolicy. Everything is first validated against
the API's schema.
The folder SCALING_CLUSTER holds image.json (see `Image`), volumes.json (claim: folder) and the created objects.
"""

import json
import os
import pathlib
import sys

import kubernetes_validate
import runtime
import yaml

CLUSTER = pathlib.Path(os.environ["SCALING_CLUSTER"])


def action(spec, container, status):
    for rule in spec.get("podFailurePolicy", {}).get("rules", []):
        codes = rule.get("onExitCodes")
        if codes and codes["containerName"] == container and (status in codes["values"]) == (codes["operator"] == "In"):
            return rule["action"]
    return None


def run(job):
    spec, pod = job["spec"], job["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never", "podFailurePolicy needs it"
    (container,) = pod["containers"]
    image = runtime.Image(**json.loads((CLUSTER / "image.json").read_text()))
    claims = json.loads((CLUSTER / "volumes.json").read_text())
    volumes = {one["name"]: claims[one["persistentVolumeClaim"]["claimName"]] for one in pod["volumes"]}
    mounts = {one["mountPath"]: (volumes[one["name"]], one.get("readOnly", False)) for one in container["volumeMounts"]}
    limit = spec.get("backoffLimitPerIndex", spec.get("backoffLimit", 6))
    pods, failed = [], False
    for index in range(spec.get("completions", 1)):
        environment = {one["name"]: one["value"] for one in container.get("env", [])}
        if spec.get("completionMode") == "Indexed":
            environment["JOB_COMPLETION_INDEX"] = str(index)
        for _ in range(limit + 1):
            status, output = image.run(
                container["command"] + container["args"], environment, pod["securityContext"]["runAsUser"], mounts)
            pods.append({"index": index, "status": status, "output": output})
            if status == 0 or action(spec, container["name"], status) in ("FailIndex", "FailJob"):
                break
        failed |= status != 0
    return {"condition": "Failed" if failed else "Complete", "pods": pods}


def main(command, *arguments):
    options = dict(one.removeprefix("--").split("=", 1) for one in arguments if "=" in one)
    names = [one for one in arguments if not one.startswith("-")]
    if command in ("create", "apply"):
        source = options["filename"]
        document = yaml.safe_load(sys.stdin if source == "-" else open(source))
        kubernetes_validate.validate(document, "1.37.0", strict=True)
        name = document["kind"].lower() + "." + document["metadata"]["name"]
        place = CLUSTER / f"{name}.json"
        assert command == "apply" or not place.exists(), f"{name} exists"
        if document["kind"] == "Job":
            document["status"] = run(document)
        place.write_text(json.dumps(document))
        print("job.batch/" + document["metadata"]["name"] if document["kind"] == "Job" else name)
        return
    job = options.get("selector", "").removeprefix("job-name=") or names[0].removeprefix("job.batch/")
    document = json.loads((CLUSTER / f"job.{job}.json").read_text())
    assert options["namespace"] == document["metadata"]["namespace"]
    pods = document["status"]["pods"]
    if command == "logs":
        print(pods[-1]["output"], end="")
    elif command == "get" and names == ["pods"]:
        print(pods[-1]["status"], end="")
    elif command == "get":
        # The controller adds this one first.
        print(("FailureTarget " if document["status"]["condition"] == "Failed" else "SuccessCriteriaMet ")
              + document["status"]["condition"], end="")
    else:
        sys.exit(f"unknown command {command}")


if __name__ == "__main__":
    main(*sys.argv[1:])
