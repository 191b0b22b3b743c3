"""What a page says of archiving and of text mining: robots meta, X-Robots-Tag, TDM reservation (TDMRep)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from spiders.crawl.fetch import Answer
from spiders.crawl.outcomes import RefusedError, RequestFailedError
from spiders.outlet import Terms

NOARCHIVE, RESERVED = "noarchive", "text and data mining reserved"
_HEAD = 128 * 1024  # bytes: where a page's head is looked for
_META = re.compile(rb"<meta\s[^>]*>", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_NAME = re.compile(rb"""\bname\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_CONTENT = re.compile(rb"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_AGENTS = ("robots", "rasid")
_WELL_KNOWN = "/.well-known/tdmrep.json"
_MAX_RULES = 1000

Metas = list[tuple[str, str]]


def noarchive(answer: Answer, metas: Metas) -> bool:
    """Return whether header or page forbid to keep it, for all robots or for Rasid by name."""
    headers = [value for name, value in answer.headers if name.lower() == "x-robots-tag"]
    return any(map(_forbids, headers)) or any("noarchive" in _words(text) for name, text in metas if name in _AGENTS)


def _forbids(value: str) -> bool:
    """Read an X-Robots-Tag: directives, after the name of the robot that they are for where one stands there."""
    agent, colon, rest = value.partition(":")
    if colon and re.fullmatch(r"\s*[\w-]+\s*", agent) and agent.strip().lower() not in ("unavailable_after",):
        return agent.strip().lower() in _AGENTS and "noarchive" in _words(rest)
    return "noarchive" in _words(value)


def _words(text: str) -> set[str]:
    return {word.strip().lower() for word in text.split(",")}


def reserved(answer: Answer, metas: Metas) -> bool | None:
    """Return what page (first) or header say of text and data mining: reserved, free, or None for nothing."""
    stated = [content for name, content in metas if name == "tdm-reservation"]
    value = (stated or [answer.header("tdm-reservation") or ""])[0].strip()
    return {"1": True, "0": False}.get(value)


def metas_of(body: bytes) -> Metas:
    """Return (name in lower case, content) of the page's meta elements where any can matter, else nothing."""
    head = body[:_HEAD]
    # Nearly every page says nothing: on one of 29 KB this costs 60 us, a regular expression that ignores case 1,060.
    low = head.lower()
    if b"noarchive" not in low and b"tdm-reservation" not in low:
        return []
    found = []
    for tag in _META.findall(_COMMENT.sub(b"", head)):
        name, content = _NAME.search(tag), _CONTENT.search(tag)
        if name and content:
            value = next((part for part in content.groups() if part is not None), b"")
            found.append((name[1].decode("ascii", "replace").lower(), value.decode("utf-8", "replace")))
    return found


class Rights:
    """Holds the pages of one outlet against its ``terms``."""

    def __init__(self, terms: Terms, fetch: Callable[[str], Awaitable[Answer]]) -> None:
        self._terms, self._fetch = terms, fetch
        self._hosts: dict[str, asyncio.Future[tuple[Protego, ...]]] = {}

    async def check(self, answer: Answer) -> None:
        """Return where the page may be kept; `RefusedError` names what forbids it and is to be obeyed."""
        metas = metas_of(answer.body)
        if self._terms.noarchive == "obey" and noarchive(answer, metas):
            raise RefusedError(NOARCHIVE)
        if self._terms.tdm_reservation == "obey":
            stated = reserved(answer, metas)
            if stated or (stated is None and await self._site_reserves(answer.final_url)):
                raise RefusedError(RESERVED)

    async def _site_reserves(self, url: str) -> bool:
        parts = urlsplit(url)
        key = f"{parts.scheme}://{parts.netloc}"
        if key not in self._hosts:
            self._hosts[key] = asyncio.ensure_future(self._read(key + _WELL_KNOWN))
        return any(not rules.can_fetch(url, "*") for rules in await asyncio.shield(self._hosts[key]))

    async def _read(self, url: str) -> tuple[Protego, ...]:
        try:
            answer = await self._fetch(url)
        except (RefusedError, RequestFailedError):
            return ()
        return read_tdmrep(answer.body) if answer.status == 200 else ()


def read_tdmrep(body: bytes) -> tuple[Protego, ...]:
    """Read a tdmrep.json; its locations match as those of robots.txt do, and the longest that matches decides."""
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    lines = []
    for rule in data[:_MAX_RULES] if isinstance(data, list) else []:
        location, value = (
            (rule.get("location"), rule.get("tdm-reservation")) if isinstance(rule, dict) else (None, None)
        )
        if isinstance(location, str) and value in (0, 1) and "\n" not in location:
            lines.append(
                f"{'Disallow' if value else 'Allow'}: {location if location.startswith(('/', '*')) else '/' + location}"
            )
    return (Protego.parse("\n".join(["User-agent: *", *lines])),) if lines else ()
