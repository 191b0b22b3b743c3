"""Search forms of Arabic text: what a reader takes for the same letter becomes one letter.

The tables are data, so that a search engine can be given the very same mapping (`character_map`). Sources: Unicode
(Arabic blocks, NFKC of the presentation forms), the spelling habits of the Arabic, Persian, Kurdish and Maghrebi press.
Raw text is never altered: `fold_with_offsets` maps every folded character back to the raw text.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Invisible: soft hyphen, Arabic letter mark, zero width and bidi controls, byte order mark; and the tatweel.
INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
INVISIBLE += "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
TATWEEL = "\u0640"
_ARABIC_BLOCKS = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF))
_PRESENTATION_BLOCKS = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFE))

_LETTERS = {
    "ا": "أإآٱٲٳٵ",
    "ي": "ىیېێۍےۓؽؾؿ",
    "ه": "ةەہھۀۂۃۿ",
    "ء": "ؤئٶٷٸ",
    "ك": "کڪګڬڭڮگڰڱڲڳڴݣݢػؼ",
    "و": "ۄۅۆۇۈۉۊۋۏ",
    "ب": "پٻڀ",
    "ت": "ٹټٽٺٿ",
    "ج": "چڃڄڇ",
    "ح": "ځڂڅ",
    "د": "ڈډڊڋ",
    "ر": "ڑڒړڔڕ",
    "ز": "ژڙ",
    "ف": "ڤڢڡڥ",
    "ق": "ڨڧ",
    "ل": "ڵڶڷڸ",
    "ن": "ںڻڼڽڹ",
}
# Decomposed hamza and madda (canonical equivalents, UAX #15), and the Kurdish hamza carrier.
_COMPOSED = {
    "ا\u0653": "آ",
    "ا\u0654": "أ",
    "ا\u0655": "إ",
    "و\u0654": "ؤ",
    "ي\u0654": "ئ",
    "ى\u0654": "ئ",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded ``text``; the raw span of ``text[i]`` is ``[starts[i], ends[i])``, in code points."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of ``text[start:end]``, which must not be empty."""
        return self.starts[start], self.ends[end - 1]


def lower(text: str) -> str:
    """Lower each character by itself (as Lucene's LowerCaseFilter does): no final sigma, no two-letter results."""
    return text.replace("İ", "i").replace("Σ", "σ").lower()


@lru_cache(maxsize=1)
def spelling_map() -> dict[str, str]:
    """What the ``exact`` layer maps: letters for presentation forms, hamza composed, nothing for the invisible."""
    table = dict.fromkeys(INVISIBLE + TATWEEL, "")
    for first, last in _PRESENTATION_BLOCKS:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                table[chr(code)] = _isolated_mark(plain)
    return table | _COMPOSED


def _isolated_mark(plain: str) -> str:
    # The presentation forms of a diacritic decompose to a space or tatweel and the mark.
    text = plain.replace(TATWEEL, "")
    return text.strip() if len(text) <= 3 and text[:1] in {" ", ""} else text


@lru_cache(maxsize=1)
def folding_map() -> dict[str, str]:
    """What the ``folded`` layer maps: the spelling map, one form per letter, no diacritics, ASCII digits."""
    table = _letters() | _digits() | dict.fromkeys(_marks(), "")
    spelled = {raw: "".join(table.get(c, c) for c in plain) for raw, plain in spelling_map().items()}
    return table | spelled


def _letters() -> dict[str, str]:
    return {variant: plain for plain, variants in _LETTERS.items() for variant in variants} | {"ٴ": ""}


def _digits() -> dict[str, str]:
    return {chr(zero + value): str(value) for zero in (0x0660, 0x06F0) for value in range(10)}


def _marks() -> list[str]:
    codes = [code for first, last in _ARABIC_BLOCKS for code in range(first, last + 1)]
    return [chr(code) for code in codes if unicodedata.category(chr(code)) == "Mn"]


@dataclass(frozen=True, slots=True)
class _Mapper:
    # A pair is tried before its first letter: the longest match wins, as in Lucene's MappingCharFilter.
    pairs: re.Pattern[str]
    table: dict[str, str]
    single: dict[int, str]

    def __call__(self, text: str) -> str:
        return self.pairs.sub(lambda match: self.table[match[0]], text).translate(self.single)


def _mapper(table: dict[str, str]) -> _Mapper:
    pairs = re.compile("|".join(re.escape(key) for key in table if len(key) > 1))
    return _Mapper(pairs, table, {ord(key): value for key, value in table.items() if len(key) == 1})


@lru_cache(maxsize=1)
def _fold_mapper() -> _Mapper:
    return _mapper(folding_map())


@lru_cache(maxsize=1)
def _spelling_mapper() -> _Mapper:
    return _mapper(spelling_map())


def respell(text: str) -> str:
    """Return the form that the ``exact`` layer compares: the letters and diacritics printed, in lower case."""
    return lower(_spelling_mapper()(text))


def fold(text: str) -> str:
    """Return the form that spelling variants share; ``fold(fold(x)) == fold(x)``."""
    return lower(_fold_mapper()(text))


@lru_cache(maxsize=1)
def _uneven() -> re.Pattern[str]:
    """Match what doesn't fold to one character for one: pairs, marks that vanish, signs that become several letters."""
    table = folding_map()
    pairs = [re.escape(key) for key in table if len(key) > 1]
    single = [re.escape(key) for key, value in table.items() if len(key) == 1 and len(value) != 1]
    return re.compile(f"{'|'.join(pairs)}|[{''.join(single)}]")


def fold_with_offsets(text: str) -> Folded:
    """Fold, and keep for each folded character the raw span it came from. Same text as `fold`."""
    table = folding_map()
    starts: list[int] = []
    ends: list[int] = []
    before = 0
    # Between two uneven places the characters are counted, not looked at one by one.
    for match in _uneven().finditer(text):
        first, last = match.span()
        size = len(table[match[0]])
        starts += (*range(before, first), *[first] * size)
        ends += (*range(before + 1, first + 1), *[last] * size)
        before = last
    starts += range(before, len(text))
    ends += range(before + 1, len(text) + 1)
    return Folded(fold(text), tuple(starts), tuple(ends))
