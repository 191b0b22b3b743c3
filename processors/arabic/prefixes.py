"""Proclitics: the letters that Arabic writes together with the following word, taken off for the index.

Each rule is a regular expression and a replacement over a folded word, so that a search engine can be given the same
list (Elasticsearch: one ``multiplexer`` of ``pattern_replace`` filters). Python and Java read them alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A stripped form keeps at least this many letters: enough for قم, طه and مي.
_REST = "([ء-غف-ي]{2,})"

# The conjunctions و ف; the particles ب ل ك س; the article; and ل with the article, whose alef is not written: للعراق is
# ل + العراق, للبنان is ل + لبنان, للاذقية is ل + اللاذقية.
PREFIX_RULES: tuple[tuple[str, str], ...] = (
    (f"^[وف]{_REST}$", "$1"),
    (f"^[وف]?[بلكس]{_REST}$", "$1"),
    (f"^[وف]?[بلكس]?ال{_REST}$", "$1"),
    (f"^[وف]?لل{_REST}$", "$1"),
    (f"^[وف]?لل{_REST}$", "ال$1"),
    (f"^[وف]?لل{_REST}$", "الل$1"),
)


_LETTERS = re.compile("[ء-غف-ي]+")
_PARTICLES = frozenset("بلكس")


def with_stripped(word: str) -> tuple[str, ...]:
    """Return a folded word and, in the order of the rules, what is left of it without its prefixes; no form twice."""
    if word[0] not in "وفبلكسا" or not _LETTERS.fullmatch(word):
        return (word,)
    return tuple(dict.fromkeys((word, *(form for form in _taken_off(word) if len(form) > 1))))


def _taken_off(word: str) -> Iterator[str]:
    """Apply `PREFIX_RULES` to a word of letters without regular expressions: 3.4 times as fast (a test compares)."""
    at = int(word[0] in "وف")
    if at:
        yield word[1:]
    particle = at + int(word[at : at + 1] in _PARTICLES)
    if particle > at:
        yield word[particle:]
    if word.startswith("ال", particle):
        yield word[particle + 2 :]
    if word.startswith("لل", at) and len(word) > at + 3:
        rest = word[at + 2 :]
        yield from (rest, f"ال{rest}", f"الل{rest}")
