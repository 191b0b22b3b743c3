"""Rasid's tokenizer for FTS5: all layers of a word at one position; a query's forms are passed through."""

from __future__ import annotations

import apsw

from infra.stores.analysis import Slot, slots_of

NAME = "rasid"
# Between the forms of one slot and between the slots of a pattern, in the text of an FTS5 query.
EITHER, NEXT = "|", " "


def register(connection: apsw.Connection) -> None:
    """Make the tokenizer known to a connection."""
    connection.register_fts5_tokenizer(NAME, lambda _connection, _args: _tokenize)


def _tokenize(utf8: bytes, reason: int, _locale: str | None) -> list[Slot]:
    text = utf8.decode("utf-8")
    if reason & apsw.FTS5_TOKENIZE_QUERY:
        return [tuple(slot.split(EITHER)) for slot in text.split(NEXT)]
    return slots_of(text)


def pattern_query(patterns: tuple[tuple[Slot, ...], ...], column: str | None) -> str:
    """Return the FTS5 expression that any of the patterns matches, in one column or in all."""
    phrases = (NEXT.join(EITHER.join(slot) for slot in pattern) for pattern in patterns)
    either = " OR ".join(f'"{phrase}"' for phrase in phrases)
    return f"{column} : ({either})" if column else f"({either})"
