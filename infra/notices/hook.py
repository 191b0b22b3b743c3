"""Webhooks: a POST of JSON with an Idempotency-Key that is the same at every attempt."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

from infra.notices.render import Message

_TIMEOUT = 30.0  # seconds


class HookError(OSError):
    """The address answered with an error or a redirection; ``status`` is the code of HTTP."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"HTTP {status} {reason}")
        self.status = status


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: what a list found is for the address that was given, no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Decline."""


_OPENER = urllib.request.build_opener(_Stay)


def post(url: str, message: Message) -> None:
    """Deliver a message; OSError where the answer was none of 2xx, or there was none."""
    body = {"id": message.id, "subject": message.subject, "text": message.text, **message.data}
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.id, "User-Agent": "Rasid"}
    request = urllib.request.Request(url, json.dumps(body, ensure_ascii=False).encode(), headers, method="POST")
    try:
        with _OPENER.open(request, timeout=_TIMEOUT) as answer:
            answer.read(1024)
    except urllib.error.HTTPError as error:
        raise HookError(error.code, error.reason) from error
    except urllib.error.URLError as error:
        raise OSError(str(error.reason)) from error
