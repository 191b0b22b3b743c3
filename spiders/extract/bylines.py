"""Bylines, datelines and agency signatures as the Arabic press prints them, taken out of the first and last lines.

Known forms: ``المراقب العراقي / سداد الخفاجي..``, ``المدى / وائل نعمة :``, ``بغداد – 964``, ``شفق نيوز - البصرة``,
``أبوظبي - سكاي نيوز عربية``, ``المدينة نيوز :-``, ``عمان- بترا-``, ``دمشق، سوريا (CNN) --``, ``(رويترز)``, and headings
and participles: ``كتبت أسماء نصار``, ``حوار: آسيا العتروس``, ``تقرير/``, ``بقلم``, ``متابعة``, ``ترجمة``, ``إعداد``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from spiders.extract.agencies import is_agency, is_person, without_title
from spiders.extract.places import is_place
from spiders.extract.text import collapse, key

_MARKS = "\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_EDGE = re.compile(rf"^[\s{_MARKS}.:;،,…|/\\–—_*•-]+|[\s{_MARKS}.:;،,…|/\\–—_*•-]+$")
_PARTS = re.compile(r"\s*(?:(?<=\s)ـ+(?=\s)|/|\\|\||–|—|:|،|\s-+|-+\s|(?<=[^\W\d])-(?=[^\W\d])|\.{2,}|…)\s*")
_ROLE = re.compile(
    r"^(?:(?:كتب(?:ت|ه|ها|وا)?(?:\s+(?:الخبر|المقال|التقرير))?|بواسطة|النص|نص(?=\s*[:/])|حوار(?:ه|ها)?|حاور(?:ه|ها|ته|تها)?|تقرير|بقلم|قلم|"
    r"متابع[ةه]|ترجم[ةه]|ترجمها|إعداد|اعداد|أعد[ّ]?(?:ه|ها|ت)?"
    r"|تحرير|تحقيق|تصوير|عدسة|أجر(?:ى|ت|اه|اها)(?:\s+(?:الحوار|المقابلة|اللقاء))?|حاورها|استطلاع|رصد|مراسل(?:ة|نا|"
    r"تنا)?|الكاتب(?:ة)?|المؤلف|المحرر(?:ة)?"
    r"|written\s+by|by|author|reported\s+by|من)(?:\s*[:/\-–|]+\s*|\s+))+",
    re.IGNORECASE,
)
_STRONG_ROLE = re.compile(
    r"^(?:كتب|بواسطة|الكاتب\s*[:/]|نص\s*[:/]|حوار|حاور|تقرير|بقلم|متابع|ترجم|إعداد|اعداد|تحقيق|أجر|أعد|استطلاع|تحرير|written|by\b|author)",
    re.IGNORECASE,
)
LABELLED = re.compile(r"\s*(?:(?:ال)?كاتب(?:ة)?\s*[:/]|بقلم|نص\s*[:/]|النص\s*[:/]|كتب(?:ت)?\s*:|إعداد\s*[:/])")
"""Begins a line that can only be a byline, wherever it stands."""
_NO_AUTHOR_ROLE = re.compile(r"^(?:تصوير|عدسة)")
_LIST = re.compile(r"\s*(?:،|,|؛|&|\s+و\s*(?=[^\W\d]{3,}\s)|\s+and\s+)\s*")
_OPENING = re.compile(
    rf"^[\s{_MARKS}]*(?P<head>[^:.؟!«“\"\n]{{2,70}}?|[«“\"][^:.؟!«»“”\"\n]{{2,30}}[»”\"])"
    rf"\s*(?P<mark>:\s*[-–—]+|[-–—]{{1,3}}\s*:|(?<=\s)ـ+(?=\s)|"
    rf"(?<=[\s)])[-–—]{{1,3}}(?=\s|$)|[-–—]{{1,3}}\s|:|/)\s*(?=\S)"
)
_SIGNED = re.compile(rf"[\s{_MARKS}]*[-–—*/.]*\s*[(\[]\s*([^()\[\]]{{1,40}})\s*[)\]]\s*[.]?\s*$")
_SOURCE = re.compile(r"^\W*(?:ال)?(?:مصدر|مصادر|وكالات|المصدر)\s*[:：/+\-–]\s*(.{2,80}?)[\s.]*$")
_PAREN = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]")
_INITIALS = re.compile(r"^\W*\(?\s*(?:ا?لنهاي[ةه]|انته[ىي])\s*\)?.{0,40}$")
# One word beside a name in a field marked as byline can only be the town that the report comes from.
_TOWN = re.compile(r"[^\W\d_a-zA-Z]{3,}")
_SHORT = 90
_FIRST_LINES = 3
_LAST_LINES = 3


@dataclass(slots=True)
class Signatures:
    """What bylines and signatures give; ``byline`` is the first line of its kind as printed, its edges trimmed."""

    byline: str | None = None
    authors: list[str] = field(default_factory=list)
    dateline: str | None = None
    credits: list[str] = field(default_factory=list)

    def take(self, line: Line, printed: str) -> None:
        """Add what one line gives; the first byline and the first dateline stay."""
        self.byline = self.byline or trim(printed)
        self.authors += [name for name in line.authors if name not in self.authors]
        self.dateline = self.dateline or line.dateline
        self.credits += [name for name in line.credits if key(name) not in map(key, self.credits)]

    def join(self, first: Signatures, second: Signatures) -> None:
        """Take over ``first``, and what it leaves open from ``second``."""
        self.byline = first.byline or second.byline
        self.authors += first.authors or second.authors
        self.dateline = first.dateline or second.dateline
        self.credits += first.credits or second.credits


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
    bare = trim(text)
    if not bare or len(bare) > _SHORT:
        return None
    if _NO_AUTHOR_ROLE.match(bare):
        return None
    role = _ROLE.match(bare)
    strong = bool(role and _STRONG_ROLE.match(bare))
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


def _is_desk(text: str, own: Collection[str]) -> bool:
    words = text.split()
    return 1 <= len(words) <= 4 and (is_agency(text, own) or key(words[0]) in ("فريق", "قسم", "هيئه", "محرر", "المحرر"))


def _read_parts(text: str, own: Collection[str], *, sure: bool = False) -> Line | None:
    authors: list[str] = []
    agencies: list[str] = []
    towns: list[str] = []
    dateline: str | None = None
    parts = [part for chunk in _PARTS.split(_PAREN.sub(r" / \1 / ", text)) if (part := trim(chunk))]
    if not parts or len(parts) > 5:
        return None
    if is_place(text):
        return Line(dateline=trim(text))
    for part in parts:
        if is_agency(part, own):
            agencies.append(part)
        elif is_place(part):
            dateline = f"{dateline}، {part}" if dateline else part
        elif names := _names(part, own):
            authors += names
        elif len(parts) > 1 and _agency_suffix(part, own):
            agencies.append(part)
        elif sure and _TOWN.fullmatch(part):
            towns.append(part)
        else:
            return None
    if towns and (dateline or len(towns) > 1 or not (authors or agencies)):
        return None
    places = _printed_place(text, dateline) or (towns[0] if towns else None)
    return Line(tuple(authors), places, tuple(agencies))


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


def take_out(paragraphs: list[str], own: Collection[str], found: Signatures) -> list[str]:
    """Return the paragraphs without the bylines, datelines and signatures in them, which go to ``found``."""
    rest = list(paragraphs)
    for _ in range(_FIRST_LINES):
        line = read_line(rest[0], own) if len(rest) > 1 else None
        if line is None:
            break
        found.take(line, rest.pop(0))
    if rest:
        rest[0] = _take_opening(rest[0], own, found)
    return _take_signatures(rest, own, found)


def _take_opening(text: str, own: Collection[str], found: Signatures) -> str:
    """Take a dateline or byline off the front of a first paragraph (عمان- بترا- …)."""
    end = 0
    for _ in range(4):
        match = _OPENING.match(text[end : end + 120])
        if match is None:
            break
        if read_line(text[: end + match.end("head")], own) is None:
            break
        end += match.end()
    if not end:
        return _take_parenthesis(text, own, found)
    head = text[:end]
    line = read_line(head, own)
    if line is None or not (line.credits or line.authors or line.dateline):
        return text
    if line.dateline and not (line.credits or line.authors) and not re.search(r"[-–—:ـ/]\s*$", head):
        return text
    if line.authors and ":" in head and not (line.credits or line.dateline or _STRONG_ROLE.match(trim(head))):
        return text
    # One name and a colon at the front is how a statement opens (واشنطن: …, الجزيرة: …), not always a dateline.
    found.authors += [name for name in line.authors if name not in found.authors]
    found.dateline = found.dateline or line.dateline
    found.credits += [name for name in line.credits if key(name) not in map(key, found.credits)]
    if line.authors:
        found.byline = found.byline or trim(head)
    return text[end:]


def _take_parenthesis(text: str, own: Collection[str], found: Signatures) -> str:
    match = re.match(
        rf"[\s{_MARKS}]*(?P<place>[^()\n]{{0,30}}?)[\s–—-]*\((?P<agency>[^()]{{1,30}})\)\s*(?P<mark>[-–—:]*)\s*", text
    )
    if match is None or not is_agency(match["agency"], own):
        return text
    place = trim(match["place"])
    if place and not (is_place(place) and match["mark"]):
        return text
    found.take(Line((), place or None, (trim(match["agency"]),)), "")
    found.byline = found.byline or None
    return text[match.end() :]


def _take_signatures(paragraphs: list[str], own: Collection[str], found: Signatures) -> list[str]:
    rest = list(paragraphs)
    for _ in range(_LAST_LINES):
        if len(rest) < 2 or not _is_signature(rest[-1], own, found):
            break
        rest.pop()
    if rest:
        rest[-1] = _cut_signature(rest[-1], own, found)
    return rest[:-1] if _signed_by_name(rest, own, found) else rest


def _signed_by_name(rest: list[str], own: Collection[str], found: Signatures) -> bool:
    """Return whether the last line is nothing but its author's name; the line before it must end as a sentence does."""
    if len(rest) < 3 or not re.search(r"[.!؟?…»”\"]\s*$", rest[-2]):
        return False
    name = trim(rest[-1])
    known = {key(author) for author in found.authors}
    if key(name) not in known and (known or not is_person(name, own)):
        return False
    found.authors += [] if known else [without_title(name)]
    found.byline = found.byline or name
    return True


