"""A small fake of Kibana's endpoints for saved objects and alert rules: the HTTP part only."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Fake(ThreadingHTTPServer):
    """Takes what Kibana takes, refuses what it refuses, and notes the requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.answer: tuple[int, Any] | None = None
        self.rules: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def serving() -> Iterator[Fake]:
    """Serve a fake in a thread of its own."""
    with Fake() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Fake

    def do_GET(self) -> None:
        self._answered(b"")

    def do_PUT(self) -> None:
        self._answered(self.rfile.read(int(self.headers["Content-Length"])))

    def do_POST(self) -> None:
        self._answered(self.rfile.read(int(self.headers["Content-Length"])))

    def _answered(self, body: bytes) -> None:
        self.server.seen.append((self.path, {key.lower(): value for key, value in self.headers.items()}, body))
        status, answer = self.server.answer or self._taken(body)
        sent = json.dumps(answer).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def _rule(self, sent: Any) -> tuple[int, Any]:
        rules = self.server.rules
        there = self.path in rules
        if self.command != "POST":
            if not there:
                return 404, {"message": "Saved object [alert] not found"}
            if sent and ({"rule_type_id", "consumer", "enabled"} & sent.keys() or "connector_type_id" in str(sent)):
                return 400, {"message": "[request body]: definition for this key is missing"}
            rules[self.path] |= sent or {}
            return 200, rules[self.path]
        if there:
            return 409, {"message": "Saved object [alert] conflict"}
        rules[self.path] = sent
        return 200, sent

    def _taken(self, body: bytes) -> tuple[int, Any]:
        if self.headers["kbn-xsrf"] is None:
            return 400, {"message": "Request must contain a kbn-xsrf header."}
        if "/api/alerting/rule/" in self.path:
            return self._rule(json.loads(body) if body else None)
        if self.path.endswith("_export"):
            return 200, json.loads(body)
        part = BytesParser().parsebytes(f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode() + body)
        (file,) = part.get_payload()
        if not str(file.get_filename()).endswith(".ndjson"):
            return 400, {"message": "Invalid file extension"}
        lines = [json.loads(line) for line in file.get_payload(decode=True).splitlines()]
        return 200, {"success": True, "successCount": len(lines)}

    def log_message(self, *_: object) -> None:
        pass
