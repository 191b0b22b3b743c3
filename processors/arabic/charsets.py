"""Bytes of a page to text: the encodings of the Arabic web, and the wrong declarations that come with them.

Order of belief: a byte order mark; UTF-8 that decodes (no other encoding looks like it by chance); the declared
encoding (HTTP header, then ``<meta>``, WHATWG labels); and, where the declared one gives no plausible Arabic, the
Arabic single-byte encoding that does.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from w3lib.encoding import resolve_encoding

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ARABIC_SINGLE_BYTE = ("cp1256", "iso8859-6")
_HEAD = 4096  # bytes: HTML requires the declaration within 1,024; real pages put it later
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
# Some real pages have a few broken bytes in otherwise sound UTF-8 (text cut by a byte count).
_BROKEN_UTF8 = 0.02
_RUN = re.compile(rb"[\x80-\xff]+")
_FREQUENT = frozenset("اليمونرتبةعدسفهكقحجأىشصطخذزضغإئءثظآؤ")
# UTF-8 read as windows-1256 turns the lead bytes of Arabic (D8-DB) into these letters.
_LEADS = "طظعغ"
_MOJIBAKE = re.compile(f"[{_LEADS}][\u0080-\u00ff\u0152-\u2122ء-ي،؛؟پچژکگھڈٹڑںے\u200c-\u200f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the Python name of its encoding, and what was wrong.

    ``broken`` says that some bytes had no meaning and stand as U+FFFD; ``declared`` is the encoding that header or
    page named (None where they name none), which differs from ``encoding`` where it was wrong; ``repaired`` says that
    UTF-8 had been encoded twice by way of windows-1256.
    """

    text: str
    encoding: str
    declared: str | None = None
    broken: bool = False
    repaired: bool = False


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Decode a page. ``content_type`` is the HTTP header's value. Never raises: broken bytes become U+FFFD."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], encoding, encoding)
    declared = declared_encoding(body, content_type)
    encoding = _choose(body, declared)
    decoded = _decoded(body, encoding, declared)
    return _repair(decoded) if encoding == "utf-8" else decoded


def declared_encoding(body: bytes, content_type: str | None = None) -> str | None:
    """Return the encoding that the header or else the page's head names, as Python knows it, or None."""
    labels = [match[1] or match[2] for match in _CHARSET.finditer((content_type or "").encode("utf-8", "replace"))]
    labels += [match[1] or match[2] for match in _CHARSET.finditer(body[:_HEAD])]
    known = (resolve_encoding(label.decode("ascii", "ignore")) for label in labels)
    return next((name for name in known if name), None)


def _choose(body: bytes, declared: str | None) -> str:
    if _utf8_damage(body) <= _BROKEN_UTF8:
        return "utf-8"
    if declared and declared.startswith("utf-16"):
        return declared
    if not _looks_arabic(body):
        return declared if declared and declared != "utf-8" else "cp1252"
    candidates = (declared, *_ARABIC_SINGLE_BYTE) if declared and declared != "utf-8" else _ARABIC_SINGLE_BYTE
    return max(candidates, key=lambda name: _plausibility(body, name))


def _looks_arabic(body: bytes) -> bool:
    # In a Latin text the bytes beyond ASCII stand alone (caf\xe9), in Arabic side by side.
    runs = _RUN.findall(body)
    return 2 * sum(len(run) for run in runs if len(run) > 1) > sum(len(run) for run in runs)


def _utf8_damage(body: bytes) -> float:
    """Return the share of the bytes beyond ASCII that are not sound UTF-8 (0 for plain ASCII)."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return 0.0
    beyond = sum(map(len, _RUN.findall(body)))
    return body.decode("utf-8", "replace").count("\ufffd") / beyond if beyond else 0.0


def _plausibility(body: bytes, encoding: str) -> float:
    # The letters of the two Arabic code pages lie apart: the wrong one gives marks, signs and rare letters.
    text = b"".join(_RUN.findall(body)).decode(encoding, "replace")
    return sum(character in _FREQUENT for character in text) / len(text) if text else 0.0


def _decoded(body: bytes, encoding: str, declared: str | None) -> Decoded:
    text = body.decode(encoding, "replace")
    printed = body.count("\ufffd".encode()) if encoding == "utf-8" else 0
    return Decoded(text, encoding, declared, broken=text.count("\ufffd") > printed)


def _repair(decoded: Decoded) -> Decoded:
    # Only where nearly all that is not ASCII is such a pair; real Arabic has one in a hundred.
    # Encoding and counting are C loops: this runs on every page.
    beyond = len(decoded.text) - len(decoded.text.encode("ascii", "ignore"))
    leads = sum(map(decoded.text.count, _LEADS))
    if beyond < 8 or 2 * leads < 0.8 * beyond or 2 * len(_MOJIBAKE.findall(decoded.text)) < 0.8 * beyond:
        return decoded
    try:
        text = decoded.text.encode("cp1256").decode("utf-8")
    except UnicodeError:
        return decoded
    return Decoded(text, decoded.encoding, decoded.declared, decoded.broken, repaired=True)
