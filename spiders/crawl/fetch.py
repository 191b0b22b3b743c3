"""One page from a URL: scope, robots.txt, pauses, redirects and retries; what comes is an answer or a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Response

from spiders.crawl.handler import ALLOW_PRIVATE
from spiders.crawl.options import CrawlOptions
from spiders.crawl.outcomes import (
    AskedToWaitError,
    PrivateAddressError,
    RefusedError,
    RequestFailedError,
    TooLargeError,
)
from spiders.crawl.pace import Pace, retry_after
from spiders.crawl.robots import RobotsTxt
from spiders.outlet import Outlet
from spiders.scope import refusal
from spiders.sink import Validators

_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_MAX_REDIRECTS = 10
_AGAIN = frozenset([408, 429, 500, 502, 503, 504])
_REASONS = {
    DownloadTimeoutError: "timeout",
    CannotResolveHostError: "host unknown",
    DownloadConnectionRefusedError: "connection refused",
    ResponseDataLossError: "answer cut short",
    DownloadFailedError: "connection lost",
}
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response after redirects and content decoding, and the headers that were sent for it."""

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    request_headers: tuple[tuple[str, str], ...]
    fetched_at: datetime

    def header(self, name: str) -> str | None:
        """Return the first value of a header, by its name in lower case."""
        return next((value for key, value in self.headers if key.lower() == name), None)


class Fetcher:
    """Fetches for one outlet, and never outside what its definition allows."""

    def __init__(self, engine: ExecutionEngine, outlet: Outlet, options: CrawlOptions) -> None:
        self._engine, self._outlet, self._options = engine, outlet, options
        self._pace = Pace(engine.downloader, outlet, options)
        self._robots = RobotsTxt(self._follow, self._pace) if outlet.politeness.obey_robots else None
        self._headers = {
            "User-Agent": options.user_agent,
            "Accept": _ACCEPT,
            "Accept-Language": f"{outlet.language},en;q=0.5" if outlet.language != "en" else "en",
        }

    async def get(self, url: str, known: Validators | None = None) -> Answer:
        """Fetch a page; `RefusedError` or `RequestFailedError` say why there is none. A 304 is an answer."""
        conditional: dict[str, str] = {}
        if known and known.etag:
            conditional["If-None-Match"] = known.etag
        if known and known.last_modified:
            conditional["If-Modified-Since"] = known.last_modified
        return await self._follow(url, conditional, self._robots)

    async def side_file(self, url: str) -> Answer:
        """Fetch a file that says what a crawler may do; robots.txt has no say over these."""
        return await self._follow(url, {}, None)

    async def _follow(self, url: str, more: dict[str, str] | None = None, robots: RobotsTxt | None = None) -> Answer:
        current, seen = url, {url}
        while True:
            if reason := refusal(current, self._outlet):
                raise RefusedError(reason if current == url else f"redirect: {reason}")
            if robots is not None:
                await robots.check(current)
            request, response = await self._send(current, more or {})
            target = _target(response)
            if target is None:
                return _answer(url, request, response)
            if target in seen or len(seen) > _MAX_REDIRECTS:
                raise RefusedError("endless redirect")
            seen.add(target)
            current = target

    async def _send(self, url: str, more: dict[str, str]) -> tuple[Request, Response]:
        attempt = 0
        while True:
            await self._pace.pause(url)
            request = self._request(url, more)
            try:
                response = await self._download(request)
            except RequestFailedError as error:
                if attempt >= self._options.retries:
                    raise
                await self._pace.hold(url, self._wait(attempt, None, error))
            else:
                self._pace.note(request, response)
                if response.status not in _AGAIN:
                    return request, response
                asked = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
                failure = RequestFailedError(f"status {response.status}", response.status)
                wait = self._wait(attempt, asked, failure)
                if attempt >= self._options.retries:
                    return request, response
                await self._pace.hold(url, wait)
            attempt += 1

    def _wait(self, attempt: int, asked: float | None, failure: RequestFailedError) -> float:
        """Return the seconds to the next try: as the server asks, else doubled each time."""
        if asked is not None and asked > self._options.longest_wait:
            raise AskedToWaitError(f"{failure.reason}, to be asked again in {asked:.0f} s", failure.status)
        return asked if asked is not None else min(self._options.backoff * 2**attempt, self._options.longest_wait)

    def _request(self, url: str, more: dict[str, str]) -> Request:
        meta = {"download_timeout": self._options.timeout, "download_slot": self._pace.slot(url)}
        if self._outlet.allow_private:
            meta[ALLOW_PRIVATE] = True
        try:
            request = Request(url, headers={**self._headers, **more}, meta=meta, dont_filter=True)
        except ValueError as error:
            raise RefusedError("not a URL") from error
        # Scrapy may have written the URL anew; what counts is what will be asked for.
        if request.url != url and (reason := refusal(request.url, self._outlet)):
            raise RefusedError(reason)
        return request

    async def _download(self, request: Request) -> Response:
        try:
            return await self._engine.download_async(request)
        except PrivateAddressError as error:
            raise RefusedError("private address") from error
        except (TooLargeError, DownloadCancelledError) as error:
            raise RefusedError("too large") from error
        except tuple(_REASONS) as error:
            raise RequestFailedError(
                next(text for kind, text in _REASONS.items() if isinstance(error, kind))
            ) from error
        except RefusedError:
            raise
        except Exception as error:
            # A server's answer can break a parser or a decoder in ways that nobody lists; it must not end the run.
            raise RequestFailedError(f"{type(error).__name__}: {error}"[:200]) from error


def _target(response: Response) -> str | None:
    location = response.headers.get("Location")
    if response.status not in _REDIRECTS or not location:
        return None
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("latin-1")
    try:
        return urljoin(response.url, text.strip()).split("#", 1)[0]
    except ValueError:
        return text.strip()


def _answer(url: str, request: Request, response: Response) -> Answer:
    sent = (("Host", urlsplit(request.url).netloc), *_pairs(request))
    return Answer(
        url=url,
        final_url=response.url,
        status=response.status,
        headers=_pairs(response),
        body=response.body,
        request_headers=sent,
        fetched_at=datetime.now(UTC),
    )


def _pairs(message: Request | Response) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in message.headers.items()
        for value in values
    )
