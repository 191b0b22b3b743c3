"""Times of day and time zones as printed beside a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from processors.dates.fold import fold_key
from processors.dates.months import LETTER
from processors.dates.numbers import HOURS, alternatives
from processors.records import Precision

_MORNING = "ص|صباحا|صباح|الصبح|فجرا|فجر|سحرا|ضحي|قبل الظهر|بعد منتصف الليل|a\\.?m\\.?"
_NOON = "ظهرا|الظهر|ظهر"
_AFTERNOON = "م|مساء|بعد الظهر|بعد ظهر|عصرا|عصر|مغربا|p\\.?m\\.?"
_NIGHT = "ليلا|ليل|ليله|عشاء"
_MARK = "|".join(sorted("|".join((_MORNING, _NOON, _AFTERNOON, _NIGHT)).split("|"), key=len, reverse=True))
_MARKED = rf"(?:{_MARK})(?!{LETTER})\.?"
_CITIES = {
    "مكه المكرمه": "Asia/Riyadh",
    "مكه": "Asia/Riyadh",
    "السعوديه": "Asia/Riyadh",
    "الرياض": "Asia/Riyadh",
    "بغداد": "Asia/Baghdad",
    "العراق": "Asia/Baghdad",
    "القاهره": "Africa/Cairo",
    "مصر": "Africa/Cairo",
    "بيروت": "Asia/Beirut",
    "دمشق": "Asia/Damascus",
    "عمان": "Asia/Amman",
    "القدس": "Asia/Jerusalem",
    "فلسطين": "Asia/Hebron",
    "الدوحه": "Asia/Qatar",
    "الامارات": "Asia/Dubai",
    "ابوظبي": "Asia/Dubai",
    "ابو ظبي": "Asia/Dubai",
    "دبي": "Asia/Dubai",
    "الكويت": "Asia/Kuwait",
    "صنعاء": "Asia/Aden",
    "تونس": "Africa/Tunis",
    "الجزائر": "Africa/Algiers",
    "الرباط": "Africa/Casablanca",
    "طرابلس": "Africa/Tripoli",
    "الخرطوم": "Africa/Khartoum",
    "لندن": "Europe/London",
    "باريس": "Europe/Paris",
    "موسكو": "Europe/Moscow",
    "واشنطن": "America/New_York",
}
_UTC_NAMES = r"gmt|utc|ut|ت\.?\s?غ|(?:ب?توقيت\s+)?(?:غرينتش|جرينتش|غرينيتش|جرينيتش|غرينويتش)|التوقيت العالمي المنسق"
_ZONE = (
    rf"(?:\s*\(?\s*(?:(?P<utc>{_UTC_NAMES})(?!{LETTER})"
    r"\s*(?:(?P<gsign>[+\-])\s*(?P<ghour>[0-9]{1,2})(?::?(?P<gmin>[0-9]{2}))?)?"
    r"|ب?(?:ال)?توقيت\s+(?:مدينه\s+|ال)?(?P<city>"
    + "|".join(sorted(map(re.escape, _CITIES), key=len, reverse=True))
    + r")"
    rf"|(?P<zulu>z)(?!{LETTER})"
    r"|(?P<sign>[+\-])(?P<hour>[0-9]{2}):?(?P<min>[0-9]{2})(?![0-9:/])"
    r"|(?<=[0-9])(?P<sign2>[+\-])(?P<hour2>[0-9]{1,2})(?![0-9:/\-.]|\s*[/\-]?\s*" + LETTER + r")))?"
)
_SAAH = r"الساع[هة]|ساع[هة]|س|سا"
_TIME = (
    rf"(?:(?<!{LETTER})(?P<pre>{_MARKED})\s*)?(?:(?<!{LETTER})(?:{_SAAH})\s*:?\s*)?"
    r"(?<![0-9])(?P<h>[0-9]{1,2})\s?(?::|h(?=[0-9])|سا(?=[0-9])|\.(?=[0-9]{2}\s*(?:" + _MARK + rf")(?!{LETTER})))\s?"
    r"(?P<mi>[0-9]{2})(?![0-9])(?:\s?:\s?(?P<s>[0-9]{2})(?![0-9])(?:[.,][0-9]+)?)?"
    rf"(?:\s*(?P<mark>{_MARKED}))?"
)
_HOUR = (
    rf"(?:(?<!{LETTER})(?P<saah>{_SAAH})\s*)?(?<![0-9:./\-])(?P<h>[0-9]{{1,2}}|(?:{alternatives(HOURS)}))"
    r"(?:\s+و(?P<part>النصف|نصف|الربع|ربع|الثلث|ثلث)|\s+الا\s+(?P<less>الربع|ربع|الثلث|ثلث))?"
    rf"(?![0-9:/\-.])(?:\s*(?P<mark>{_MARKED}))?"
)
CLOCK = re.compile(_TIME + _ZONE)
HOUR = re.compile(_HOUR + _ZONE)
ISO_CLOCK = re.compile(
    r"(?P<h>[0-9]{2})(?::?(?P<mi>[0-9]{2})(?::?(?P<s>[0-9]{2})(?:[.,][0-9]+)?)?)?"
    r"(?P<pre>)(?P<mark>)" + _ZONE + r"(?:\[[\w/]+\])?"
)
_PARTS = {"نصف": 30, "ربع": 15, "ثلث": 20}


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; ``zone`` is None where none is printed (the outlet's own zone holds)."""

    hour: int
    minute: int
    second: int
    precision: Precision
    zone: tzinfo | None = None


