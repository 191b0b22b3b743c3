"""Bylines, datelines and agency signatures taken out of a text's first and last lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from spiders.extract.agencies import is_agency, is_person, without_title
from spiders.extract.bylines import LABELLED, MARKS, SHORT, STRONG_ROLE, Line, read_line, trim
from spiders.extract.places import is_place
from spiders.extract.text import key

_OPENING = re.compile(
    rf"^[\s{MARKS}]*(?P<head>[^:.؟!«“\"\n]{{2,70}}?|[«“\"][^:.؟!«»“”\"\n]{{2,30}}[»”\"])"
    rf"\s*(?P<mark>:\s*[-–—]+|[-–—]{{1,3}}\s*:|(?<=\s)ـ+(?=\s)|"
    rf"(?<=[\s)])[-–—]{{1,3}}(?=\s|$)|[-–—]{{1,3}}\s|:|/)\s*(?=\S)"
)
_SIGNED = re.compile(rf"[\s{MARKS}]*[-–—*/.]*\s*[(\[]\s*([^()\[\]]{{1,40}})\s*[)\]]\s*[.]?\s*$")
_SOURCE = re.compile(r"^\W*(?:ال)?(?:مصدر|مصادر|وكالات|المصدر)\s*[:：/+\-–]\s*(.{2,80}?)[\s.]*$")
_INITIALS = re.compile(
    r"^\W*\(?\s*(?:ا?لنهاي[ةه]|انته[ىي])\s*\)?.{0,40}$|"
    r"^\W*[\u0621-\u064a]{1,2}(?:\s*[./\s]\s*[\u0621-\u064a]{1,2}){1,4}\W*$|"
    r"^\W*\d{1,2}:\d{2}\s*(?:ت\s*م|ت\s*غ|جمت)\b.{0,12}$"
)
_BIO = re.compile(
    r"^\s*[*•●]+\s*(?:ال)?(?:كاتب|باحث|صحفي|صحافي|إعلامي|أكاديمي|محلل|أستاذ|خبير|روائي|شاعر|ناقد|سفير|محام|مستشار|"
    r"عضو|مدير|رئيس|دكتور|وزير|نائب)(?:ة|ي|ية)?\b"
)
_POST = re.compile(r"(?:ال)?(?:مراسل|محرر|موفد|صحفي|صحافي|مسؤول|مندوب)(?:ة|نا|تنا)?\b")
_FRONT = 120
"""Characters within which a first paragraph's dateline ends."""
_ONLY_AGENCY = re.compile(r"\s*(?:[(\[][^()\[\]]{1,30}[)\]]|getty images)\s*\.?\s*$", re.IGNORECASE)
_LONGEST_BIO = 250
_FIRST_LINES = 3
_LAST_LINES = 4


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


def take_out(paragraphs: list[str], own: Collection[str], found: Signatures) -> list[str]:
    """Return the paragraphs without the bylines, datelines and signatures in them, which go to ``found``."""
    rest = list(paragraphs)
    if len(rest) > 2 and (line := _labelled(rest, own) or _introduced(rest, own)):
        found.take(line, f"{rest.pop(0)} {rest.pop(0)}")
    for _ in range(_FIRST_LINES):
        line = read_line(rest[0], own, sure=_dated_by_place(rest, own)) if len(rest) > 1 else None
        if line is None:
            break
        found.take(line, rest.pop(0))
    if rest:
        rest[0] = _take_opening(rest[0], own, found)
    middle = [text for text in rest[1:-1] if not (_ONLY_AGENCY.match(text) and is_agency(text.strip(" ()[]."), own))]
    return _take_signatures([*rest[:1], *middle, *rest[1:][-1:]], own, found)


def _labelled(rest: list[str], own: Collection[str]) -> Line | None:
    """Read a first line that is only a label (بقلم:) with the name on the second."""
    label = trim(rest[0])
    if len(label) > 12 or not LABELLED.match(f"{label}:"):
        return None
    line = read_line(f"{label}: {rest[1]}", own)
    return line if line and line.authors else None


def _introduced(rest: list[str], own: Collection[str]) -> Line | None:
    """Read a first line that is a name, and a second that says what that person is (مراسل الشؤون المحلية)."""
    name = trim(rest[0])
    if not (_POST.match(trim(rest[1])) and len(rest[1]) < SHORT and is_person(name, own)):
        return None
    return Line((without_title(name),))


def _dated_by_place(rest: list[str], own: Collection[str]) -> bool:
    """Return whether a first line is a name before a paragraph that opens with a town (عمان- …)."""
    opening = _OPENING.match(rest[1][:_FRONT]) if len(rest) > 1 else None
    return opening is not None and is_place(trim(opening["head"])) and is_person(trim(rest[0]), own)


def _take_opening(text: str, own: Collection[str], found: Signatures) -> str:
    """Take a dateline or byline off the front of a first paragraph (عمان- بترا- …)."""
    end = 0
    for _ in range(4):
        match = _OPENING.match(text[end : end + _FRONT])
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
    if line.authors and ":" in head and not (line.credits or line.dateline or STRONG_ROLE.match(trim(head))):
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
        rf"[\s{MARKS}]*(?P<place>[^()\n]{{0,30}}?)[\s–—-]*\((?P<agency>[^()]{{1,30}})\)\s*(?P<mark>[-–—:]*)\s*", text
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
        if len(rest) < 2 or not (_is_bio(rest[-1]) or _is_signature(rest[-1], own, found)):
            break
        rest.pop()
    if rest:
        rest[-1] = _cut_signature(rest[-1], own, found)
    return rest[:-1] if _signed_by_name(rest, own, found) else rest


def _is_bio(text: str) -> bool:
    """Return whether a last line tells who the author is (* كاتب وباحث)."""
    return len(text) < _LONGEST_BIO and _BIO.match(text) is not None


def _signed_by_name(rest: list[str], own: Collection[str], found: Signatures) -> bool:
    """Return whether the last line is nothing but its author's name; the line before it must end as a sentence does."""
    if len(rest) < 3 or not re.search(r"[.!؟?…»”\"]\s*$", rest[-2]):
        return False
    name = trim(rest[-1])
    known = {key(author) for author in found.authors}
    if key(name) not in known and (known or not is_person(name, own) or name.startswith("ال")):
        return False
    found.authors += [] if known else [without_title(name)]
    found.byline = found.byline or name
    return True


def _is_signature(text: str, own: Collection[str], found: Signatures) -> bool:
    """Return whether a last line is a signature, and note what it credits."""
    bare = trim(text).strip("()[] ")
    if len(bare) > SHORT:
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
    if line is not None and (STRONG_ROLE.match(trim(text)) or line.authors or line.credits):
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
