"""The spellings of one personal name brought to one form, over folded words.

عبد الله = عبدالله and every عبد ال… compound; ابن = بن; أبو = أبي = أبا; the article before a family name is optional.
As in `processors.arabic.prefixes`, the rules are data that a search engine can be given.
"""

from __future__ import annotations

import re
from functools import lru_cache

from processors.arabic.normalise import INVISIBLE, TATWEEL, fold

# In Elasticsearch a ``pattern_replace`` character filter, after the folding one.
COMPOUND_RULE = (r"(?<![\p{L}\p{M}\p{N}])([وف]?[بلك]?عبد)[ \t\n\r\u00a0]+(?=ال[ء-غف-ي]{2})", "$1")
COMPOUND_HEAD = re.compile("[وف]?[بلك]?عبد")
COMPOUND_TAIL = re.compile("ال[ء-غف-ي]{2}")

# In Elasticsearch ``pattern_replace`` token filters, in this order. Three letters stay, so that الله keeps its article.
NAME_RULES: tuple[tuple[str, str], ...] = (
    ("^([وف]?[بلك]?)ابن$", "$1بن"),
    ("^([وف]?[بلك]?)اب[واي]$", "$1ابو"),
    ("^ال([ء-غف-ي]{3,})$", "$1"),
)


_GLUE = INVISIBLE + TATWEEL + " \t\n\r\u00a0"


def compound(gap: str, word: str) -> bool:
    """Tell whether ``word`` after عبد and the raw text between them (``gap``) makes one name of the two."""
    return gap.strip(_GLUE) == "" and COMPOUND_TAIL.match(fold(word)) is not None


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), replacement.replace("$1", r"\1")) for pattern, replacement in NAME_RULES)


def name_form(word: str) -> str:
    """Return the form of a folded word that the spellings of a name share."""
    if not word.startswith("ال") and "اب" not in word:
        return word  # no rule fits: most words
    for pattern, replacement in _compiled():
        word = pattern.sub(replacement, word)
    return word
