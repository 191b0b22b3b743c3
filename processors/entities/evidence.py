"""What speaks for a name that is also an ordinary word: a head noun, quotation marks, the full name."""

from __future__ import annotations

from functools import lru_cache

from processors.arabic.normalise import fold
from processors.entities.match import readings
from processors.entities.tables import DATA, rows
from processors.entities.words import BREAK, Words
from processors.records import EntityType


@lru_cache(maxsize=1)
def _heads() -> dict[str, frozenset[str]]:
    return {kind: frozenset(fold(words).split()) for kind, words in rows(DATA / "lexicon" / "heads.tsv", 2)}


@lru_cache(maxsize=65536)
def is_head(word: str, kind: EntityType) -> bool:
    """Tell whether a folded word, prefixes off, is a head noun of a type (مدينة, وحركة, بتنظيم).

    Before a name it is in construct, so it bears no article, but for those the table lists (العاصمة بغداد).
    """
    heads = _heads().get(kind, frozenset())
    return any(form in heads for _, form in readings(word))


def headed(words: Words, first: int, cut: int, kind: EntityType) -> bool:
    """Tell whether a head noun of the type stands before a name that bears no prefix."""
    return not cut and first > 0 and not words.gaps[first] & BREAK and is_head(words.words[first - 1], kind)


@lru_cache(maxsize=1)
def _negatives() -> dict[tuple[str, str], frozenset[str]]:
    table = rows(DATA / "lexicon" / "not_before.tsv", 3)
    return {(fold(name), side): frozenset(fold(words).split()) for name, side, words in table}


def contradicted(words: Words, first: int, last: int, cut: int) -> bool:
    """Tell whether the words around show that a name is an ordinary word here (صلاة المغرب، مسقط رأسه)."""
    name = words.words[first][cut:]
    before, after = _negatives().get((name, "before")), _negatives().get((name, "after"))
    if before and last < len(words.words) and words.words[last] in before:
        return True
    return bool(after and first and words.words[first - 1] in after)
