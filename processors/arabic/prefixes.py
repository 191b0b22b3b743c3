"""Proclitics: the letters that Arabic writes together with the following word, taken off for the index.

Each rule is a regular expression and a replacement over a folded word, so that a search engine can be given the same
list (Elasticsearch: one ``multiplexer`` of ``pattern_replace`` filters). Python and Java read them alike.
"""

from __future__ import annotations

import re
from functools import lru_cache

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


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement.replace("$1", r"\1")) for pattern, replacement in PREFIX_RULES)


def with_stripped(word: str) -> tuple[str, ...]:
    """Return a folded word and, in the order of the rules, what is left of it without its prefixes; no form twice."""
    if word[0] not in "وفبلكسا":
        return (word,)
    return tuple(dict.fromkeys((word, *(pattern.sub(new, word) for pattern, new in _compiled()))))
