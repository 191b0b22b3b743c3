"""Real servers on loopback that fail on request: SMTP (RFC 5321) and HTTP."""

from __future__ import annotations

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Post:
    """What one request carried."""

    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Mailbox:
    """What arrived by e-mail; ``refuse`` holds the answers to the next DATA, ``unknown`` addresses that get 550."""

    mails: list[EmailMessage] = field(default_factory=list)
    refuse: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    url: str = ""


@dataclass
class Hook:
    """What arrived by HTTP; ``answers`` are the statuses of the next requests, 200 after them."""

    posts: list[Post] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    url: str = ""


class _Smtp(socketserver.StreamRequestHandler):
    box: Mailbox

    def handle(self) -> None:
        self._say("220 test ESMTP")
        while line := self.rfile.readline():
            command = line.decode().strip()
            self.box.seen.append(command)
            match command[:4].upper():
                case "EHLO":
                    self._say("\r\n".join(["250-test", *self._offers(), "250 SMTPUTF8"]))
                case "STAR":
                    self._start_tls()
                case "AUTH":
                    self._say("235 welcome")
                case "RCPT":
                    unknown = any(address in command for address in self.box.unknown)
                    self._say("550 no such user" if unknown else "250 ok")
                case "DATA":
                    self._data()
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 ok")

    def _offers(self) -> list[str]:
        if self.box.tls is None or isinstance(self.request, ssl.SSLSocket):
            return ["250-AUTH PLAIN"]
        return ["250-STARTTLS"]

    def _start_tls(self) -> None:
        assert self.box.tls is not None
        self._say("220 go on")
        self.request = self.box.tls.wrap_socket(self.request, server_side=True)
        self.setup()

    def _data(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        if self.box.refuse:
            self._say(self.box.refuse.pop(0))
            return
        self.box.mails.append(message_from_bytes(b"".join(lines), policy=policy.default))  # type: ignore[arg-type]
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class _Http(BaseHTTPRequestHandler):
    hook: Hook

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.hook.answers.pop(0) if self.hook.answers else 200
        self.hook.posts.append(Post(headers=dict(self.headers), body=body))
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: a client that refuses the certificate hangs up."""


@contextmanager
def mail_server(
    address: str = "127.0.0.1", tls: ssl.SSLContext | None = None, *, whole: bool = False
) -> Iterator[Mailbox]:
    """A mail server and what it took; with ``tls`` it offers STARTTLS, with ``whole`` it speaks nothing else."""
    box = Mailbox(tls=tls)
    with _Tcp((address, 0), type("Handler", (_Smtp,), {"box": box})) as server, _serving(server):
        if tls and whole:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        box.url = f"{'smtps' if whole else 'smtp'}://{address}:{server.server_address[1]}"
        yield box


@contextmanager
def hook_server() -> Iterator[Hook]:
    """An HTTP server and what it took."""
    hook = Hook()
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Http,), {"hook": hook})) as server, _serving(server):
        hook.url = f"http://127.0.0.1:{server.server_address[1]}/hits"
        yield hook


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
