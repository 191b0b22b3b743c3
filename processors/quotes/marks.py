"""Quotation marks paired: which way a mark points is read from the spaces around it, then from the mark itself.

The press mixes “ ” „ « » and the ASCII mark freely and turns them round (لـ”داعش”), so the sign alone says little.
"""

from __future__ import annotations

from dataclasses import dataclass

from processors.quotes.scan import LINE, MARK, WORD, Text

_OPENERS = frozenset("«“„‟❝〝‹‘‚")
_CLOSERS = frozenset("»”❞〞›’")
_SINGLE = frozenset("'‘’‚‹›")
_BEFORE_OPEN = frozenset("([{:-–—ـ")
_WEAK_BEFORE = frozenset("،,؛.!?؟")  # before an opening mark only where no space follows it
_AFTER_CLOSE = frozenset(")]}.,،؛:!?؟…;-–—")
_PARAGRAPHS = 5  # a quote left open is looked for in so many paragraphs


@dataclass(frozen=True, slots=True)
class Quoted:
    """Tokens ``(opening, closing)`` between two marks; ``closed`` is False where the second is missing.

    A quote left open reaches to the end of its paragraph, ``closing`` being the line feed or the end of the text.
    """

    opening: int
    closing: int
    closed: bool = True
    crossing: bool = False


def pair(text: Text) -> tuple[Quoted, ...]:
    """Pair the marks of a field; nested ones come out too. In the order of their opening marks."""
    pairing = _Pairing(text)
    for index, kind in enumerate(text.kinds):
        if kind == MARK:
            pairing.mark(index)
        elif kind == LINE:
            pairing.line(index)
    pairing.line(len(text))
    return tuple(pairing.found[opening] for opening in sorted(pairing.found))


class _Pairing:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.stack: list[int] = []
        self.pending: list[tuple[int, int]] = []  # opening mark and the paragraph it stands in
        self.paragraph = 0
        self.found: dict[int, Quoted] = {}  # by the opening mark

    def mark(self, index: int) -> None:
        if self._opens(index):
            self.stack.append(index)
        elif self.stack:
            self._close(index)
        elif self.pending and self.text.words[index] not in _SINGLE:
            opening, paragraph = self.pending.pop()
            if self.paragraph - paragraph <= _PARAGRAPHS:
                self.found[opening] = Quoted(opening, index, crossing=True)
            self.pending.clear()

    def _close(self, index: int) -> None:
        # ‘x’ doesn't end “y”: a single mark closes a single one only, unless nothing else is open.
        sign = self.text.words[index]
        single = sign in _SINGLE
        if (self.text.words[self.stack[-1]] in _SINGLE) != single:
            if single:
                return
            while len(self.stack) > 1 and self.text.words[self.stack[-1]] in _SINGLE:
                self.stack.pop()
        opening = self.stack.pop()
        self.found[opening] = Quoted(opening, index)

    def line(self, index: int) -> None:
        for opening in self.stack:
            if self.text.words[opening] not in _SINGLE:
                self.found[opening] = Quoted(opening, index, closed=False)
        if self.stack and self.text.words[self.stack[-1]] not in _SINGLE:
            self.pending = [(self.stack[-1], self.paragraph)]
        self.stack.clear()
        self.paragraph += 1

    def _opens(self, index: int) -> bool:
        text = self.text
        before = text.raw[text.starts[index] - 1 : text.starts[index]]
        after = text.raw[text.ends[index] : text.ends[index] + 1]
        right = not after or after.isspace() or after in _AFTER_CLOSE
        left = not before or before.isspace() or before in _BEFORE_OPEN or (before in _WEAK_BEFORE and not right)
        if left != right:
            return left
        if text.words[index] in _OPENERS | _CLOSERS and text.words[index] not in "”“":
            return text.words[index] in _OPENERS
        if left:
            return not self.stack
        return not self.stack or text.words[index] in _OPENERS


def inner(text: Text, quoted: Quoted) -> tuple[int, int]:
    """Return the raw span between the marks, without the spaces at its ends."""
    start = text.ends[quoted.opening]
    end = text.starts[quoted.closing] if quoted.closing < len(text) else len(text.raw)
    piece = text.raw[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def count_words(text: Text, first: int, last: int) -> int:
    """Count the words among tokens ``[first, last)``."""
    return text.kinds[first:last].count(WORD)
