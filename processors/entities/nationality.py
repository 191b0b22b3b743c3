"""Is a word of the form of a nationality adjective one here? A family name (محمد المصري) is none."""

from __future__ import annotations

from functools import lru_cache

from processors.arabic.normalise import fold
from processors.entities.persons import opening
from processors.entities.words import BREAK, Words

# سورية, روسية … are both the country's name and the adjective; after these the country is meant.
_BEFORE_NAMES = frozenset(
    fold(
        "في من إلى عن على داخل خارج مع بين شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط إن أن ضد نحو عبر تجاه حول"
    ).split()
)
_BOTH = frozenset(map(fold, ("سورية",)))


def is_adjective(words: Words, first: int, last: int, cut: int) -> bool:
    """Tell whether words of the form of a nationality adjective are one: no family name after a given name."""
    form = words.words[first][cut:]
    if form in _BOTH:
        return _after_noun(words, first, cut)
    if words.folded.text[words.ends[last - 1] - 1] == "ي" and first and not words.gaps[first] & BREAK:
        return opening(words.words[first - 1]) is None or not form.startswith("ال")
    return True


@lru_cache(maxsize=4096)
def _noun_like(word: str) -> bool:
    return word not in _BEFORE_NAMES and not word.startswith("ال") and word.endswith(("ه", "ات"))


def _after_noun(words: Words, first: int, cut: int) -> bool:
    return not cut and first > 0 and not words.gaps[first] & BREAK and _noun_like(words.words[first - 1])
