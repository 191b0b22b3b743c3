"""The dates a page prints, each source read by `processors.dates` with its provenance, and what they agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborNode

from processors.dates import date_in_url, parse_date, resolve
from processors.records import DateReading
from spiders.extract.dom import Block, Flat
from spiders.extract.structured import Structured
from spiders.extract.text import collapse, key, plain
from spiders.extract.zones import ZONES, settle_zone
from spiders.outlet import Outlet

_PUBLISHED = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished",
    "article:published", "publishdate", "publish_date", "publish-date", "published_at", "pubdate", "pub_date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dcterms.created", "dcterms.date",
    "dc.date.issued", "dc.date", "date", "article:date", "datecreated",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "dcterms.modified",
    "og:modified_time",
)
_OF_THE_PAGE = ("meta:last-modified", "meta:og:updated_time")
"""What servers write when they build a page, whether or not the article changed."""
_MODIFIED_LABEL = re.compile(
    r"(?:آخر|اخر)\s+(?:تحديث|تعديل)|تم (?:ال)?تحديث|التحديث|حُدّث|حدث في|عُدّل|updated|modified", re.IGNORECASE
)
_PUBLISHED_LABEL = re.compile(r"(?<=[\d|،\s-])(?:تاريخ\s+)?(?:ال)?نُ?شرت?\b(?=.*\d)|published", re.IGNORECASE)
_LOOKS_DATED = re.compile(r"[\d\u0660-\u0669\u06f0-\u06f9]|قبل|منذ|أمس|اليوم")
_YEAR_OR_CLOCK = re.compile(r"(?:19|20|14)\d\d|[١٢][٩٠٤]\d\d|\d[/:.-]\d|[٠-٩][/:.-][٠-٩]|قبل |منذ |أمس|\d\s+\w+")
_LABEL = re.compile(r"(?:ال)?تاريخ(?: النشر| الخبر| الاضافه)?\b|نشرت? (?:في|بتاريخ|يوم)\b|تم النشر|published")
_NEAR = 14
_MOST = 6
_LONGEST = 140
_PART = 15
_CARD = 4
_ABOVE = 4
"""Lines above the headline that the head's span holds."""
_MENU = 3
"""Linked lines between a date and the headline from which it stands above the site's menu."""


class Clock:
    """How one page's dates are read: its zone, its day-month order, its country and the moment of its capture."""

    __slots__ = ("country", "day_first", "known", "now", "timezone")

    def __init__(self, url: str, now: datetime, outlet: Outlet | None) -> None:
        suffix = (urlsplit(url).hostname or "").rsplit(".", 1)[-1].lower()
        self.now = now
        zone = outlet.timezone if outlet else ZONES.get(suffix)
        self.known = zone is not None
        self.timezone = zone or "UTC"
        self.country = outlet.country if outlet else (suffix.upper() if suffix in ZONES else None)
        self.day_first = outlet.day_first if outlet else True

    def read(self, text: str, provenance: str) -> DateReading | None:
        """Read one printed date, or None."""
        return parse_date(
            text,
            timezone=self.timezone,
            now=self.now,
            day_first=self.day_first,
            country=self.country,
            provenance=provenance,
        )

    def resolve(self, readings: list[DateReading]) -> DateReading | None:
        """Return what the readings agree on, or None."""
        return resolve(readings, captured_at=self.now, timezone=self.timezone)

    def read_all(self, sources: Iterator[tuple[str, str]]) -> list[DateReading]:
        """Read (text, provenance) pairs, in order."""
        return [reading for text, provenance in sources if (reading := self.read(text, provenance))]


def find_dates(
    flat: Flat, data: Structured, url: str, clock: Clock, head: tuple[int, int]
) -> tuple[DateReading | None, DateReading | None]:
    """Return when the article was published and changed; ``head`` is the span of blocks around its headline."""
    lines = list(_near_head(flat, head, clock))
    times = _times(flat, head)
    if not clock.known:
        settle_zone(clock, [*_stamps(data, times)], [text for text, _ in lines], flat)
    published = clock.read_all(_claimed(data, "datePublished", _PUBLISHED))
    published += clock.read_all(_time_tags(times, modified=False))
    published += clock.read_all((text, "text") for text, changed in lines if not changed)
    published = published or clock.read_all((text, "text") for text in _labelled(flat))[:1]
    if (in_url := date_in_url(url, timezone=clock.timezone, now=clock.now, day_first=clock.day_first)) is not None:
        published.append(in_url)
    first, last = clock.resolve(published), find_modified(flat, data, clock, head, lines)
    if first is None and last is not None and last.provenance not in _OF_THE_PAGE:
        # The one date that the page prints; who reads it is told that it is the day of a change.
        first = replace(last, notes=(*last.notes, "only-changed"))
    return first, last


def find_modified(
    flat: Flat, data: Structured, clock: Clock, head: tuple[int, int], lines: list[tuple[str, bool]] | None = None
) -> DateReading | None:
    """Return when the article was changed, as far as the page says so."""
    modified = clock.read_all(_claimed(data, "dateModified", _MODIFIED))
    modified += clock.read_all(_time_tags(_times(flat, head), modified=True))
    modified += clock.read_all((text, "text") for text, changed in lines or () if changed)
    return clock.resolve(modified)


