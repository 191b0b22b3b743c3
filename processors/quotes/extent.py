"""How far a report goes: the quotes and clauses that one attribution covers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from processors.quotes.cues import AND_COMP, COMP, words
from processors.quotes.marks import Quoted, count_words, inner
from processors.quotes.scan import COLON, COMMA, DASH, LINE, MARK, OTHER, PAREN, STOP, WORD, Text

_LONG = 4
_TRAIL = words(
    """
فيما بينما كما حيث وقد قد كان وكان كانت وكانت لكن ولكن الا في حين هكذا و من جهته جهتها جانبه جانبها
بدوره بدورها
"""
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of raw text ``[start, end)`` that was said, and the token behind it."""

    kind: Literal["direct", "indirect"]
    start: int
    end: int
    first: int
    last: int


class Extent:
    """Cuts the reports of one field."""

    def __init__(self, text: Text, opened: dict[int, Quoted]) -> None:
        self.text = text
        self.opened = opened

    def pieces(self, at: int, how: str, limit: int) -> list[Piece]:
        """Return what is said from token ``at``, up to ``limit`` (the next attribution) or the end of the sentence."""
        found: list[Piece] = []
        while at < limit and len(found) < 12:
            at = self._skip(at)
            if at in self.opened and self._whole(at, limit, how):
                found.append(self._direct(self.opened[at]))
                following = self._further(self.opened[at].closing + 1, limit)
            elif how == "colon" and self.text.word(at) not in COMP:
                found += self._spoken(at, limit)
                following = None
            else:
                at = at + 1 if self.text.word(at) in COMP and how != "more" else at
                piece, following = self._clause(at, limit)
                found += piece
            if following is None:
                break
            at, how = following, "more"
        return found

    def _skip(self, at: int) -> int:
        while self.text.kind(at) in {COMMA, COLON, OTHER, DASH} and at < len(self.text):
            at += 1
        return at

    def _whole(self, at: int, limit: int, how: str) -> bool:
        # A quote that the clause goes on behind («"قسد" تسيطر على …») is a word of the clause.
        text = self.text
        quoted = self.opened[at]
        count = count_words(text, at, quoted.closing)
        if not quoted.closed or quoted.crossing or how == "mark":
            return True
        if text.kind(quoted.closing + 1) != WORD or quoted.closing + 1 >= limit:
            return count >= 2
        if text.word(quoted.closing + 1) in {"و"} | AND_COMP:
            return count >= _LONG
        rest = count_words(text, quoted.closing, self._sentence_end(quoted.closing + 1, limit))
        return count >= _LONG and count >= rest

    def _direct(self, quoted: Quoted) -> Piece:
        start, end = inner(self.text, quoted)
        return Piece("direct", start, end, quoted.opening, quoted.closing + 1)

    def _further(self, at: int, limit: int) -> int | None:
        """Return where the report goes on behind a quote: «، و"…"», «، وأن …»."""
        text = self.text
        joined = False
        while at < limit and (text.kinds[at] == COMMA or text.word(at) == "و"):
            joined = True
            at += 1
        if at >= limit:
            return None
        if at in self.opened and joined and count_words(text, at, self.opened[at].closing) >= _LONG:
            return at
        return at + 1 if text.word(at) in AND_COMP else None

    def _sentence_end(self, at: int, limit: int) -> int:
        text = self.text
        while at < min(limit, len(text)):
            if at in self.opened:
                quoted = self.opened[at]
                if not quoted.closed:
                    return min(quoted.closing, len(text))
                at = quoted.closing + 1
                continue
            if text.kinds[at] in {STOP, LINE}:
                return at
            at += 1
        return min(limit, len(text))

    def _clause(self, at: int, limit: int) -> tuple[list[Piece], int | None]:
        end = self._sentence_end(at, limit)
        following = None
        for index in range(at, end):
            if self.text.word(index) in AND_COMP and self._opens_long(index + 1):
                end, following = index, index + 1
                break
        fragment = self._fragment(at, end)
        if fragment is not None:
            return [self._direct(fragment)], following
        last = self._trimmed(at, end)
        if count_words(self.text, at, last) < 2:
            return [], following
        start, stop = self.text.starts[at], self.text.ends[last - 1]
        return [Piece("indirect", start, stop, at, last)], following

    def _opens_long(self, index: int) -> bool:
        return index in self.opened and count_words(self.text, index, self.opened[index].closing) >= _LONG

    def _fragment(self, at: int, end: int) -> Quoted | None:
        # A clause that is a quote but for a word or two: the quote alone.
        text = self.text
        total = count_words(text, at, end)
        for index in range(at, min(end, at + 8)):
            quoted = self.opened.get(index)
            if quoted is None:
                continue
            count = count_words(text, index, quoted.closing)
            return quoted if count >= 5 and count >= 0.6 * total else None
        return None

    def _trimmed(self, at: int, last: int) -> int:
        text = self.text
        while last > at:
            kind = text.kinds[last - 1]
            if (
                kind in {COMMA, DASH, COLON, STOP, LINE, OTHER}
                or text.word(last - 1) in _TRAIL
                or (kind == MARK and not self._closes(at, last - 1))
                or (kind == PAREN and text.words[last - 1] in "([{")
            ):
                last -= 1
            else:
                break
        return last

    def _closes(self, at: int, index: int) -> bool:
        return any(
            quoted.closing == index
            for opening in range(max(at, index - 40), index)
            if (quoted := self.opened.get(opening)) is not None
        )

    def _spoken(self, at: int, limit: int) -> list[Piece]:
        # Speech behind a colon without marks: to the end of the paragraph or to the next attribution.
        text = self.text
        end = at
        while end < min(limit, len(text)) and text.kinds[end] != LINE:
            end += 1
        last = self._trimmed(at, end)
        if count_words(text, at, last) < 2:
            return []
        stop = text.ends[last] if last < end and text.kinds[last] == STOP else text.ends[last - 1]
        return [Piece("direct", text.starts[at], stop, at, last)]

    def clause_before(self, first: int, at: int) -> list[Piece]:
        """Return the statement that stands before a source, from token ``first``: a quote, or a clause."""
        last = self._trimmed(first, at)
        while first < last and (self.text.kinds[first] in {COMMA, DASH, OTHER, STOP, LINE}):
            first += 1
        if count_words(self.text, first, last) < 3:
            return []
        quoted = self.opened.get(first)
        if quoted is not None and quoted.closing == last - 1:
            return [self._direct(quoted)]
        return [Piece("indirect", self.text.starts[first], self.text.ends[last - 1], first, last)]
