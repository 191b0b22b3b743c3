"""Bylines, datelines and agency signatures as the Arabic press prints them, taken out of the first and last lines.

Known forms: ``المراقب العراقي / سداد الخفاجي..``, ``المدى / وائل نعمة :``, ``بغداد – 964``, ``شفق نيوز - البصرة``,
``أبوظبي - سكاي نيوز عربية``, ``المدينة نيوز :-``, ``عمان- بترا-``, ``دمشق، سوريا (CNN) --``, ``(رويترز)``, and headings
and participles: ``كتبت أسماء نصار``, ``حوار: آسيا العتروس``, ``تقرير/``, ``بقلم``, ``متابعة``, ``ترجمة``, ``إعداد``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from processors.dates.patterns import WEEKDAY_NUMBER
from spiders.extract.agencies import is_agency, is_person, without_title
from spiders.extract.lines import is_date_line
from spiders.extract.places import is_place
from spiders.extract.text import collapse, key

WEEKDAYS = "|".join(map(re.escape, WEEKDAY_NUMBER))
MARKS = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_EDGE = re.compile(rf"^[\s{MARKS}.:;،,…|/\\–—_*•-]+|[\s{MARKS}.:;،,…|/\\–—_*•-]+$")
_PARTS = re.compile(r"\s*(?:(?<=\s)ـ+(?=\s)|/|\\|\||–|—|:|،|\s-+|-+\s|(?<=[^\W\d])-(?=[^\W\d])|\.{2,}|…)\s*")
_ROLE = re.compile(
    r"^(?:(?:كتب(?:ت|ه|ها|وا)?(?:\s+(?:الخبر|المقال|التقرير))?|(?:(?:مرسل|نشر|أرسل)(?:ة|ت|ه|ها)?\s+)?بواسطة|تغطية|"
    r"و?(?:تقديم|إخراج)|و(?:تحرير|ترجمة|تصوير|متابعة|إعداد)|"
    r"النص|نص(?=\s*[:/])|حوار(?:ه|ها)?|حاور(?:ه|ها|ته|تها)?|تقرير|بقلم|قلم|"
    r"متابع[ةه]|ترجم[ةه]|ترجمها|إعداد|اعداد|أعد[ّ]?(?:ه|ها|ت)?"
    r"|تحرير|تحقيق|تصوير|عدسة|أجر(?:ى|ت|اه|اها)(?:\s+(?:الحوار|المقابلة|اللقاء))?|حاورها|استطلاع|رصد|مراسل(?:ة|نا|"
    r"تنا)?|الكاتب(?:ة)?|المؤلف|المحرر(?:ة)?"
    r"|written\s+by|by|author|reported\s+by|publi[ée]\s+par|par|von|من)(?:\s*[:/\-–|]+\s*|\s+))+",
    re.IGNORECASE,
)
STRONG_ROLE = re.compile(
    r"^(?:كتب|بواسطة|الكاتب\s*[:/]|نص\s*[:/]|حوار|حاور|تقرير|بقلم|متابع|ترجم|إعداد|اعداد|تحقيق|أجر|أعد|استطلاع|تحرير|"
    r"تغطية|مرسل|نشر(?:ت|ه|ها)?\s+بواسطة|أرسل|written|by\b|author)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"\s*(?:(?:ال)?كاتب(?:ة)?\s*[:/]|بقلم|نص\s*[:/]|النص\s*[:/]|كتب(?:ت)?\s*:|إعداد\s*[:/]|"
    r"(?:(?:مرسل|نشر|أرسل)(?:ة|ت|ه|ها)?\s+)?بواسطة)"
)
"""Begins a line that can only be a byline, wherever it stands."""
_NO_AUTHOR_ROLE = re.compile(
    r"^(?:تصوير|عدسة|تصميم|تطوير|برمجة|استضافة|(?:web ?)?(?:develop|design|power|host)\w*\s+(?:and \w+\s+)?by\b)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[(\[]?\s*(?<!\S)\S*@[\w.]+\s*[)\]]?")
_DATED_TAIL = re.compile(r"(?<=[^\W\d])(?:\s*[-–—|،,/(]\s*|\s+(?:في|بتاريخ|يوم)\s+|\s*)(?P<date>\d[^(]*)\)?$")
_WEEKDAY = re.compile(rf"\s*[-–—|،,]?\s*(?:{WEEKDAYS})\s*[،,]?$")
_AT = re.compile(r"^(?P<who>.{2,40}?)\s+(?:من|في)\s+(?P<where>.{2,30})$")
_DATED_PLACE = re.compile(r"^(?P<place>[^\d/|–—-]{2,25}?)\s+(?P<rest>\d.{3,60})$")
_YEAR = re.compile(r"\d{4}")
_POST = re.compile(r"^(?:ال)?(?:مراسل|مندوب)(?:ة|نا|تنا)?\s+(?:\S+\s+){0,3}?(?:في|من)\s+(?P<rest>.+)$")
_LIST = re.compile(r"\s*(?:،|,|؛|&|\s+و\s*(?=[^\W\d]{3,}\s)|\s+and\s+)\s*")
_PAREN = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]")
# One word beside a name in a field marked as byline can only be the town that the report comes from.
_TOWN = re.compile(r"[^\W\d_a-zA-Z]{3,}")
SHORT = 90


@dataclass(frozen=True, slots=True)
class Line:
    """One line read as byline or dateline."""

    authors: tuple[str, ...] = ()
    dateline: str | None = None
    credits: tuple[str, ...] = ()


def trim(text: str) -> str:
    """Return a line without the dots, colons, dashes and direction marks at its edges."""
    return collapse(_EDGE.sub("", _EDGE.sub("", text)))


def authors_in(text: str, own: Collection[str]) -> tuple[str, ...]:
    """Return the persons that a byline field (already known to be one) names."""
    line = read_line(text, own, sure=True)
    return line.authors if line else ()


def read_line(text: str, own: Collection[str], *, sure: bool = False) -> Line | None:
    """Read a whole line as byline or dateline; None where it is neither.

    ``sure`` says that the page marks it as a byline, so that a bare name is enough.
    """
    bare = _without_extras(text) if len(text) <= 2 * SHORT else ""
    if not bare or len(bare) > SHORT or "©" in text or _NO_AUTHOR_ROLE.match(bare):
        return None
    role = _ROLE.match(bare)
    strong = bool(role and STRONG_ROLE.match(bare))
    rest = trim(bare[role.end() :]) if role else bare
    line = _read_parts(rest, own, sure=sure)
    if line is None:
        return Line() if strong and _is_desk(rest, own) else None
    anchored = sure or strong or line.dateline or line.credits
    if not anchored:
        return None
    if line.authors and not (sure or strong or line.credits or line.dateline):
        return None
    return line


def _without_extras(text: str) -> str:
    """Return a line without social handles, addresses and the date behind a name; a post's town set apart."""
    bare = trim(_HANDLE.sub(" ", text) if "@" in text else text)
    tail = _DATED_TAIL.search(bare)
    if tail and _YEAR.search(tail["date"]) and is_date_line(tail["date"]):
        bare = trim(_WEEKDAY.sub("", bare[: tail.start()]))
    post = _POST.match(bare)
    words = post["rest"].split() if post else []
    town = next((n for n in (3, 2, 1) if n < len(words) and is_place(" ".join(words[:n]))), 0)
    return f"{' '.join(words[:town])} / {' '.join(words[town:])}" if town else bare


