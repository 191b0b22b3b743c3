"""The loopback server: one thread pool an outlet, conditional GET, gzip, and the switches that need a socket."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from infra.demo.layouts import LAYOUTS
from infra.demo.site import Response, Site, switched

CONTROL_PATH = "/__control"
TOKEN_HEADER = "X-Rasid-Token"
_MAX_CONTROL_BYTES = 4096


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "RasidDemo"
    sys_version = ""
    # A kept-alive connection that says nothing is let go, so that closing the server never waits for a client.
    timeout = 30
    # Headers and body leave in one segment: without this a delayed ACK costs 40 ms a page.
    wbufsize = -1
    disable_nagle_algorithm = True

    def __init__(self, site: Site, outlet: str, token: str | None, *args: object) -> None:
        self.site, self.outlet, self.token = site, outlet, token
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        state = self.site.switches[self.outlet]
        time.sleep(state.slow)
        if state.down:
            self.close_connection = True
            return
        response = self.site.respond(self.outlet, self.path)
        self._send(replace(response, status=304) if self._is_fresh(response) else response)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        allowed = self.path == CONTROL_PATH and self.token and self.headers.get(TOKEN_HEADER) == self.token
        if not allowed or length > _MAX_CONTROL_BYTES:
            self.close_connection = True
            self._send(Response(status=404, content_type="text/plain", body=b"Not Found\n"))
            return
        status, answer = self._switch(self.rfile.read(length))
        self._send(Response(status=status, content_type="application/json", body=answer.encode()))

    def _switch(self, body: bytes) -> tuple[int, str]:
        try:
            wanted = json.loads(body)
            self.site.switches[self.outlet] = switched(self.site.switches[self.outlet], wanted)
        except (ValueError, TypeError) as error:
            return 400, json.dumps({"error": str(error)})
        return 200, json.dumps({"outlet": self.outlet, **wanted})

    def _is_fresh(self, response: Response) -> bool:
        """Return whether the client's copy is current; If-None-Match decides where it is sent (RFC 9110 §13.2.2)."""
        if response.status != 200:
            return False
        known = self.headers.get("If-None-Match")
        if known is not None:
            return response.etag in [tag.strip() for tag in known.split(",")]
        since = _http_date(self.headers.get("If-Modified-Since"))
        return since is not None and response.last_modified is not None and response.last_modified <= since

    def _send(self, response: Response) -> None:
        zipped = "gzip" in (self.headers.get("Accept-Encoding") or "") and response.content_type != "application/gzip"
        body = gzip.compress(response.body, compresslevel=1, mtime=0) if zipped else response.body
        self.send_response(response.status)
        self.send_header("ETag", response.etag)
        if response.last_modified is not None:
            moment = response.last_modified.astimezone(UTC)
            self.send_header("Last-Modified", format_datetime(moment, usegmt=True))
        self.send_header("Vary", "Accept-Encoding")
        if response.status != 304:
            self._send_content_headers(response.content_type, len(body), zipped=zipped)
        self.end_headers()
        if response.status != 304 and self.command != "HEAD":
            self.wfile.write(body)

    def _send_content_headers(self, content_type: str, length: int, *, zipped: bool) -> None:
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(length))
        if zipped:
            self.send_header("Content-Encoding", "gzip")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name in the standard library)
        """Keep quiet: the crawler's own log tells what was asked."""


def _http_date(text: str | None) -> datetime | None:
    """Return the moment of an HTTP date, or None; an unreadable one is as good as absent (RFC 9110 §13.1.3)."""
    if text is None:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The standard 5 resets connections when a crawler opens many at once.
    request_queue_size = 128


def own_address(position: int) -> str:
    """Return 127.0.0.(11 + position) where the system answers on all of 127/8 (Linux), else 127.0.0.1 (macOS).

    Addresses of their own make per-host delays and slots of the crawler real.
    """
    address = f"127.0.0.{11 + position}"
    with socket.socket() as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return "127.0.0.1"
    return address


@contextmanager
def serve(site: Site, port: int = 0, token: str | None = None) -> Iterator[Mapping[str, str]]:
    """Serve the site on loopback and yield the base URL of each outlet, which ``site.bases`` then holds as well.

    The outlets listen on ``port``, ``port + 1`` ...; 0 takes free ones. With a ``token``, a POST of a JSON object of
    `Switches` fields to ``/__control`` on the outlet's address sets them. OSError where a port is taken.
    """
    with ExitStack() as stack:
        for position, outlet in enumerate(LAYOUTS):
            address = (own_address(position), port + position if port else 0)
            server = stack.enter_context(_Server(address, partial(_Handler, site, outlet, token)))
            site.bases[outlet] = f"http://{address[0]}:{server.server_address[1]}"
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield dict(site.bases)
