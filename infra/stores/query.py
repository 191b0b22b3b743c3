"""The query language, parsed once for both stores: words, "phrases", AND, OR, NOT, parentheses, field:value.

Words beside each other are a free text: see `Words`. AND binds tighter than OR, NOT (or a leading ``-``) tightest. The
operators are the Latin capitals only: و and أو are words of the language that stand in any headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import get_args

from infra.stores.base import QueryError
from infra.stores.values import FACETS
from processors.arabic.normalise import fold
from processors.arabic.stopwords import is_stop_word, question_words
from processors.arabic.tokens import words as split_words
from processors.records import TEXT_FIELDS, TextField

FILTER_FIELDS = (*(facet for facet in FACETS if facet != "countries"), "entity")
_OPEN, _CLOSE = '"“”„«', '"“”‟»'
_TOKEN = re.compile(
    rf"(?P<space>[\s\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+)|(?P<open>\()|(?P<close>\))|(?P<minus>-(?=[\w({_OPEN}]))"
    rf"|(?P<field>[A-Za-z]+):(?=\S)|(?P<quote>[{_OPEN}])|(?P<word>[^\s(){_OPEN}{_CLOSE}]+)|(?P<stray>.)",
    re.DOTALL,
)
_DEEPEST = 50
_PLAIN = {"word", "phrase", "open", "close"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word as printed, in one field or in all. A ``weak`` one carries no topic: it ranks, but is not required."""

    text: str
    field: TextField | None = None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, side by side, stop words included."""

    text: str
    field: TextField | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A free text: articles that hold at least ``needed`` of the words that aren't weak (of all where all are)."""

    words: tuple[Word, ...]
    needed: int

    @property
    def counted(self) -> tuple[Word, ...]:
        """The words of which ``needed`` must be there."""
        return tuple(word for word in self.words if not word.weak) or self.words


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter of `Query`, written in the text as ``outlet:ina``."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but ``part``."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """What every part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What at least one part matches."""

    parts: tuple[Node, ...]


Node = Word | Phrase | Words | Value | Not | All | Any