def _is_signature(text: str, own: Collection[str], found: Signatures) -> bool:
    """Return whether a last line is a signature, and note what it credits."""
    bare = trim(text).strip("()[] ")
    if len(bare) > _SHORT:
        return False
    if source := _SOURCE.match(text):
        _credit(source[1], own, found)
        return True
    if is_agency(bare, own) or (len(bare) < 60 and _all_agencies(bare, own)):
        _credit(bare, own, found)
        return True
    if _INITIALS.match(text) and len(text) < 40:
        return True
    line = read_line(text, own)
    if line is not None and (_STRONG_ROLE.match(trim(text)) or line.authors or line.credits):
        found.take(line, text)
        return True
    return False


def _all_agencies(text: str, own: Collection[str]) -> bool:
    parts = [part for part in re.split(r"\s*(?:\+|،|,|/|-|–|\|)\s*|\s+و(?=\S{3})", text) if part]
    return len(parts) > 1 and all(is_agency(part, own) for part in parts)


def _credit(text: str, own: Collection[str], found: Signatures) -> None:
    parts = [part for part in map(trim, re.split(r"\s*(?:\+|،|,|/|–|\|)\s*", text)) if part]
    known = {key(name) for name in found.credits}
    found.credits += [part for part in parts if key(part) not in known and len(part) <= 60]


def _cut_signature(text: str, own: Collection[str], found: Signatures) -> str:
    """Take ``--(بترا)`` or ``(أ ف ب)`` off the end of the last paragraph."""
    match = _SIGNED.search(text[-60:])
    if match is None or len(text) <= 60 or not is_agency(match[1], own):
        return text
    _credit(match[1], own, found)
    return text[: len(text) - 60 + match.start()].rstrip()
