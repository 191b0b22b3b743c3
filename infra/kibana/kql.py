"""A parser of KQL, Kibana's query language: enough to tell a query that Kibana would refuse, and to list its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from processors.errors import RasidError

_TOKEN = re.compile(r'\s*(?:("(?:\\.|[^"\\])*")|(<=|>=|[:<>(){}])|((?:\\.|[^\s():<>"{}\\])+))')
_JOINS = ("or", "and")
_COMPARISONS = ("<", "<=", ">", ">=")


class KqlError(RasidError, ValueError):
    """A query that Kibana would refuse; the message names the query and the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One comparison: the full path of the field (None for free text), its operator, the words it is compared with."""

    field: str | None
    operator: str
    value: str


def parse(query: str) -> tuple[Clause, ...]:
    """Return every comparison of a query in order; `KqlError` where Kibana would refuse it. Empty finds everything."""
    tokens = _tokens(query)
    if not tokens:
        return ()
    parser = _Parser(query, tokens)
    parser.expression("")
    parser.end()
    return tuple(parser.clauses)


def _tokens(query: str) -> list[str]:
    tokens, at, text = [], 0, query.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise KqlError(f"KQL {query!r}: cannot read from character {at}: {text[at:]!r}")
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


def _is_word(token: str) -> bool:
    return bool(token) and token[0] not in ":<>(){}" and token.lower() not in (*_JOINS, "not")


class _Parser:
    def __init__(self, query: str, tokens: list[str]) -> None:
        self._query, self._tokens, self._at = query, tokens, 0
        self.clauses: list[Clause] = []

    def expression(self, prefix: str) -> None:
        """Read comparisons joined by and/or; both only tell which come together, so one loop is enough."""
        self._item(prefix)
        while self._peek().lower() in _JOINS:
            self._at += 1
            self._item(prefix)

    def end(self) -> None:
        if self._peek():
            raise self._refused("and, or, or the end")

    def _item(self, prefix: str) -> None:
        if self._peek().lower() == "not":
            self._at += 1
        if self._take("("):
            self.expression(prefix)
            self._expect(")")
        else:
            self._comparison(prefix)

    def _comparison(self, prefix: str) -> None:
        words = self._words()
        operator = self._peek()
        if operator not in (":", *_COMPARISONS):
            self.clauses.append(Clause(field=None, operator=":", value=words))
            return
        if " " in words or words.startswith('"'):
            raise self._refused("a field of one word before the operator")
        self._at += 1
        self._compared(prefix + words, operator)

    def _compared(self, field: str, operator: str) -> None:
        if operator == ":" and self._take("{"):
            self.expression(f"{field}.")
            self._expect("}")
        elif operator == ":" and self._take("("):
            self._values(field)
            self._expect(")")
        else:
            self.clauses.append(Clause(field=field, operator=operator, value=self._words()))

    def _values(self, field: str) -> None:
        while True:
            if self._peek().lower() == "not":
                self._at += 1
            if self._take("("):
                self._values(field)
                self._expect(")")
            else:
                self.clauses.append(Clause(field=field, operator=":", value=self._words()))
            if self._peek().lower() not in _JOINS:
                return
            self._at += 1

    def _words(self) -> str:
        start = self._at
        if self._peek().startswith('"'):
            self._at += 1
            return self._tokens[start]
        while _is_word(self._peek()) and not self._peek().startswith('"'):
            self._at += 1
        if start == self._at:
            raise self._refused("a word")
        return " ".join(self._tokens[start : self._at])

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, token: str) -> bool:
        found = self._peek() == token
        self._at += found
        return found

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise self._refused(token)

    def _refused(self, wanted: str) -> KqlError:
        found = self._peek() or "the end"
        return KqlError(f"KQL {self._query!r}: expected {wanted}, found {found!r} (word {self._at + 1})")
