"""The download handler: Scrapy's own, with a guard on the connected address and a bound on requests at once."""

from __future__ import annotations

import asyncio

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.internet.interfaces import IAddress
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol

from spiders.crawl.outcomes import PrivateAddressError
from spiders.scope import is_public

ALLOW_PRIVATE = "rasid_allow_private"
"""The key of a request's meta under which an outlet of the local network is let through."""


_MAX_HEAD = 256 * 1024  # bytes; Twisted bounds a header's line but not their number


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Drops a server whose headers do not end: DOWNLOAD_MAXSIZE bounds the body alone."""

    _head = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's name)
        """Count what comes before the body."""
        in_head = self._parser is not None and self._parser.state in (STATUS, HEADER)
        self._head = self._head + len(data) if in_head else 0
        if self._head > _MAX_HEAD and self.transport is not None:
            self.transport.abortConnection()
        else:
            super().dataReceived(data)  # type: ignore[no-untyped-call]


class _BoundedFactory(_LenientHTTP11ClientFactory):
    """Makes protocols that bound the headers."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802 (Twisted's name)
        """Return the protocol of a new connection."""
        return _BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]


class _GuardedFactory(_BoundedFactory):
    """Refuses a connection by the address it was made to, before a byte is sent: DNS may say another (rebinding)."""

    def buildProtocol(self, addr: IAddress | None) -> HTTP11ClientProtocol:  # noqa: N802 (Twisted's name)
        """Return the protocol of a connection to a public address; raising here makes Twisted drop it."""
        host = str(getattr(addr, "host", ""))
        if not is_public(host):
            raise PrivateAddressError(host)
        return super().buildProtocol(addr)


class GuardedHandler(BaseDownloadHandler):
    """Two of Scrapy's handlers, each with its own pool of connections: a pooled connection never changes sides."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._open = HTTP11DownloadHandler(crawler)
        self._guarded = HTTP11DownloadHandler(crawler)
        # Scrapy offers no public way to choose the factory of its pool; tests with real servers hold this in place.
        self._open._pool._factory = _BoundedFactory
        self._guarded._pool._factory = _GuardedFactory
        self._turn = asyncio.Semaphore(crawler.settings.getint("RASID_CONCURRENCY"))

    async def download_request(self, request: Request) -> Response:
        """Download; `PrivateAddressError` where the connection leads to an address that is not public."""
        handler = self._open if request.meta.get(ALLOW_PRIVATE) else self._guarded
        async with self._turn:
            return await handler.download_request(request)

    async def close(self) -> None:
        """Close the connections of both."""
        await self._open.close()
        await self._guarded.close()
