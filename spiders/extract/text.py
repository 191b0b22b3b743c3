"""Small helpers for text: collapsed white space, and the key by which two printings of one line are compared."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_NOT_WORD = re.compile(r"[\W_]+")
_UNSEEN = re.compile("[\u0640\u064b-\u0652\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_ALEF = str.maketrans("أإآٱىة", "اااايه")


def collapse(text: str) -> str:
    """Return the text with each run of white space as one space, as a browser shows it (CSS white-space: normal)."""
    return " ".join(text.split())


def plain(value: object) -> str | None:
    """Return the text of a metadata value: entities resolved twice (sites escape twice), tags out; None if empty."""
    if not isinstance(value, str) or not value.strip():
        return None
    return collapse(_TAG.sub(" ", html.unescape(html.unescape(value)))) or None


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return what is left of a line when spelling variants, marks and punctuation are set aside."""
    bare = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    return _NOT_WORD.sub(" ", bare.translate(_ALEF).lower()).strip()


def unique(values: list[str]) -> tuple[str, ...]:
    """Return the values in order, each printing once."""
    return tuple({key(value): value for value in reversed(values) if key(value)}[k] for k in _order(values))


def _order(values: list[str]) -> list[str]:
    return list(dict.fromkeys(key(value) for value in values if key(value)))
