"""Relative dates (قبل ساعتين، أمس، الثلاثاء الماضي), read against the moment of capture."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from processors.dates.clock import CLOCK, HOUR, Clock, read_clock
from processors.dates.fold import fold_key
from processors.dates.months import LETTER
from processors.dates.numbers import COUNTS, alternatives, value_of
from processors.dates.patterns import WEEKDAY, WEEKDAY_NUMBER
from processors.records import Precision

_LONGEST = 90
_UNITS: dict[str, str] = {
    "second": "ثانية|ثوان|ثواني|ثانيه|second|seconds|sec|secs|seconde|secondes",
    "minute": "دقيقة|دقائق|دقايق|دقيقه|د|minute|minutes|min|mins|m",
    "hour": "ساعة|ساعات|ساعه|س|hour|hours|hr|hrs|h|heure|heures",
    "day": "يوم|يوما|أيام|day|days|d|jour|jours",
    "week": "أسبوع|أسبوعا|أسابيع|week|weeks|w|semaine|semaines",
    "month": "شهر|شهرا|أشهر|شهور|month|months|mois",
    "year": "سنة|سنوات|سنين|عام|عاما|أعوام|year|years|an|ans",
}
_DUALS = {
    "second": "ثانيتين|ثانيتان",
    "minute": "دقيقتين|دقيقتان",
    "hour": "ساعتين|ساعتان",
    "day": "يومين|يومان",
    "week": "أسبوعين|أسبوعان",
    "month": "شهرين|شهران",
    "year": "سنتين|سنتان|عامين|عامان",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {fold_key(word): unit for unit, words in table.items() for word in words.split("|")}


_UNIT, _DUAL = _by_word(_UNITS), _by_word(_DUALS)
_MINUTES = {"second": 1 / 60, "minute": 1, "hour": 60, "day": 1440, "week": 10080}
_UNIT_RE = "|".join(sorted(_UNIT, key=len, reverse=True))
_DUAL_RE = "|".join(sorted(_DUAL, key=len, reverse=True))
_NUMBER = rf"(?:[0-9]{{1,4}}|(?:{alternatives(COUNTS)})(?!{LETTER}))"
_AMOUNT = (
    rf"(?:(?:{_DUAL_RE})(?:\s+اثنتين|\s+اثنين)?|{_NUMBER}\s*(?:{_UNIT_RE})|(?:نصف|ربع|ثلث)\s+ساعه"
    rf"|(?:{_UNIT_RE})(?:\s+واحده?)?)(?!{LETTER})(?:\s+و\s?(?:نصف|النصف|ربع|الربع|ثلث|الثلث)(?!{LETTER}))?"
)
_AMOUNTS = rf"(?P<amounts>{_AMOUNT}(?:\s*(?:,\s*|\s+and\s+|\s+et\s+)?(?:و\s*)?{_AMOUNT}){{0,2}})"
# "قبل عام 2003" and "منذ عام 2011" name a year; a number after the amount means another thing is counted.
_AGO = re.compile(
    rf"(?<!{LETTER})(?:(?:قبل|منذ|من|مضي|مضت|مر|مرت|il y a)(?:\s+(?:حوالي|نحو|قرابه))?"
    rf"\s+{_AMOUNTS}(?!\s*[0-9])(?!\s+من\s)"
    rf"|{_AMOUNTS.replace('<amounts>', '<after>')}\s+(?:مضت|مضي|ago))"
)
_PART = re.compile(
    rf"(?P<dual>{_DUAL_RE})(?!{LETTER})|(?P<fraction>نصف|ربع|ثلث)\s+ساعه"
    rf"|(?P<more>و\s?(?:ال)?(?:نصف|ربع|ثلث))(?!{LETTER})"
    rf"|(?:(?P<number>{_NUMBER})\s*)?(?P<unit>{_UNIT_RE})(?!{LETTER})"
)
_FRACTIONS = {"نصف": 30, "ربع": 15, "ثلث": 20}
_DAYS = {
    fold_key(word): days
    for words, days in (
        ("أمس الأول|أول أمس|أول من أمس|أمس الاول|قبل أمس|البارحة الأولى|avant-hier|the day before yesterday", -2),
        ("أمس|البارحة|يوم أمس|ليلة أمس|yesterday|hier", -1),
        ("اليوم|هذا اليوم|today|aujourd'hui", 0),
        ("بعد غد|بعد الغد", 2),
        ("غدا|الغد|يوم غد|tomorrow|demain", 1),
    )
    for word in words.split("|")
}
_DAYPART = r"(?:(?:من\s+)?(?:صباح|مساء|ظهر|عصر|فجر|ليل|ليله|ضحي|بعد ظهر|صباحا|مساء)\s+)?"
_LABEL = (
    r"(?:[^:|]{0,30}[:|]\s*|(?:نشر(?:ت)?|كتب|تم النشر|اخر تحديث|تحديث|منشور|published|posted|updated)\s+(?:في\s+)?)?"
)
_DAY = re.compile(
    rf"{_LABEL}{_DAYPART}(?P<word>{alternatives(_DAYS)})(?!{LETTER})"
    rf"(?:[\s,(]*(?:يوم\s+)?(?P<weekday>{WEEKDAY})\)?)?(?P<rest>.*)"
)
_PAST = "الماضي|الماضيه|الفائت|الفائته|المنصرم|المنصرمه|المنقضي|السابق|الاخير|last|dernier"
_COMING = "القادم|القادمه|المقبل|المقبله|الاتي|next|prochain"
_WEEKDAY = re.compile(
    rf"(?<!{LETTER})(?:(?P<en>last|next)\s+)?(?P<weekday>{WEEKDAY})"
    rf"(?:[\s,]+(?P<which>{_PAST}|{_COMING}))?(?!{LETTER})(?P<rest>.*)"
)
_PERIOD = re.compile(
    rf"{_LABEL}(?:في\s+|خلال\s+)?(?:(?P<month>الشهر)|العام|السنه)\s+(?:(?P<past>{_PAST})|الجاري|الجاريه|الحالي|الحاليه)"
)
_NOW = re.compile(rf"{_LABEL}(?:الان|حالا|قبل ثوان|قبل ثواني|now|just now)")
_SOON = re.compile(
    rf"{_LABEL}(?:قبل|منذ)\s+(?:قليل|لحظات|لحظه|دقائق|دقايق|ثوان|ثواني|وقت قصير|برهه)"
    rf"|{_LABEL}(?:اللحظه|للتو|moments ago|a few minutes ago)"
)
# What may follow a bare "أمس" or "الثلاثاء الماضي": a time of day, or nothing that says another thing.
_REST = re.compile(r"[\s,\-|/.()]*(?:في\s+|عند\s+|at\s+)?(?P<time>.{0,45}?)[\s,\-|/.()]*")


@dataclass(frozen=True, slots=True)
class Relative:
    """A moment at ``[start, end)`` of the folded text; ``clock`` is set where a time of day stands beside the day."""

    start: int
    end: int
    moment: datetime
    precision: Precision
    clock: Clock | None = None
    notes: tuple[str, ...] = ()


def relative_date(text: str, now: datetime) -> Relative | None:
    """Return the relative date of a short folded text, or None. ``now`` is in the outlet's zone.

    Rules: hours and minutes count back to the minute and keep the unit as precision; days and weeks give a local day,
    months a month, years a year; "قبل قليل" and "منذ دقائق" give the local day, where an hour before now is still
    the same day; bare words (أمس، اليوم) count only as a whole text with a time, weekday or label.
    """
    if len(text) > _LONGEST:
        return None
    readers: tuple[Callable[[str, datetime], Relative | None], ...] = (_now, _soon, _day_word, _ago, _weekday, _period)
    return next((found for reader in readers if (found := reader(text, now)) is not None), None)


def _now(text: str, now: datetime) -> Relative | None:
    if not _NOW.fullmatch(text.strip(" .")):
        return None
    return Relative(0, len(text), now.replace(second=0, microsecond=0), "minute")


def _soon(text: str, now: datetime) -> Relative | None:
    if not _SOON.fullmatch(text.strip(" .")) or now.hour == 0:
        return None
    return Relative(0, len(text), _midnight(now), "day")


def _ago(text: str, now: datetime) -> Relative | None:
    match = _AGO.search(text)
    if match is None:
        return None
    minutes, months, units = _sum(match["amounts"] or match["after"])
    moment = now - timedelta(minutes=minutes)
    if months:
        moment = _months_back(moment, months)
    finest = min(units, key=list(_UNITS).index)
    return Relative(match.start(), match.end(), *_cut(moment, finest))


def _sum(amounts: str) -> tuple[float, int, list[str]]:
    minutes, months, units = 0.0, 0, []
    for part in _PART.finditer(amounts):
        if part["fraction"]:
            minutes += _FRACTIONS[part["fraction"]]
            units.append("minute")
        elif part["more"]:
            minutes += _FRACTIONS[part["more"].removeprefix("و").strip().removeprefix("ال")] * _share(units)
            units.append("minute" if units[-1:] == ["hour"] else units[-1])
        else:
            unit = _DUAL[part["dual"]] if part["dual"] else _UNIT[part["unit"]]
            count = 2 if part["dual"] else value_of(part["number"] or "1", COUNTS)
            minutes += count * _MINUTES.get(unit, 0)
            months += count * {"month": 1, "year": 12}.get(unit, 0)
            units.append(unit)
    return minutes, months, units


def _share(units: list[str]) -> float:
    return _MINUTES.get(units[-1], 0) / 60 if units else 0


def _cut(moment: datetime, unit: str) -> tuple[datetime, Precision]:
    match unit:
        case "second":
            return moment.replace(microsecond=0), "second"
        case "minute":
            return moment.replace(second=0, microsecond=0), "minute"
        case "hour":
            return moment.replace(second=0, microsecond=0), "hour"
        case "month":
            return _midnight(moment).replace(day=1), "month"
        case "year":
            return _midnight(moment).replace(month=1, day=1), "year"
        case _:
            return _midnight(moment), "day"


def _day_word(text: str, now: datetime) -> Relative | None:
    match = _DAY.fullmatch(text.strip())
    if match is None:
        return None
    rest = _clock_of(match["rest"])
    if rest is None:
        return None
    moment = _midnight(now + timedelta(days=_DAYS[" ".join(match["word"].split())]))
    weekday = match["weekday"]
    wrong = weekday is not None and WEEKDAY_NUMBER[weekday] != moment.weekday()
    return Relative(0, len(text), moment, "day", rest[0], ("weekday-mismatch",) if wrong else ())


def _weekday(text: str, now: datetime) -> Relative | None:
    match = _WEEKDAY.search(text)
    which = match and (match["which"] or match["en"])
    rest = match and _clock_of(match["rest"])
    if match is None or not which or rest is None:
        return None
    target = WEEKDAY_NUMBER[match["weekday"]]
    if which in _PAST.split("|"):
        days = -((now.weekday() - target - 1) % 7 + 1)
    else:
        days = (target - now.weekday() - 1) % 7 + 1
    return Relative(match.start(), match.end(), _midnight(now + timedelta(days=days)), "day", rest[0])


def _period(text: str, now: datetime) -> Relative | None:
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return None
    back = (1 if match["month"] else 12) if match["past"] else 0
    return Relative(0, len(text), *_cut(_months_back(now, back), "month" if match["month"] else "year"))


def _clock_of(rest: str) -> tuple[Clock | None] | None:
    """Return the time of day that the rest of a text consists of, (None,) for an empty rest, None for anything else."""
    match = _REST.fullmatch(rest)
    printed = match["time"] if match else rest
    if not printed:
        return (None,)
    for pattern in (CLOCK, HOUR):
        time = pattern.fullmatch(printed)
        if time and (pattern is CLOCK or time["saah"] or time["mark"]):
            return (read_clock(time),)
    return None


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def _months_back(moment: datetime, months: int) -> datetime:
    """Step back whole months; the day is held within the month's length."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
