"""The time zone of a page whose outlet is unknown, by what the page itself shows of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from processors.dates.fold import fold_key
from processors.records import DateReading
from spiders.extract.dom import Flat

if TYPE_CHECKING:
    from spiders.extract.dating import Clock

# The zone of a country's capital, for the country codes of Arabic-speaking countries (IANA zone.tab).
ZONES = {
    "iq": "Asia/Baghdad", "sy": "Asia/Damascus", "lb": "Asia/Beirut", "jo": "Asia/Amman", "ps": "Asia/Hebron",
    "eg": "Africa/Cairo", "sd": "Africa/Khartoum", "ly": "Africa/Tripoli", "tn": "Africa/Tunis", "dz": "Africa/Algiers",
    "ma": "Africa/Casablanca", "mr": "Africa/Nouakchott", "sa": "Asia/Riyadh", "ae": "Asia/Dubai", "qa": "Asia/Qatar",
    "kw": "Asia/Kuwait", "bh": "Asia/Bahrain", "om": "Asia/Muscat", "ye": "Asia/Aden", "so": "Africa/Mogadishu",
    "dj": "Africa/Djibouti", "ir": "Asia/Tehran", "tr": "Europe/Istanbul",
}  # fmt: skip
_OFFSET = re.compile(r"[0-9]\s?([+-])([0-9]{2}):?([0-9]{2})$")
_UTC = re.compile(r"(?:[0-9]z|[+-]00:?00|gmt|utc)\)?$")
_MINUTE = ("minute", "second")
_HOURS = range(-5, 6)
"""Offsets of the places that Arabic outlets publish from: New York to Karachi."""


def settle_zone(clock: Clock, stamps: Sequence[str], lines: Sequence[str], flat: Flat) -> None:
    """Give a clock whose zone is unknown the one that the page shows, if it shows one.

    By the first of: an offset in a stamp (+03:00); a printed time that differs from a UTC stamp by whole hours; the
    region of the page's language (ar-EG). An offset stands as its Etc zone, whose sign is turned by POSIX custom.
    """
    if clock.known:
        return
    hours = next((found for stamp in stamps if (found := _offset(stamp))), None) or _shift(clock, stamps, lines)
    zone = f"Etc/GMT{-hours:+d}" if hours else _by_language(flat)
    if zone is not None:
        clock.timezone, clock.known = zone, True


def _offset(stamp: str) -> int | None:
    match = _OFFSET.search(fold_key(stamp).strip())
    if match is None or match[3] != "00" or int(match[2]) > 12:
        return None
    return int(match[2]) * (-1 if match[1] == "-" else 1)


def _shift(clock: Clock, stamps: Sequence[str], lines: Sequence[str]) -> int | None:
    utc = [read for stamp in stamps if _UTC.search(fold_key(stamp).strip()) and (read := _timed(clock, stamp))]
    local = [read for line in lines if not _UTC.search(fold_key(line).strip()) and (read := _timed(clock, line))]
    for one in utc:
        for other in local:
            apart = other.value.replace(second=0) - one.value.replace(second=0)
            if apart and not apart % timedelta(hours=1) and apart // timedelta(hours=1) in _HOURS:
                return apart // timedelta(hours=1)
    return None


def _timed(clock: Clock, text: str) -> DateReading | None:
    read = clock.read(text, "text")
    return read if read and read.precision in _MINUTE else None


def _by_language(flat: Flat) -> str | None:
    root = flat.tree.css_first("html")
    locale = flat.tree.css_first("meta[property='og:locale']")
    named = ((root.attributes.get("lang") if root else None), (locale.attributes.get("content") if locale else None))
    regions = [match[1].lower() for text in named if text and (match := re.fullmatch(r"ar[-_]([A-Za-z]{2})", text))]
    return next((ZONES[region] for region in regions if region in ZONES), None)