def _stamps(data: Structured, times: list[LexborNode]) -> Iterator[str]:
    for field, metas in (("datePublished", _PUBLISHED), ("dateModified", _MODIFIED)):
        yield from (text for text, _ in _claimed(data, field, metas))
    for modified in (False, True):
        yield from (text for text, _ in _time_tags(times, modified=modified))


def _claimed(data: Structured, field: str, metas: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if value := plain(data.article.get(field)):
        yield value, "json-ld"
    for name in metas:
        if value := plain(data.meta.get(name)):
            yield value, f"meta:{name}"


def _time_tags(times: list[LexborNode], *, modified: bool) -> Iterator[tuple[str, str]]:
    for node in times[:_MOST]:
        attributes = node.attributes
        marks = " ".join(attributes.get(name) or "" for name in ("class", "itemprop", "property")).lower()
        changed = "modified" in marks or ("updated" in marks and "published" not in marks)
        if changed == modified:
            yield attributes.get("datetime") or attributes.get("content") or collapse(node.text(deep=True)), "time"


def _times(flat: Flat, head: tuple[int, int]) -> list[LexborNode]:
    """Return the time elements of the article's head; where its lines are unknown, the page's first one."""
    marked = flat.tree.css(
        "[itemprop=datePublished]:not(meta), [itemprop=dateModified]:not(meta), [property='dc:date'][content]"
    )
    times = flat.tree.css("time")
    if not times:
        return marked
    near = {node.mem_id for block in _span(flat, head) for node in _ancestors(block)}
    return marked + ([node for node in times if node.mem_id in near] or times[: 1 if len(times) < 3 else 0])


def _span(flat: Flat, head: tuple[int, int]) -> list[Block]:
    return flat.blocks[max(0, head[0] - _NEAR) : head[1]]


def _ancestors(block: Block) -> Iterator[LexborNode]:
    node = block.node.parent
    for _ in range(4):
        if node is None:
            return
        yield node
        node = node.parent


def _labelled(flat: Flat) -> Iterator[str]:
    """Yield the lines anywhere on the page whose label says that they date it."""
    for block in flat.blocks:
        if len(block.text) < _LONGEST and _LABEL.match(key(block.text)) and _YEAR_OR_CLOCK.search(block.text):
            yield block.text


def _near_head(flat: Flat, head: tuple[int, int], clock: Clock) -> Iterator[tuple[str, bool]]:
    """Yield the head's lines that look like dates, marked ones first, and whether they speak of a change."""
    found = 0
    first = max(0, head[0] - _NEAR)
    span = [block for i, block in enumerate(_span(flat, head), first) if not _is_elsewheres(flat, i, head[0], clock)]
    for marked in (True, False):
        for block in span:
            is_marked = block.region >= 0 and flat.regions[block.region].kind == "date"
            if is_marked != marked or len(block.text) > _LONGEST or (block.link_share > 0.6 and not marked):
                continue
            for part in _pieces(block.text):
                if found < _MOST and _LOOKS_DATED.search(part) and _YEAR_OR_CLOCK.search(part) and len(key(part)) > 3:
                    found += 1
                    yield part, bool(_MODIFIED_LABEL.search(part))
    yield from ((text, False) for text in _in_parts(flat, span))


def _in_parts(flat: Flat, span: list[Block]) -> Iterator[str]:
    """Yield the dates whose day, month and year stand in elements of their own within one that is marked."""
    regions: dict[int, list[str]] = {}
    for block in span:
        if block.region >= 0 and flat.regions[block.region].kind == "date":
            regions.setdefault(block.region, []).append(block.text)
    joined = (" ".join(parts) for parts in regions.values() if 1 < len(parts) < _MOST and max(map(len, parts)) < _PART)
    yield from (text for text in joined if _LOOKS_DATED.search(text) and _YEAR_OR_CLOCK.search(text))


def _is_title(block: Block, dated: Block) -> bool:
    """Return whether a block is another article's linked title in the box that a date stands in."""
    return block.container == dated.container and block.link_share > 0.8 and len(block.text) > _PART


def _is_elsewheres(flat: Flat, i: int, first: int, clock: Clock) -> bool:
    """Return whether a line above the headline dates another article, or is today's date above the site's menu."""
    if i < first + _ABOVE and any(_is_title(flat.blocks[j], flat.blocks[i]) for j in range(max(0, i - _CARD), i)):
        return True
    links = sum(block.link_share > 0.8 for block in flat.blocks[i + 1 : first + 1])
    if links < _MENU or len(flat.blocks[i].text) > _LONGEST:
        return False
    read = clock.read(flat.blocks[i].text, "text")
    now = clock.now.astimezone(ZoneInfo(clock.timezone))
    return read is not None and read.value.date() in (now.date(), (now + timedelta(hours=4)).date())


def _pieces(text: str) -> list[str]:
    """Cut a line before the words that speak of a change, unless the line has one date alone."""
    label = _MODIFIED_LABEL.search(text)
    if label and label.start() > 8 and re.search(r"\d.*\d", text[: label.start()]):
        return [text[: label.start()].rstrip(" |،-"), text[label.start() :]]
    again = _PUBLISHED_LABEL.search(text, label.end()) if label else None
    return [text[: again.start()].rstrip(" |،-"), text[again.start() :]] if again else [text]
