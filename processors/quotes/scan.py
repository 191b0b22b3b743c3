"""A field cut into words and signs, each with its place in the raw text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from processors.arabic.normalise import INVISIBLE, fold

WORD, STOP, COMMA, COLON, MARK, LINE, PAREN, DASH, OTHER = range(9)
_MARKS = "\u064b-\u065f\u0670\u06d6-\u06ed\u0610-\u061a\u0640" + INVISIBLE
_TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*|''|\n|[^\s{_MARKS}]")
QUOTES = frozenset("\"“”„‟«»″＂❝❞〝〞‹›'‘’‚") | {"''"}
_KINDS = (
    dict.fromkeys(".!?؟…۔·", STOP)
    | dict.fromkeys("،,؛;", COMMA)
    | {":": COLON, "\n": LINE}
    | dict.fromkeys("()[]{}", PAREN)
    | dict.fromkeys("-–—ـ*|", DASH)
    | dict.fromkeys(QUOTES, MARK)
)
_LOOSE = re.compile(r"(?<!\w)إ?الي(?!\w)|(?<!\w)إلي(?!\w)")
_INITIALS = frozenset({"د", "م", "ا", "ج", "ن", "ب", "ف", "اف"})


@dataclass(frozen=True, slots=True)
class Text:
    """Tokens of ``raw``: folded words and signs, what ``kinds`` they are, where each ``starts`` and ``ends``."""

    raw: str
    words: tuple[str, ...]
    kinds: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]  # the first token of each token's sentence
    loose: bool = False  # writes ي for ى, so that علي may be على

    def __len__(self) -> int:
        return len(self.words)

    def printed(self, first: int, last: int) -> str:
        """Return the raw text of tokens ``[first, last)``."""
        return self.raw[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def kind(self, index: int) -> int:
        """Return the kind of a token; before and behind the text stands a line feed."""
        return self.kinds[index] if 0 <= index < len(self.kinds) else LINE

    def word(self, index: int) -> str:
        """Return the folded word at a token, or '' where none is."""
        return self.words[index] if 0 <= index < len(self.words) and self.kinds[index] == WORD else ""


_BETWEEN = frozenset({STOP, COLON})


@lru_cache(maxsize=1 << 16)
def _token(sign: str) -> tuple[str, int]:
    kind = _KINDS.get(sign)
    return (fold(sign), WORD if sign[0].isalnum() else OTHER) if kind is None else (sign, kind)


def scan(raw: str) -> Text:
    """Cut a field into words and signs. A full stop in a number or behind an initial (د.) ends no sentence."""
    spans = [match.span() for match in _TOKEN.finditer(raw)]
    words: list[str] = []
    kinds: list[int] = []
    for start, end in spans:
        word, kind = _token(raw[start:end])
        if kind in _BETWEEN or word in "'’":
            kind = _kind_between(raw, start, kind, words, kinds)
        words.append(word)
        kinds.append(kind)
    starts, ends = zip(*spans, strict=True) if spans else ((), ())
    return Text(
        raw,
        tuple(words),
        tuple(kinds),
        starts,
        ends,
        _sentences(kinds),
        _LOOSE.search(raw) is not None,
    )


def _sentences(kinds: list[int]) -> tuple[int, ...]:
    starts: list[int] = []
    first = 0
    for index, kind in enumerate(kinds):
        starts.append(first)
        if kind in {STOP, LINE}:
            first = index + 1
    return (*starts, first)


def _kind_between(raw: str, at: int, kind: int, words: list[str], kinds: list[int]) -> int:
    before, after = raw[at - 1 : at], raw[at + 1 : at + 2]
    if kind == MARK:
        # An apostrophe between two letters is none.
        return OTHER if before.isalnum() and after.isalnum() else MARK
    if before.isdigit() and after.isdigit():
        return OTHER
    if kind == COLON or raw[at] != ".":
        return kind
    initial = bool(words) and kinds[-1] == WORD and words[-1] in _INITIALS and not before.isspace()
    # «سي.أن.أن»: letters spelt out.
    glued = before.isalpha() and after.isalpha() and (at < 3 or not raw[at - 3 : at - 1].isalpha())
    numbered = len(words) > 1 and words[-2].isdigit()
    return OTHER if glued or (initial and not numbered and after not in {"", "\n"}) else STOP
