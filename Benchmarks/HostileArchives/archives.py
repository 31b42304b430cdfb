"""Twelve inputs that an attacker could plant in an archive, or that a user could have by chance. Each function writes one
of them to a folder and returns the arguments of `trailseal verify`. `size` scales the number of files or lines: 1 is full
size, 2 is double, 0.1 is a tenth. `copies`, `one-name` and `copies-and-answers` exceed caps of the verifier, which reports
them. Nothing is signed unless the function says so."""
import hashlib
import json
from datetime import datetime, timedelta, timezone

from trail import BUCKET, Chain, Signer, forged_signature, gzip_member, hour, write

LOG = '{"Records":[]}'
LOG_HASH = hashlib.sha256(LOG.encode()).hexdigest()


def keys(folder):
    """Writes the key listing and returns the arguments that every run needs."""
    signer = Signer()
    write(f"{folder}/keys/us-east-1.json", signer.listing())
    return [f"{folder}/archive", "--keys", f"{folder}/keys"]


def in_tree(folder, number, key):
    """The path of a key in one of many copies of the bucket."""
    return f"{folder}/archive/{number:06}/{key}"


def copies(folder, size):
    """16,000 copies of one digest, each in a copy of the bucket; signed, because an attacker copies a genuine one"""
    signer, chain = Signer(), Chain()
    content = chain.digest(hour(1), fingerprint=signer.fingerprint)
    member = gzip_member(content)
    signature = signer.sign(chain.string_to_sign(hour(1), content))
    answer = {"Bucket": BUCKET, "Key": chain.digest_key(hour(1)), "signature": signature}
    write(f"{folder}/answers.jsonl", json.dumps(answer) + "\n")
    for number in range(round(16_000 * size)):
        write(in_tree(folder, number, chain.digest_key(hour(1))), member)
    return keys(folder) + ["--signatures", f"{folder}/answers.jsonl"]


def one_log(folder, size):
    """3 digests that list one log 130,000 times each, each in a copy of the bucket with the log"""
    chain = Chain()
    key = chain.log_key(hour(0), 0)
    # Twice the size is twice the digests: one that lists a log 260,000 times would be over the limit of 64 MiB.
    count, times = (3, round(130_000 * size)) if size <= 1 else (round(3 * size), 130_000)
    for number in range(count):
        write(in_tree(folder, number, key), gzip_member(LOG))
        content = chain.digest(hour(number + 1), [chain.entry(key, LOG_HASH)] * times)
        write(in_tree(folder, number, chain.digest_key(hour(number + 1))), gzip_member(content))
    return keys(folder)


def copies_and_answers(folder, size):
    """1,500 copies of one digest and 1,500 saved answers that name it"""
    chain = Chain()
    member = gzip_member(chain.digest(hour(1)))
    count = round(1_500 * size)
    lines = []
    for number in range(count):
        write(in_tree(folder, number, chain.digest_key(hour(1))), member)
        answer = {"Bucket": BUCKET, "Key": chain.digest_key(hour(1)), "signature": forged_signature(number)}
        lines.append(json.dumps(answer) + "\n")
    write(f"{folder}/answers.jsonl", "".join(lines))
    return keys(folder) + ["--signatures", f"{folder}/answers.jsonl"]


def successors(folder, size):
    """1,000 digests of one name and 1,000 that name it as their predecessor, with 50 different signatures"""
    chain = Chain()
    count = round(1_000 * size)
    hashes = []
    for number in range(count):
        content = chain.digest(hour(1), more=f'"number":{number},')
        hashes.append(hashlib.sha256(content.encode()).hexdigest())
        write(in_tree(folder, number, chain.digest_key(hour(1))), gzip_member(content))
    for number in range(count):
        end = hour(number + 2)
        previous = (chain.digest_key(hour(1)), hashes[number], forged_signature(number % 50))
        content = chain.digest(end, previous=previous)
        write(f"{folder}/archive/{chain.digest_key(end)}", gzip_member(content))
    return keys(folder)


def mappings(folder, size):
    """1,100 folders that are copies of another bucket, and 60,000 tiny digests that name a predecessor and a log there"""
    chain, elsewhere = Chain(), Chain(bucket="elsewhere")
    for number in range(round(1_100 * size)):
        write(in_tree(folder, number, elsewhere.digest_key(hour(1))), gzip_member(elsewhere.digest(hour(1))))
    for number in range(round(60_000 * size)):
        end = hour(number + 2)
        entries = [elsewhere.entry(elsewhere.log_key(end, number), LOG_HASH)]
        previous = (elsewhere.digest_key(hour(number + 1)), LOG_HASH, forged_signature(0))
        content = chain.digest(end, entries, previous, previous_bucket="elsewhere")
        write(f"{folder}/archive/{chain.digest_key(end)}", gzip_member(content))
    return keys(folder)


def one_name(folder, size):
    """40,000 different digests of one name"""
    chain = Chain()
    for number in range(round(40_000 * size)):
        content = chain.digest(hour(1), more=f'"number":{number},')
        write(in_tree(folder, number, chain.digest_key(hour(1))), gzip_member(content))
    return keys(folder)


