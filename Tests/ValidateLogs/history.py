"""CloudTrail's deliveries: a random true history of trails, digests, logs and keys, and the bucket that holds it."""

import copy
import dataclasses
import gzip
import hashlib
import json

import signing
from names import DAY, HOUR, Chain, iso

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@dataclasses.dataclass
class Stored:
    """An S3 object."""

    body: bytes
    metadata: dict


@dataclasses.dataclass
class Digest:
    """A digest as CloudTrail delivered it."""

    chain: Chain
    place: tuple
    start: int
    end: int
    backfill: bool
    previous: "Digest | None"
    logs: list
    key: signing.SigningKey
    signed_at: int
    document: dict
    content: bytes
    signature: str
    # Content and signature of an earlier delivery under the same key, which AWS signed too.
    earlier: tuple | None = None

    @property
    def metadata(self):
        return signature_metadata(self.signature, self.signed_at if self.backfill else None)


class World:
    """One or two buckets, with the truth about them."""

    def __init__(self):
        self.chains, self.digests, self.notes = [], [], []
        self.truth = {}  # place -> inflated content
        self.store = {}  # place -> Stored
        self.keys = {}  # Region -> listed keys
        self.window = (0, 0)
        self.bucket = {}  # chain -> the bucket of its trail today, the same for all chains of a trail
        self.earlier = {}  # place -> content that AWS signed for it before

    def buckets(self):
        return sorted({place[0] for place in self.truth})


def signature_metadata(signature, generated=None):
    metadata = {"signature": signature, "signature-algorithm": "SHA256withRSA"}
    if generated is not None:
        metadata["backfill-generation-timestamp"] = iso(generated)
    return metadata


def compact(value):
    return json.dumps(value, separators=(",", ":")).encode()


def deflate(content, level=6):
    return gzip.compress(content, level, mtime=0)


def string_to_sign(document, content):
    return "\n".join((
        document["digestEndTime"], f"{document['digestS3Bucket']}/{document['digestS3Object']}",
        hashlib.sha256(content).hexdigest(), document["previousDigestSignature"] or "null",
    ))


def unique(rng):
    return "".join(rng.choices(ALPHABET, k=16))


def records(rng, count):
    return compact({"Records": [
        {"eventVersion": "1.09", "eventID": f"{rng.getrandbits(128):032x}", "eventName": rng.choice(
            ("GetObject", "AssumeRole", "DeleteTrail", "PutBucketPolicy"))}
        for _ in range(count)
    ]})


