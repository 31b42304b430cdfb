"""Keys of CloudTrail's objects and the forms of its times."""

import dataclasses
import datetime
import re

HOUR = 3600
DAY = 24 * HOUR


def moment(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


def iso(seconds):
    return moment(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text):
    """Seconds since 1970 of a time in ISO 8601 or in the compact form of keys, with or without seconds."""
    digits = re.sub(r"\D", "", text).ljust(14, "0")
    time = datetime.datetime.strptime(digits, "%Y%m%d%H%M%S")
    return int(time.replace(tzinfo=datetime.timezone.utc).timestamp())


@dataclasses.dataclass(frozen=True)
class Chain:
    """Identifies the chain of digests. Digests of both kinds, standard and backfill, share it."""

    organization: str | None
    owner: str  # the account of the trail: of an organization trail the management account
    account: str
    region: str
    trail: str
    home: str
    prefix: str

    @property
    def arn(self):
        return f"arn:aws:cloudtrail:{self.home}:{self.owner}:trail/{self.trail}"

    def folder(self, kind, day):
        owner = "/".join(filter(None, (self.prefix, "AWSLogs", self.organization, self.account)))
        return f"{owner}/{kind}/{self.region}/{moment(day):%Y/%m/%d}"

    def digest_key(self, end, backfill=False):
        name = f"{self.account}_CloudTrail-Digest_{self.region}_{self.trail}_{self.home}_{moment(end):%Y%m%dT%H%M%SZ}"
        return f"{self.folder('CloudTrail-Digest', end)}/{name}{'_backfill' if backfill else ''}.json.gz"

    def log_key(self, stamp, unique, day=None):
        name = f"{self.account}_CloudTrail_{self.region}_{moment(stamp):%Y%m%dT%H%MZ}_{unique}.json.gz"
        return f"{self.folder('CloudTrail', stamp if day is None else day)}/{name}"


def is_digest(key):
    return "/CloudTrail-Digest/" in key


def is_backfill(key):
    return key.endswith("_backfill.json.gz")


def stamp(key):
    """The time in the name of a digest (its end) or a log file."""
    return seconds(re.findall(r"_(\d{8}T\d{4,6}Z)", key)[-1])


def line(key):
    """What the digests of one chain and kind share: the folder above the days, the name before the time, the kind."""
    match = re.fullmatch(r"(.*)/\d{4}/\d\d/\d\d/(.*)_\d{8}T\d{6}Z(_backfill)?\.json\.gz", key)
    return match and match.groups()