def _is_desk(text: str, own: Collection[str]) -> bool:
    words = text.split()
    return 1 <= len(words) <= 4 and (is_agency(text, own) or key(words[0]) in ("فريق", "قسم", "هيئه", "محرر", "المحرر"))


def _read_parts(text: str, own: Collection[str], *, sure: bool = False) -> Line | None:
    text = _set_apart(text, own)
    authors: list[str] = []
    agencies: list[str] = []
    towns: list[str] = []
    dateline: str | None = None
    parts = [part for chunk in _PARTS.split(_PAREN.sub(r" / \1 / ", text)) if (part := trim(chunk))]
    if not parts or len(parts) > 5:
        return None
    if "/" not in text and is_place(text):
        return Line(dateline=trim(text))
    for part in parts:
        if is_agency(part, own):
            agencies.append(part)
        elif is_place(part):
            dateline = f"{dateline}، {part}" if dateline else part
        elif names := _names(part, own):
            authors += names
        elif len(parts) > 1 and ":" not in text and _agency_suffix(part, own):
            agencies.append(part)
        elif sure and _TOWN.fullmatch(part):
            towns.append(part)
        else:
            return None
    if towns and (dateline or len(towns) > 1 or not (authors or agencies)):
        return None
    places = _printed_place(text, dateline) or (towns[0] if towns else None)
    return Line(tuple(authors), places, tuple(agencies))


def _set_apart(text: str, own: Collection[str]) -> str:
    """Return a line whose agency and town, or town and day, stand apart (هسبريس من الرباط; جدة 4 مايو 2024 واس)."""
    at = _AT.match(text)
    if at and is_place(at["where"]) and is_agency(at["who"], own):
        return f"{at['who']} / {at['where']}"
    dated = _DATED_PLACE.match(text)
    if dated is None or not is_place(dated["place"]):
        return text
    words = dated["rest"].split()
    last = next((n for n in (1, 2, 3) if n < len(words) and is_agency(trim(" ".join(words[-n:])), own)), 0)
    day = " ".join(words[: len(words) - last])
    return f"{dated['place']} / {' '.join(words[len(words) - last :])}" if is_date_line(day) else text


def _agency_suffix(part: str, own: Collection[str]) -> bool:
    folded = key(part)
    if (
        re.match(r"(?:صحيفه|جريده|وكاله|شبكه|قناه|موقع|راديو|اذاعه|تلفزيون|مجله)\s", folded)
        and len(folded.split()) <= 4
    ):
        return True
    return (any(word in folded.split() for word in ("وكالات", "وكاله")) and len(folded.split()) <= 4) or (
        folded.isdigit() and folded in own
    )


def _printed_place(text: str, dateline: str | None) -> str | None:
    """Return the dateline as printed where it had two parts (دمشق، سوريا; الزبير (البصرة))."""
    if dateline is None or "،" not in dateline:
        return dateline
    first, last = dateline.split("، ")[0], dateline.split("، ")[-1]
    start, end = text.find(first), text.rfind(last) + len(last)
    printed = text[start:end]
    return printed + (")" if printed.count("(") > printed.count(")") else "")


def _names(part: str, own: Collection[str]) -> list[str]:
    role = _ROLE.match(part + " ")
    part = trim(part[role.end() :]) if role and role.end() < len(part) else part
    names = [trim(name) for name in _LIST.split(part) if trim(name)]
    return [without_title(name) for name in names] if names and all(is_person(name, own) for name in names) else []
