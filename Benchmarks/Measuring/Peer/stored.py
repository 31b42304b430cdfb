"""An archive of trailseal-fixtures, in the form that the stand-in of Tests/ValidateLogs answers from."""

import gzip
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Tests/ValidateLogs"))

from names import Chain, is_digest, iso, stamp  # noqa: E402

DIGEST = re.compile(r"(?:.*/)?(?P<account>\d{12})_CloudTrail-Digest_(?P<region>[a-z0-9-]+)_(?P<trail>.+)_(?P<home>[a-z0-9-]+)_")
HOUR = 3600


class Object:
    """An S3 object."""

    def __init__(self, body, metadata):
        self.body, self.metadata = body, metadata


class Store(dict):
    """The objects by bucket and key. Each is read when it is asked for."""

    def __init__(self, archive):
        super().__init__()
        self.archive = archive

    def get(self, place, default=None):
        if place not in self:
            return default
        if self[place] is None:
            key, metadata = place[1], {}
            if is_digest(key):
                with open(os.path.join(self.archive, "all-signatures", f"{key}.json")) as file:
                    metadata = json.load(file)["Metadata"]
            with open(os.path.join(self.archive, "archive", key), "rb") as file:
                self[place] = Object(file.read(), metadata)
        return self[place]


class ListedKey:
    def __init__(self, record):
        self.answer, self.start, self.end = record, record["ValidityStartTime"], record["ValidityEndTime"]

    def record(self):
        return self.answer


class World:
    """What the stand-in needs to know about the archive."""

    def __init__(self, archive):
        self.store = Store(archive)
        self.bucket, self.chains, self.keys, self.windows = {}, [], {}, {}
        root = os.path.join(archive, "archive")
        keys = sorted(os.path.relpath(os.path.join(folder, name), root) for folder, _, names in os.walk(root) for name in names)
        bucket = None
        for key in filter(is_digest, keys):
            bucket = bucket or bucket_of(os.path.join(root, key))
            parts = DIGEST.match(key)
            chain = Chain(None, parts["account"], parts["account"], parts["region"], parts["trail"], parts["home"], "")
            if chain not in self.bucket:
                self.chains.append(chain)
                self.bucket[chain], self.windows[chain] = bucket, (stamp(key) - HOUR, stamp(key))
            start, end = self.windows[chain]
            self.windows[chain] = (min(start, stamp(key) - HOUR), max(end, stamp(key)))
        self.store.update({(bucket, key): None for key in keys})
        records = []
        for name in os.listdir(os.path.join(archive, "keys")):
            with open(os.path.join(archive, "keys", name)) as file:
                records += [ListedKey(record) for record in json.load(file)["PublicKeyList"]]
        self.keys = {chain.region: records for chain in self.chains}

    def arguments(self):
        """The arguments of validate-logs for each chain."""
        return [
            ["cloudtrail", "validate-logs", "--trail-arn", chain.arn, "--region", chain.region,
             "--start-time", iso(self.windows[chain][0]), "--end-time", iso(self.windows[chain][1])]
            for chain in self.chains
        ]


def bucket_of(path):
    with gzip.open(path) as file:
        return json.load(file)["digestS3Bucket"]
