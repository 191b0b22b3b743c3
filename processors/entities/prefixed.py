"""Which prefix letters stand before a name that a learnt tagger found: لبنان in ولبنان, but وليد whole."""

from __future__ import annotations

from collections.abc import Callable

from processors.entities.match import readings
from processors.entities.words import Words

Key = tuple[str, ...]


def bared(words: Words, first: int, last: int, known: Callable[[Key], bool]) -> tuple[int, Key]:
    """Return (letters to cut, words of the name): a reading that is known, else one that then has the article."""
    rest = words.words[first + 1 : last]
    options = readings(words.words[first])
    for cut, form in options:
        if known((form, *rest)):
            return cut, (form, *rest)
    for cut, form in options[1:]:
        if form.startswith("ال"):
            return cut, (form, *rest)
    return 0, (options[0][1], *rest)