def read_clock(match: re.Match[str]) -> Clock | None:
    """Return the time of a match of `CLOCK`, `HOUR` or `ISO_CLOCK`; None where there is no such time of day."""
    found = match.groupdict()
    mark = " ".join((found.get("mark") or found.get("pre") or "").split()).rstrip(".")
    hour = _hour24(int(found["h"]) if found["h"].isdecimal() else HOURS[" ".join(found["h"].split())], mark)
    minute, second = _minutes(found), int(found.get("s") or 0)
    if minute < 0:
        hour, minute = hour - 1, minute + 60
    if not 0 <= hour < 24 or minute > 59 or second > 59:
        return None
    if found.get("mi") is None:
        return Clock(hour, minute, 0, "minute" if minute else "hour", _zone(found))
    return Clock(hour, minute, second, "second" if found.get("s") else "minute", _zone(found))


def _minutes(found: dict[str, str | None]) -> int:
    if found.get("part"):
        return _PARTS[str(found["part"]).removeprefix("ال")]
    if found.get("less"):
        return -_PARTS[str(found["less"]).removeprefix("ال")]
    return int(found.get("mi") or 0)


def _hour24(hour: int, mark: str) -> int:
    """Apply a day period; an hour above 12 stands as printed (14:30 م)."""
    if not mark or hour > 12:
        return hour
    if _is(mark, _MORNING):
        return hour % 12
    if _is(mark, _NOON):
        return hour + 12 if hour < 10 else hour
    if _is(mark, _NIGHT):
        return hour % 12 + 12 if 5 < hour < 12 else hour % 12
    return hour % 12 + 12


def _is(mark: str, words: str) -> bool:
    return re.fullmatch(words, mark) is not None


def _zone(found: dict[str, str | None]) -> tzinfo | None:
    if found["city"]:
        return ZoneInfo(_CITIES[fold_key(found["city"])])
    for sign, hour, minute in (("gsign", "ghour", "gmin"), ("sign", "hour", "min"), ("sign2", "hour2", "")):
        if found[sign]:
            return _offset(found[sign], int(found[hour] or 0), int(found.get(minute) or 0))
    return UTC if found["zulu"] or found["utc"] else None


def _offset(sign: str | None, hours: int, minutes: int) -> tzinfo | None:
    """Return a fixed offset; offsets end at 14 hours (Line Islands), anything beyond is no offset."""
    if hours > 14 or minutes > 59:
        return None
    return timezone((-1 if sign == "-" else 1) * timedelta(hours=hours, minutes=minutes))
