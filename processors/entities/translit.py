"""Keys that an Arabic name and its Latin spellings share: the consonants, in classes that transliterators confuse.

Mohammed, Muhammad, Mohamed and محمد are all ``md``; the article (al-, el-, ash-) and vowels are left out, and h, which
Latin spellings drop and add, counts only where a word begins with it. The key is for finding candidates: rank them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from processors.arabic.normalise import fold

_ARABIC = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "j", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h",
}  # fmt: skip
_DIGRAPHS = (
    ("tch", "tc"), ("sch", "c"), ("kh", "x"), ("gh", "j"), ("sh", "c"), ("ch", "c"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("dj", "j"), ("ck", "k"), ("qu", "k"),
)  # fmt: skip
_LATIN = {
    "b": "b", "p": "b", "t": "t", "g": "j", "j": "j", "h": "h", "x": "x", "d": "d", "r": "r", "z": "z", "s": "s",
    "c": "c", "f": "f", "v": "f", "q": "k", "k": "k", "l": "l", "m": "m", "n": "n",
}  # fmt: skip
LATIN_ARTICLES = frozenset("al el as ash ad adh an ar at az ath ul il the of".split())  # noqa: SIM905 (a word list)
_SEPARATOR = re.compile(r"[^\w]+|_")
_QUOTES = re.compile("['’‘`ʿʾ]")


def skeleton(name: str) -> tuple[str, ...]:
    """Return the key of each word of a name in Arabic or Latin letters; words without a consonant give none."""
    words = _arabic_words(name) if re.search("[\u0621-\u064a]", name) else latin_form(name).split()
    keys = (_arabic_word(word) if "\u0621" <= word[0] <= "\u064a" else _latin_word(word) for word in words)
    return tuple(key for key in keys if key)


def _arabic_words(name: str) -> list[str]:
    return [word for word in _SEPARATOR.split(fold(name)) if word]


@lru_cache(maxsize=65536)
def _arabic_word(word: str) -> str:
    bare = word[2:] if word.startswith("ال") and len(word) > 4 else word
    return _squeezed("".join(_ARABIC.get(letter, "") for letter in bare))


@lru_cache(maxsize=65536)
def _latin_word(word: str) -> str:
    if word in LATIN_ARTICLES:
        return ""
    for pair, single in _DIGRAPHS:
        # The digraphs stand as capitals, so that their letters aren't read again.
        word = word.replace(pair, single.upper())
    word = re.sub("c(?=[eiy])", "s", word)
    word = word.replace("c", "k").lower()
    return _squeezed("".join(_LATIN.get(letter, "") for letter in word))


def _squeezed(consonants: str) -> str:
    kept = consonants[:1] + consonants[1:].replace("h", "")
    return re.sub(r"(.)\1+", r"\1", kept)


def latin_form(name: str) -> str:
    """Return a Latin name in lower case without accents, apostrophes and hyphens."""
    plain = unicodedata.normalize("NFKD", _QUOTES.sub("", name.replace("ı", "i")))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_SEPARATOR.sub(" ", plain.lower()).split())
