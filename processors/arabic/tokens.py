"""Words of a text and their search forms, with offsets into the raw text.

A word is a run of letters and digits, with the marks on them; all else separates (a simplification of UAX #29: an
Arabic full stop or colon without a space after it separates too). The layers are described in docs/search.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from processors.arabic.names import COMPOUND_HEAD, compound, name_form
from processors.arabic.normalise import INVISIBLE, TATWEEL, fold, respell
from processors.arabic.prefixes import with_stripped
from processors.arabic.stem import stem

TokenLayer = Literal["exact", "folded", "stemmed", "names"]
LAYERS: tuple[TokenLayer, ...] = ("exact", "folded", "stemmed", "names")
_SILENT = INVISIBLE + TATWEEL
_CACHE = 1 << 17  # distinct words: a year of a newspaper has some 300,000, most of them once


@dataclass(frozen=True, slots=True)
class Token:
    """One search form of the word ``raw[start:end]``. Forms of one word share a ``position``, counted from 0."""

    text: str
    position: int
    start: int
    end: int


@lru_cache(maxsize=1)
def word_pattern() -> re.Pattern[str]:
    """Return the pattern of a word as printed: letters and digits with the marks on them."""
    marks = "".join(chr(code) for code in range(0x10000) if unicodedata.category(chr(code))[0] == "M")
    return re.compile(rf"[^\W_{TATWEEL}](?:[^\W_]+|[{marks}{INVISIBLE}]+)*")


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word as printed, with its raw ``start`` and ``end``."""
    for match in word_pattern().finditer(text):
        yield match[0], match.start(), match.end()


def name_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words as the ``names`` layer sees them: عبد and a following ال… word are one."""
    head: tuple[str, int, int] | None = None
    for word, start, end in words(text):
        if head and compound(text[head[2] : start], word):
            yield head[0] + word, head[1], end
            head = None
            continue
        if head:
            yield head
        head = (word, start, end) if _is_head(word) else None
        if not head:
            yield word, start, end
    if head:
        yield head


@lru_cache(maxsize=_CACHE)
def _is_head(word: str) -> bool:
    return COMPOUND_HEAD.fullmatch(fold(word)) is not None


@lru_cache(maxsize=_CACHE)
def forms(word: str, layer: TokenLayer, index: bool = True) -> tuple[tuple[str, ...], ...]:
    """Return the search forms of one word as printed, for each position it fills (one, save for signs such as ﷺ).

    With ``index`` the forms without prefixes stand beside the whole word; a query has only the whole word.
    """
    spelled = respell(word) if layer == "exact" else fold(word)
    return tuple(_forms(piece, layer, index) for piece in spelled.split())


def _forms(piece: str, layer: TokenLayer, index: bool) -> tuple[str, ...]:
    if layer == "exact":
        return (piece,)
    folded = with_stripped(piece) if index else (piece,)
    match layer:
        case "stemmed":
            return tuple(dict.fromkeys(stem(form) for form in folded))
        case "names":
            return tuple(dict.fromkeys(name_form(form) for form in folded))
        case _:
            return folded


def positions(text: str, layer: TokenLayer, *, index: bool = True) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Yield, for each position in turn, its forms and the raw ``start`` and ``end`` of the word."""
    for word, start, end in name_words(text) if layer == "names" else words(text):
        stop = end if word[-1] not in _SILENT else start + len(word.rstrip(_SILENT))
        for variants in forms(word, layer, index):
            yield variants, start, stop


def tokens(text: str, layer: TokenLayer = "folded", *, index: bool = True) -> list[Token]:
    """Return the tokens of a text in a layer, in order of position; the first of a position is the whole word."""
    return [
        Token(form, position, start, end)
        for position, (variants, start, end) in enumerate(positions(text, layer, index=index))
        for form in variants
    ]


def token_rows(text: str, layer: TokenLayer, *, index: bool = True) -> list[dict[str, str | int]]:
    """Return the tokens as JSON-able objects, for `rasid tokens`."""
    return [
        {"token": token.text, "position": token.position, "start": token.start, "end": token.end}
        for token in tokens(text, layer, index=index)
    ]
