"""The pace towards each host: the outlet's delay, more where the server is slow, and the pauses that it asks for."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.http import Response

from spiders.crawl.options import CrawlOptions
from spiders.outlet import Outlet

_LONGEST_DELAY = 60.0  # seconds: as AutoThrottle's AUTOTHROTTLE_MAX_DELAY


class Pace:
    """Sets Scrapy's download slots, one a host, for one outlet."""

    def __init__(self, downloader: Downloader, outlet: Outlet, options: CrawlOptions) -> None:
        self._downloader = downloader
        self._delay = outlet.politeness.delay if options.delay is None else options.delay
        self._concurrency = outlet.politeness.concurrency
        self._least: dict[str, float] = {}
        self._paused: dict[str, float] = {}

    def slot(self, url: str) -> str:
        """Return the name of the URL's slot, which has the outlet's delay and bound from its first use on."""
        name = urlsplit(url).netloc.lower()
        if name not in self._least:
            self._least[name] = self._delay
            settings = {"concurrency": self._concurrency, "delay": self._delay, "jitter": 0.0}
            self._downloader.per_slot_settings.setdefault(name, settings)
        return name

    def at_least(self, url: str, delay: float) -> None:
        """Keep a longer delay that the host's robots.txt asks for, a minute at most."""
        name = self.slot(url)
        self._least[name] = max(self._least[name], min(delay, _LONGEST_DELAY))
        self._set(name, self._least[name])

    def note(self, request: Request, response: Response) -> None:
        """Slow down with the server: the mean of the delay so far and the time of this answer (AutoThrottle's rule).

        Without a delay of its own (a site on this machine) a host needs none. An error is answered fast, so it never
        makes the crawl faster.
        """
        name, latency = request.meta["download_slot"], request.meta.get("download_latency")
        slot = self._downloader.slots.get(name)
        least = self._least.get(name, self._delay)
        if slot is None or latency is None or least <= 0:
            return
        target = latency / self._concurrency
        delay = min(max(target, (slot.delay + target) / 2, least), _LONGEST_DELAY)
        if response.status == 200 or delay > slot.delay:
            self._set(name, delay)

    def _set(self, name: str, delay: float) -> None:
        self._downloader.per_slot_settings[name]["delay"] = delay
        if slot := self._downloader.slots.get(name):
            slot.delay = delay

    async def hold(self, url: str, seconds: float) -> None:
        """Ask nothing of the URL's host for some seconds, whoever wants to."""
        name = self.slot(url)
        self._paused[name] = max(self._paused.get(name, 0.0), time.monotonic() + seconds)
        await self.pause(url)

    async def pause(self, url: str) -> None:
        """Wait until the URL's host may be asked."""
        name = urlsplit(url).netloc.lower()
        while (left := self._paused.get(name, 0.0) - time.monotonic()) > 0:
            await asyncio.sleep(left)


def retry_after(value: bytes | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110 §10.2.3: seconds or a date), or None."""
    text = (value or b"").decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return max((moment - now).total_seconds(), 0.0) if moment.tzinfo else None