def absent(folder, size):
    """20 digests that list 120,000 absent logs each"""
    chain = Chain()
    for number in range(round(20 * size)):
        end = hour(number + 1)
        first = number * 120_000
        entries = [
            chain.entry(chain.log_key(hour(number), log), hashlib.sha256(b"%d" % log).hexdigest())
            for log in range(first, first + 120_000)
        ]
        write(f"{folder}/archive/{chain.digest_key(end)}", gzip_member(chain.digest(end, entries)))
    return keys(folder)


def long_key(folder, size):
    """A digest that lists a key of 150,000 components, in one of two buckets"""
    chains = [Chain(), Chain(trail="other", bucket="other-bucket")]
    for root, chain in zip(("archive", "archive2"), chains):
        key = chain.log_key(hour(0), len(root))
        write(f"{folder}/{root}/{key}", gzip_member(LOG))
        content = chain.digest(hour(1), [chain.entry(key, LOG_HASH)])
        write(f"{folder}/{root}/{chain.digest_key(hour(1))}", gzip_member(content))
    # Twice the size are two such digests.
    count, components = (1, round(150_000 * size)) if size <= 1 else (round(size), 150_000)
    for number in range(count):
        key = f"AWSLogs/111122223333/CloudTrail/us-east-1/{number}" + "/a" * components
        end = hour(number + 10)
        write(
            f"{folder}/archive/{chains[0].digest_key(end)}",
            gzip_member(chains[0].digest(end, [chains[0].entry(key, LOG_HASH)])),
        )
    return keys(folder) + [f"{folder}/archive2"]


def gaps(folder, size):
    """80,000 starting digests of one chain with a gap of an hour before each; signed with RSA-1,024"""
    signer, chain = Signer(), Chain()
    beginning = datetime(1990, 1, 1, tzinfo=timezone.utc)
    lines = []
    for number in range(round(80_000 * size)):
        end = beginning + timedelta(hours=2 * number + 1)
        content = chain.digest(end, fingerprint=signer.fingerprint)
        key = chain.digest_key(end)
        write(f"{folder}/archive/{key}", gzip_member(content))
        signature = signer.sign(chain.string_to_sign(end, content))
        lines.append(f'{{"Bucket":"{BUCKET}","Key":"{key}","Metadata":{{"signature":"{signature}"}}}}\n')
    write(f"{folder}/heads.jsonl", "".join(lines))
    return keys(folder) + ["--signatures", f"{folder}/heads.jsonl"]


def small_archive(folder):
    """One digest, so that almost all the cost is that of a signature listing."""
    chain = Chain()
    write(f"{folder}/archive/{chain.digest_key(hour(1))}", gzip_member(chain.digest(hour(1))))
    return keys(folder)


def csv_lines(folder, size):
    """A CSV of 16 million saved signatures of a few bytes"""
    write(f"{folder}/answers.csv", "bucket,key,signature\n" + "b,k,s\n" * round(16_000_000 * size))
    return small_archive(folder) + ["--signatures", f"{folder}/answers.csv"]


def json_lines(folder, size):
    """JSON Lines of 50 million empty objects as saved signatures"""
    write(f"{folder}/answers.jsonl", "{}\n" * round(50_000_000 * size))
    return small_archive(folder) + ["--signatures", f"{folder}/answers.jsonl"]


def organization(folder, size):
    """8,500 chains of an organization, and one file with the answer of `head-object` for each; signed with RSA-1,024"""
    signer = Signer()
    regions = ("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1")
    answers = []
    for number in range(round(8_500 * size)):
        chain = Chain(account=str(111_122_223_333 + number // len(regions)), region=regions[number % len(regions)])
        content = chain.digest(hour(1), fingerprint=signer.fingerprint)
        write(f"{folder}/archive/{chain.digest_key(hour(1))}", gzip_member(content))
        metadata = {
            "signature": signer.sign(chain.string_to_sign(hour(1), content)),
            "signature-algorithm": "SHA256withRSA",
        }
        answer = {"AcceptRanges": "bytes", "ContentLength": 619, "ContentType": "application/json", "Metadata": metadata}
        answers.append(json.dumps(answer, indent=4) + "\n")
    write(f"{folder}/heads", "".join(answers))
    return keys(folder) + ["--signatures", f"{folder}/heads"]


# By name: the function, and the exit statuses with which a verifier has done its work.
ARCHIVES = {
    "copies": (copies, (0, 1, 2)),
    "one-log": (one_log, (1, 2)),
    "copies-and-answers": (copies_and_answers, (1, 2)),
    "successors": (successors, (1, 2)),
    "mappings": (mappings, (1, 2)),
    "one-name": (one_name, (1, 2)),
    "absent": (absent, (1, 2)),
    "long-key": (long_key, (1, 2)),
    "gaps": (gaps, (2,)),
    "csv-lines": (csv_lines, (2, 65)),
    "json-lines": (json_lines, (2, 65)),
    "organization": (organization, (0,)),
}
