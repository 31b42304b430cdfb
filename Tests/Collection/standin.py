"""moto on loopback, extended for the tests of Scripts/collect.

moto serves S3, S3 Control, CloudTrail, STS, EC2 and Organizations. It lacks ListPublicKeys and ListRegions, which are
answered here.
"""

import io
import json
import os
import pathlib
import re
import signal
import tempfile
import threading
import urllib.parse

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

import cli

ACCOUNT = "111122223333"
ROOT = pathlib.Path(__file__).resolve().parents[2]
REGION = "us-east-1"


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


class Server:
    """Sits in front of moto and adds the operations that it lacks. Counts operations, and may refuse some.

    `keys` is the file with the answer of ListPublicKeys, `regions` the enabled Regions.
    """

    def __init__(self, keys, regions=("us-east-1", "eu-west-1", "ap-southeast-2")):
        self.keys = keys
        self.regions = regions
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.refused = set()
        # Additions to moto's answer of GetTrailStatus, by ARN.
        self.status = {}
        self.key_requests = []
        # Files that the CLI reads are written before its process begins.
        self.folder = tempfile.TemporaryDirectory(prefix="collection-")
        settings = pathlib.Path(self.folder.name) / "config"
        settings.write_text("[default]\ns3 =\n  addressing_style = path\n")
        os.environ.update(
            AWS_ENDPOINT_URL="http://aws.test",
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
            AWS_DEFAULT_REGION=REGION,
            AWS_CONFIG_FILE=str(settings),
        )
        self.process = cli.install(self.folder.name)
        self.server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        # S3 Control puts the account before the host name. With a proxy that name needn't resolve.
        url = f"http://127.0.0.1:{self.server.port}"
        os.environ.update(HTTP_PROXY=url, http_proxy=url)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.slow = dict(os.environ)
        self.environment = dict(os.environ, PATH=f"{self.folder.name}:{os.environ['PATH']}")

    def close(self):
        os.kill(self.process, signal.SIGTERM)
        self.folder.cleanup()

    def __call__(self, environ, start):
        target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        if target in self.refused:
            return self.denied(start)
        if target == "ListPublicKeys":
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            self.key_requests.append(json.loads(body))
            return self.reply(start, "200 OK", json.loads(self.keys.read_text()))
        if environ["PATH_INFO"] == "/listRegions":
            if "ListRegions" in self.refused:
                return self.denied(start)
            regions = [{"RegionName": name, "RegionOptStatus": "ENABLED_BY_DEFAULT"} for name in self.regions]
            return self.reply(start, "200 OK", {"Regions": regions})
        if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            if urllib.parse.parse_qs(body.decode()).get("Action", [""])[0] in self.refused:
                return self.error(start, "403 Forbidden", "AccessDenied")
        query = environ.get("QUERY_STRING", "")
        if any(
            name in self.refused
            for part, name in (("logging", "GetBucketLogging"), ("list-type=2", "ListObjectsV2"))
            if query.split("&")[0].startswith(part)
        ):
            return self.error(start, "403 Forbidden", "AccessDenied")
        # There, moto only knows its own account.
        if environ.get("HTTP_X_AMZ_ACCOUNT_ID", ACCOUNT) != ACCOUNT:
            return self.error(start, "404 Not Found", "NoSuchPublicAccessBlockConfiguration")
        # The credentials of an assumed role tell moto which account is calling.
        if "Credential=test/" in environ.get("HTTP_AUTHORIZATION", "Credential=test/"):
            environ["HTTP_X_MOTO_ACCOUNT_ID"] = ACCOUNT
        # moto takes the first label of an unknown host for a bucket.
        environ["HTTP_HOST"] = environ["HTTP_HOST"].replace("aws.test", "localhost")
        if target in ("GetTrailStatus", "GetEventSelectors"):
            return self.about_trail(environ, start)
        return self.moto(environ, start)

    def about_trail(self, environ, start):
        """AWS answers about a multi-Region trail in every Region, by its ARN. moto answers only in the home Region."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        asked = json.loads(body)
        arn = asked.get("Name") or asked["TrailName"]
        if arn.startswith("arn:"):
            scope = rf"\g<1>/{arn.split(':')[3]}/cloudtrail/"
            environ["HTTP_AUTHORIZATION"] = re.sub(
                r"(Credential=[^/]*/[0-9]*)/[a-z0-9-]*/cloudtrail/", scope, environ["HTTP_AUTHORIZATION"]
            )
        if "TrailName" in asked:
            return self.moto(environ, start)
        held = []
        answer = b"".join(self.moto(environ, lambda status, headers, *_: held.append((status, headers))))
        status, headers = held[0]
        if not status.startswith("200"):
            start(status, headers)
            return [answer]
        return self.reply(start, status, {**json.loads(answer), **self.status.get(arn, {})})

    @staticmethod
    def error(start, status, code):
        # EC2, STS and S3 each spell it differently.
        error = f"<Error><Code>{code}</Code><Message>refused</Message></Error>"
        text = f"<Response><Errors>{error}</Errors>{error}<Code>{code}</Code></Response>"
        start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(text)))])
        return [text.encode()]

    def denied(self, start):
        return self.reply(start, "403 Forbidden", {"__type": "AccessDeniedException", "message": "refused"})

    @staticmethod
    def reply(start, status, value):
        body = json.dumps(value).encode()
        start(status, [("Content-Type", "application/x-amz-json-1.1"), ("Content-Length", str(len(body)))])
        return [body]
