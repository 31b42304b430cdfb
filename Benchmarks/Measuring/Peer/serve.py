"""Serves the stand-in of Tests/ValidateLogs on the loopback interface, for the AWS CLI as a process of its own.

usage: serve.py ARCHIVE

Prints one line of JSON with the port and the arguments of `aws` for each chain. Ends when standard input is closed. Needs the
Python of Tests/ValidateLogs/environment.
"""

import json
import re
import socketserver
import sys
import threading

from stored import World
from standin import StandIn

SCOPE = re.compile(r"Credential=[^/]+/\d+/([^/]+)/")


class Request:
    """A request in the form in which botocore hands it to the stand-in."""

    def __init__(self, url, headers, body):
        self.url, self.headers, self.body = url, headers, body


class Headers(dict):
    def get(self, name, default=None):
        return super().get(name.lower(), default)


class Handler(socketserver.StreamRequestHandler):
    """One connection. The answer goes out in one piece and at once, so the server adds little to the CLI's time."""

    disable_nagle_algorithm = True
    wbufsize = -1

    def handle(self):
        while start := self.rfile.readline():
            _, path, _ = start.decode("latin-1").split(" ", 2)
            headers = Headers()
            while (line := self.rfile.readline().decode("latin-1").strip()):
                name, _, value = line.partition(":")
                headers[name.strip().lower()] = value.strip()
            body = self.rfile.read(int(headers.get("Content-Length", 0)))
            # The stand-in finds the Region in the name of the host, which here is the same for all.
            scope = SCOPE.search(headers.get("Authorization", ""))
            host = f"service.{scope[1] if scope else 'us-east-1'}.amazonaws.com"
            answer = self.server.stand_in(Request(f"https://{host}{path}", headers, body))
            content = answer.raw.read()
            head = {"Content-Length": str(len(content)), **answer.headers}
            lines = [f"HTTP/1.1 {answer.status_code} Answer", *(f"{name}: {value}" for name, value in head.items()), "", ""]
            self.wfile.write("\r\n".join(lines).encode("latin-1") + content)
            self.wfile.flush()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


def main():
    world = World(sys.argv[1])
    for place in world.store:
        world.store.get(place)
    with Server(("127.0.0.1", 0), Handler) as server:
        server.stand_in = StandIn()
        server.stand_in.world = world
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(json.dumps({"port": server.server_address[1], "arguments": world.arguments()}), flush=True)
        sys.stdin.read()
        server.shutdown()


if __name__ == "__main__":
    main()
