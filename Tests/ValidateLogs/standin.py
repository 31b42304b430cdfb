"""Answers the calls of the AWS CLI in its own process, for S3, CloudTrail and Organizations of one world."""

import io
import json
import urllib.parse
from xml.sax.saxutils import escape

import awscli  # noqa: F401 (makes its own botocore importable)
from botocore.awsrequest import AWSResponse

from names import seconds

PAGE = 1000


class Raw(io.BytesIO):
    """A body in the form that urllib3 gives."""

    def stream(self, size=65536, **_):
        while chunk := self.read(size):
            yield chunk

    def release_conn(self):
        pass


class StandIn:
    def __init__(self):
        self.world = None

    def __call__(self, request, **_):
        url = urllib.parse.urlsplit(request.url)
        if target := text(request.headers.get("X-Amz-Target")):
            question = json.loads(text(request.body) or "{}")
            status, headers, answer = self.json(target.rpartition(".")[2], question, url.hostname)
        else:
            status, headers, answer = self.s3(url)
        return AWSResponse(request.url, status, headers, Raw(answer))

    def json(self, operation, question, host):
        if operation == "DescribeTrails":
            answer = {"trailList": [self.trail(chain) for chain in self.world.chains]}
        elif operation == "ListPublicKeys":
            region = next(region for region in self.world.keys if region in host)
            start, end = seconds_of(question["StartTime"]), seconds_of(question["EndTime"])
            answer = {"PublicKeyList": [
                key.record() for key in self.world.keys[region] if key.start <= end and key.end >= start
            ]}
        elif operation == "DescribeOrganization":
            answer = {"Organization": {"Id": self.world.chains[0].organization}}
        else:
            raise AssertionError(f"unexpected call: {operation}")
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(answer).encode()

    def trail(self, chain):
        trail = {
            "Name": chain.trail, "TrailARN": chain.arn, "HomeRegion": chain.home,
            "S3BucketName": self.world.bucket[chain], "IsOrganizationTrail": chain.organization is not None,
        }
        if chain.prefix:
            trail["S3KeyPrefix"] = chain.prefix
        return trail

    def s3(self, url):
        label, _, rest = url.hostname.partition(".")
        path = urllib.parse.unquote(url.path).lstrip("/")
        bucket, _, key = (label, "", path) if rest.startswith("s3") else path.partition("/")
        query = urllib.parse.parse_qs(url.query, keep_blank_values=True)
        xml = {"Content-Type": "application/xml"}
        if "location" in query:
            return 200, xml, b'<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"/>'
        if not key:
            return 200, xml, self.listing(bucket, query)
        stored = self.world.store.get((bucket, key))
        if stored is None:
            return 404, xml, b"<Error><Code>NoSuchKey</Code><Message>No such key.</Message></Error>"
        headers = {"Content-Length": str(len(stored.body)), "Content-Encoding": "gzip"}
        headers.update({f"x-amz-meta-{name}": value for name, value in stored.metadata.items()})
        return 200, headers, stored.body

    def listing(self, bucket, query):
        prefix, marker = (query.get(name, [""])[0] for name in ("prefix", "marker"))
        keys = sorted(k for b, k in self.world.store if b == bucket and k.startswith(prefix) and k > marker)
        page = keys[:PAGE]
        contents = "".join(f"<Contents><Key>{urllib.parse.quote(key)}</Key></Contents>" for key in page)
        more = "true" if len(keys) > PAGE else "false"
        return (
            f"<ListBucketResult><Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><Marker>{escape(marker)}</Marker>"
            f"<EncodingType>url</EncodingType><IsTruncated>{more}</IsTruncated>{contents}</ListBucketResult>"
        ).encode()


def text(value):
    return value.decode() if isinstance(value, bytes) else value


def seconds_of(value):
    """A time in a form that the CLI sends: a number, or text."""
    return seconds(value) if isinstance(value, str) else int(value)
