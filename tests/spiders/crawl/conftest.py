from __future__ import annotations

import multiprocessing
import runpy
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from spiders.crawl import CrawlOptions
from spiders.outlet import Outlet

CHILD = str(Path(__file__).with_name("child.py"))
# One clean process imports the crawl once and forks for each test: no threads of the test's servers are copied.
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["spiders.crawl"])
LIMIT = 60


def start_crawl(outlets, *, state=None, names=None, break_at=None, **options):
    """Start a crawl in a child; return the process and the end of the pipe its result comes through."""
    manners = {"contact": "desk@example.org", "delay": 0.0, "backoff": 0.01, "timeout": 10.0, **options}
    empty = {"known": {}, "captured": set(), "validators": {}, "due": []}
    job = {
        "outlets": outlets,
        "options": CrawlOptions(**manners),
        "state": {**empty, **(state or {})},
        "names": names or {},
        "break_at": break_at,
    }
    ours, theirs = FORKS.Pipe()
    globals_of_child = {"JOB": job, "CONNECTION": theirs}
    process = FORKS.Process(target=runpy.run_path, args=(CHILD, globals_of_child, "__child__"))
    process.start()
    theirs.close()
    return process, ours


@pytest.fixture
def start():
    """Start a crawl without waiting for it: its process, and the pipe of its result."""
    return start_crawl


@pytest.fixture
def crawl():
    """Run a crawl to its end and return what the sink got."""

    def run(*outlets, **options):
        process, pipe = start_crawl(outlets, **options)
        try:
            assert pipe.poll(LIMIT), "the crawl did not end"
            result = SimpleNamespace(**pipe.recv())
        finally:
            process.join(5)
            process.kill()
        if options.get("break_at") is None:
            assert result.error is None, result.error
        result.articles = {item.url: item for item in result.exchanges if item.kind == "article"}
        return result

    return run


@dataclass
class Server:
    """A server of the test's own: a path gives bytes, or calls a function with the handler."""

    base: str
    routes: dict[str, bytes | Callable]
    asked: list[str] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)

    def feed(self, *urls: str, path: str = "/feed") -> None:
        items = "".join(f"<item><title>خبر</title><link>{url}</link></item>" for url in urls)
        self.routes[path] = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20

    def do_GET(self) -> None:
        server: Server = self.server.told  # type: ignore[attr-defined]
        server.asked.append(self.path)
        server.requests.append({"path": self.path, **{name.lower(): value for name, value in self.headers.items()}})
        route = server.routes.get(self.path, server.routes.get("*"))
        if route is None:
            self.answer(b"nothing here", status=404)
        elif isinstance(route, bytes):
            self.answer(route)
        else:
            route(self)

    def answer(self, body: bytes = b"", status: int = 200, **headers: str) -> None:
        self.send_response(status)
        named = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**named, **{key.replace("_", "-"): value for key, value in headers.items()}}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *args: object) -> None:
        """A client that hangs up early is what many of these tests are about."""


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Start a server on loopback: ``serve({path: bytes or function})``."""
    running: list[ThreadingHTTPServer] = []

    def start(routes: dict[str, bytes | Callable], wrap: Callable | None = None) -> Server:
        server = _Quiet(("127.0.0.1", 0), _Handler)
        if wrap:
            server.socket = wrap(server.socket)
        told = Server(f"{'https' if wrap else 'http'}://127.0.0.1:{server.server_address[1]}", routes)
        server.told = told  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(server)
        return told

    yield start
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def outlet() -> Callable[..., Outlet]:
    """Define an outlet at an address: by default with the feed ``/feed``, its articles below ``/a/``."""

    def define(base: str, **keys: object) -> Outlet:
        host = base.split("://", 1)[1].split(":", 1)[0]
        values = {
            "id": "sahifa",
            "names": {"ar": "صحيفة", "latin": "Sahifa"},
            "country": "IQ",
            "kind": "portal",
            "timezone": "Asia/Baghdad",
            "homepage": f"{base}/",
            "hosts": [host],
            "sources": [{"type": "feed", "url": f"{base}/feed"}],
            "article_url": r"/a/",
            "allow_private": True,
            "politeness": {"delay": 0, "concurrency": 4},
        }
        return Outlet.model_validate({**values, **keys})

    return define
