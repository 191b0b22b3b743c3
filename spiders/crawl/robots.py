"""robots.txt (RFC 9309): fetched once a host and run, obeyed before every request, redirects included."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from spiders.crawl.outcomes import RefusedError, RequestFailedError
from spiders.crawl.pace import Pace

NAME = "rasid"
"""The product token that a robots.txt can address."""
_MAX_BYTES = 500 * 1024  # RFC 9309 §2.5: at least 500 KiB are to be read


class _Answered(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def body(self) -> bytes: ...


class RobotsTxt:
    """What the hosts of one outlet allow."""

    def __init__(self, fetch: Callable[[str], Awaitable[_Answered]], pace: Pace) -> None:
        self._fetch, self._pace = fetch, pace
        self._hosts: dict[str, asyncio.Future[Protego | None]] = {}

    async def check(self, url: str) -> None:
        """Return where the URL may be asked for; `RefusedError` where not.

        A host that has no robots.txt (4xx) allows all; one that cannot say (5xx, 429, no answer) allows nothing for now
        (RFC 9309 §2.3.1), which is a failure, not a refusal: `RequestFailedError`.
        """
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._hosts:
            self._hosts[key] = asyncio.ensure_future(self._read(f"{key}/robots.txt"))
        rules = await asyncio.shield(self._hosts[key])
        if rules is not None and not rules.can_fetch(url, NAME):
            raise RefusedError("robots.txt disallows")

    async def _read(self, url: str) -> Protego | None:
        try:
            answer = await self._fetch(url)
        except RefusedError:
            # It leads nowhere Rasid may go, so there is none (§2.3.1.2: unavailable).
            return None
        except RequestFailedError as error:
            raise RequestFailedError(f"robots.txt: {error.reason}", error.status) from error
        if answer.status == 429 or answer.status >= 500:
            raise RequestFailedError(f"robots.txt: status {answer.status}", answer.status)
        if not 200 <= answer.status < 300:
            return None
        rules = Protego.parse(answer.body[:_MAX_BYTES].decode("utf-8", "replace"))
        if delay := rules.crawl_delay(NAME):
            self._pace.at_least(url, delay)
        return rules