def needed_of(count: int, *, question: bool) -> int:
    """Return how many of ``count`` topic words a free text sorted by relevance requires.

    Both of two, three in five of up to four, two in five of more; of a question, whose words its answer seldom repeats,
    one in four (on ARCD's training half two thirds of the paragraphs that answer lack a topic word).
    """
    if question:
        return max(1, count // 4)
    return count if count <= 2 else -(-count * (3 if count < 5 else 2) // 5)


def is_question(text: str) -> bool:
    """Tell whether a text asks: a question mark, or a question word at its head."""
    found = [fold(word) for word, _, _ in split_words(text)]
    return "؟" in text or "?" in text or found[:1] == ["من"] or not question_words().isdisjoint(found)


def parse(text: str, *, every_word: bool = False) -> Node | None:
    """Parse a query; None where it holds no word. ``every_word`` requires all topic words (sorted by date, they must).

    Where the text uses an operator, a phrase or a field, every word is required too. Raises `QueryError`, which names
    the position (from 1) and the remedy.
    """
    return _Parser(text, every_word).run()


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    at: int


class _Parser:
    def __init__(self, text: str, every_word: bool) -> None:
        self._pieces = _balanced(_pieces(text))
        self._strict = every_word or any(piece.kind not in _PLAIN for piece in self._pieces)
        self._question = is_question(text)
        self._index = 0
        self._depth = 0

    def run(self) -> Node | None:
        node = self._any()
        piece = self._peek()
        if piece is not None:
            raise QueryError(f"position {piece.at + 1}: this ) closes nothing; remove it or add a ( before it")
        return node

    def _peek(self) -> _Piece | None:
        return self._pieces[self._index] if self._index < len(self._pieces) else None

    def _take(self, kind: str) -> _Piece | None:
        piece = self._peek()
        if piece is None or piece.kind != kind:
            return None
        self._index += 1
        return piece

    def _any(self) -> Node | None:
        return self._joined("OR", self._all, Any)

    def _all(self) -> Node | None:
        return self._joined("AND", self._sequence, All)

    def _joined(self, operator: str, operand: object, kind: type[Any] | type[All]) -> Node | None:
        parts = [operand()]  # type: ignore[operator]
        while (piece := self._take(operator)) is not None:
            parts.append(operand())  # type: ignore[operator]
            if parts[-1] is None or parts[-2] is None:
                raise QueryError(f'position {piece.at + 1}: {operator} needs a word on both sides; write "{operator}" '
                                 "in quotation marks if the word itself is meant")  # fmt: skip
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def _sequence(self) -> Node | None:
        free: list[Word] = []
        parts: list[Node] = []
        while (piece := self._peek()) is not None and piece.kind not in {"AND", "OR", "close"}:
            node = self._unary()
            if isinstance(node, Word):
                free.append(node)
            elif isinstance(node, Words) and not self._strict:
                free.extend(node.words)
            elif isinstance(node, Phrase) and not self._strict and (self._question or piece.kind == "word"):
                # A question quotes what its answer may word otherwise; two words without a space are a slip.
                free.extend(_word_nodes(node.text))
            elif node is not None:
                parts.append(node)
        if free:
            parts.insert(0, self._free(tuple(free)))
        return None if not parts else parts[0] if len(parts) == 1 else All(tuple(parts))

    def _free(self, words: tuple[Word, ...]) -> Words:
        group = Words(words, 0)
        count = len(set(group.counted))
        return Words(words, count if self._strict else needed_of(count, question=self._question))

    def _unary(self) -> Node | None:
        negation = self._take("NOT") or self._take("minus")
        if negation is None:
            return self._primary()
        self._deeper(negation)
        part = self._unary()
        self._depth -= 1
        if part is None:
            raise QueryError(f"position {negation.at + 1}: NOT needs a word after it")
        return Not(Words((part,), 1) if isinstance(part, Word) else part)

    def _deeper(self, piece: _Piece) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise QueryError(f"position {piece.at + 1}: more than {_DEEPEST} levels deep; write the query flatter")

    def _primary(self) -> Node | None:
        opened = self._take("open")
        if opened is not None:
            self._deeper(opened)
            node = self._any()
            self._depth -= 1
            if self._take("close") is None:
                raise QueryError(f"position {opened.at + 1}: this ( is never closed; add a ) after the group")
            return node
        piece = self._peek()
        if piece is None or piece.kind in {"AND", "OR", "close"}:
            return None
        self._index += 1
        if piece.kind == "unclosed":
            raise QueryError(
                f"position {piece.at + 1}: this {piece.text} is never closed; add the closing mark after the phrase"
            )
        if piece.kind == "field":
            return self._fielded(piece)
        return _phrase(piece.text, None) if piece.kind == "phrase" else _word(piece.text, None)

    def _fielded(self, piece: _Piece) -> Node | None:
        name = piece.text.lower()
        value = self._take("phrase") or self._take("word")
        if value is None:
            raise QueryError(f"position {piece.at + 1}: {piece.text}: needs a word or a phrase after the colon")
        if name in get_args(TextField):
            node = (_phrase if value.kind == "phrase" else _word)(value.text, name)
            return Words((node,), 1) if isinstance(node, Word) else node
        return Value(name, value.text)


def _balanced(pieces: tuple[_Piece, ...]) -> tuple[_Piece, ...]:
    """Take parentheses and quotation marks without a partner for punctuation, as people write it.

    Only in a free text: beside an operator they are a slip that changes the meaning, and `_Parser` says where.
    """
    if any(piece.kind not in _PLAIN | {"unclosed"} for piece in pieces):
        return pieces
    stack: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "open" or (piece.kind == "close" and not (stack and stack[-1].kind == "open")):
            stack.append(piece)
        elif piece.kind == "close":
            stack.pop()
    return tuple(piece for piece in pieces if piece not in stack and piece.kind != "unclosed")


def _word(text: str, field: str | None) -> Node | None:
    found = [word for word, _, _ in split_words(text)]
    if len(found) == 1:
        return Word(found[0], field, is_stop_word(found[0]))  # type: ignore[arg-type]
    return _phrase(text, field)


def _word_nodes(text: str) -> list[Word]:
    return [Word(word, None, is_stop_word(word)) for word, _, _ in split_words(text)]


def _phrase(text: str, field: str | None) -> Node | None:
    return Phrase(text, field) if any(split_words(text)) else None  # type: ignore[arg-type]


def _pieces(text: str) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    index = 0
    while index < len(text):
        match = _TOKEN.match(text, index)
        assert match is not None
        kind, value = match.lastgroup or "", match[match.lastgroup or 0]
        index = match.end()
        if kind == "quote":
            piece, index = _quoted(text, match.start())
            pieces.append(piece)
        elif kind == "field" and value.lower() not in (*TEXT_FIELDS, *FILTER_FIELDS):
            index = match.start() + len(value) + 1
            pieces.append(_Piece("word", value, match.start()))
        elif kind == "word":
            pieces.append(_Piece(value if value in {"AND", "OR", "NOT"} else "word", value, match.start()))
        elif kind not in {"space", "stray"}:
            pieces.append(_Piece(kind, value, match.start()))
    return tuple(pieces)


def _quoted(text: str, start: int) -> tuple[_Piece, int]:
    closers = "»" if text[start] == "«" else _CLOSE
    for end in range(start + 1, len(text)):
        # ” opens as well as closes in the Arabic press; a quotation mark inside « » belongs to the phrase.
        if text[end] in closers or (text[end] == "“" and closers != "»"):
            return _Piece("phrase", text[start + 1 : end], start), end + 1
    return _Piece("unclosed", text[start], start), start + 1