class Author:
    """Writes one world. Every choice comes from the given generator."""

    def __init__(self, rng):
        self.rng, self.world = rng, World()
        self.moving = {}  # trail -> the hour from which on it has another bucket

    def write(self):
        rng, world = self.rng, self.world
        hour = rng.choice((rng.randrange(24), 21, 22, 23, 0, 0))
        self.first = 20_000 * DAY + rng.randrange(0, 400) * DAY + hour * HOUR
        self.hours = rng.randrange(4, 10)
        organization = f"o-{rng.getrandbits(40):010x}" if rng.random() < 0.3 else None
        prefix = rng.choice(("", "", "audit", "a/b.c"))
        home = rng.choice(("us-east-1", "us-gov-west-1", "eu-central-1"))
        regions = rng.sample((home, "ap-southeast-2"), rng.choice((1, 1, 2)))
        accounts = [f"{rng.randrange(10**11, 10**12)}" for _ in range(rng.choice((1, 2)) if organization else 1)]
        trails = rng.sample(("management", "Org_trail.v2-x", "t"), 2 if rng.random() < 0.15 else 1)
        for region in regions:
            self.rotate(region)
        for trail in trails:
            self.moving[trail] = rng.randrange(1, self.hours) if rng.random() < 0.2 else None
        for account in accounts:
            for region in regions:
                for trail in trails:
                    chain = Chain(organization, accounts[0], account, region, trail, home, prefix)
                    world.chains.append(chain)
                    self.deliver(chain)
        for digest in world.digests:
            world.truth[digest.place] = digest.content
            world.earlier[digest.place] = digest.earlier and digest.earlier[0]
            world.store[digest.place] = Stored(deflate(digest.content), digest.metadata)
        for (bucket, key), content in world.truth.items():
            if (bucket, key) not in world.store:
                world.store[bucket, key] = Stored(deflate(content), {})
        self.draw_window()
        return world

    def rotate(self, region):
        """Two keys of a Region. The second one signs from a time within the history on, or never."""
        rng = self.rng
        second = self.first + rng.randrange(0, self.hours + 6) * HOUR if rng.random() < 0.5 else self.first + 20 * DAY
        overlap = rng.choice((0, 5 * DAY))
        old, new = signing.key(f"{region} 1"), signing.key(f"{region} 2")
        self.world.keys[region] = [
            signing.ListedKey(old, second - 30 * DAY, second + overlap),
            signing.ListedKey(new, second, second + 30 * DAY),
        ]

    def signer(self, region, at):
        index = 2 if at >= self.world.keys[region][1].start else 1
        return signing.key(f"{region} {index}")

    def deliver(self, chain):
        rng, world = self.rng, self.world
        start = self.first + rng.choice((0, 0, rng.randrange(0, HOUR)))
        bucket = "trail-logs"
        late = 3.4 * HOUR if rng.random() < 0.3 else 900
        restart = rng.randrange(1, self.hours) if rng.random() < 0.25 else None
        previous = previous_backfill = None
        for index in range(self.hours):
            if index == self.moving[chain.trail]:
                bucket = "trail-logs-2"
            end = start + HOUR
            if index == restart:
                previous, start, end = None, start + 2 * HOUR, end + 2 * HOUR
            elif restart is not None and index == restart - 1:
                # Logging stops. A last digest covers the rest.
                end = start + rng.choice((HOUR, HOUR // 2))
            logs = [self.log(chain, bucket, start, end) for _ in range(rng.choice((0, 1, 2, 2, 3)))]
            signed = end + rng.randrange(60, int(late))
            previous = self.digest(chain, bucket, start, end, previous, logs, signed)
            if rng.random() < 0.15:
                if rng.random() < 0.2 and previous.logs:
                    logs = [self.second_delivery(previous)]
                else:
                    logs = [self.log(chain, bucket, start, end)]
                signed = end + rng.randrange(HOUR, 30 * HOUR)
                previous_backfill = self.digest(chain, bucket, start, end, previous_backfill, logs, signed, True)
            start = end
        world.bucket[chain] = bucket

    def log(self, chain, bucket, start, end):
        rng = self.rng
        delivered = rng.randrange(start, end)
        stamp = (delivered + rng.randrange(-300, 1140)) // 300 * 300
        day = stamp + rng.choice((-HOUR, HOUR)) if rng.random() < 0.1 else stamp
        place = (bucket, chain.log_key(stamp, unique(rng), day))
        self.world.truth[place] = records(rng, rng.randrange(1, 5))
        return place, self.world.truth[place]

    def second_delivery(self, digest):
        """An object that was delivered again with other content, and is listed again. Either version may have stayed."""
        place, first = self.rng.choice(digest.logs)
        second = records(self.rng, 2)
        self.world.truth[place] = self.rng.choice((first, second))
        return place, second

    def digest(self, chain, bucket, start, end, previous, logs, signed, backfill=False):
        key = self.signer(chain.region, signed)
        place = (bucket, chain.digest_key(end, backfill))
        document = {
            "awsAccountId": chain.account,
            "digestStartTime": iso(start),
            "digestEndTime": iso(end),
            "digestS3Bucket": place[0],
            "digestS3Object": place[1],
            "digestPublicKeyFingerprint": key.fingerprint,
            "digestSignatureAlgorithm": "SHA256withRSA",
            "newestEventTime": iso(end - 60) if logs else None,
            "oldestEventTime": iso(start - 60) if logs else None,
            "previousDigestS3Bucket": previous and previous.place[0],
            "previousDigestS3Object": previous and previous.place[1],
            "previousDigestHashValue": previous and hashlib.sha256(previous.content).hexdigest(),
            "previousDigestHashAlgorithm": previous and "SHA-256",
            "previousDigestSignature": previous and previous.signature,
            "logFiles": [
                {
                    "s3Bucket": log[0], "s3Object": log[1], "hashValue": hashlib.sha256(content).hexdigest(),
                    "hashAlgorithm": "SHA-256", "newestEventTime": iso(end - 60), "oldestEventTime": iso(start - 60),
                }
                for log, content in logs
            ],
        }
        content = compact(document)
        digest = Digest(
            chain, place, start, end, backfill, previous, logs, key, signed, document, content,
            key.sign(string_to_sign(document, content)),
        )
        if logs and self.rng.random() < 0.3:
            less = copy.deepcopy(document)
            less["logFiles"].pop()
            earlier = compact(less)
            digest.earlier = (earlier, key.sign(string_to_sign(less, earlier)))
        self.world.digests.append(digest)
        return digest

    def draw_window(self):
        rng = self.rng
        starts = [digest.start for digest in self.world.digests if not digest.backfill]
        ends = [digest.end for digest in self.world.digests if not digest.backfill]
        start, end = min(starts), max(ends)
        shape = rng.randrange(5)
        if shape == 1:
            start, end = start - 2 * HOUR, end + 3 * HOUR
        elif shape == 2:
            start, end = rng.choice(starts), rng.choice(ends)
        elif shape == 3:
            start, end = rng.randrange(start, end), rng.randrange(start, end)
        elif shape == 4:
            # Logs of the preceding digest have later stamps.
            start = rng.choice(starts) + 300
        if end - start < HOUR:
            start, end = min(starts), max(ends)
        self.world.window = (start, end)
