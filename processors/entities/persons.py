"""Persons by pattern: a title and a name, or a given name that is no ordinary word and what follows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from processors.entities.match import readings
from processors.entities.tables import folded_names, word_list
from processors.entities.words import QUOTE, Words

_LONGEST = 5
_LONGEST_ROLE = 9
# Words that join parts of a name, folded.
_JOINTS = frozenset(
    ("بن", "ابن", "بنت", "ابو", "ابي", "ابا", "ام", "ال", "عبد", "دي", "دو", "فان", "فون", "لا", "بو", "ولد")
)
# Endings of pronouns and of feminine adjectives; names end so too, but ordinary words far more often.
_NO_NAME = ("ها", "هم", "نا", "يه", "ته", "ات")
_TAKES_NEXT = frozenset(("عبد", "ابو", "ابي", "ابا", "ام", "بن", "ابن", "بنت", "دي", "فان", "فون", "ال", "ولد"))


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name in words ``[first, last)`` less ``cut`` letters; the title is words ``[role_first, first)``."""

    first: int
    last: int
    cut: int
    role_first: int
    titled: bool


@dataclass(frozen=True, slots=True)
class _Lists:
    sure: frozenset[str]
    given: frozenset[str]
    family: frozenset[str]
    titles: frozenset[str]
    role: frozenset[str]
    stops: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    stops = word_list("lexicon/name_stops")
    return _Lists(
        word_list("lexicon/given_sure") - stops,
        folded_names("given") - stops,
        folded_names("family") - stops,
        word_list("lexicon/titles"),
        word_list("lexicon/role_words"),
        stops,
    )


@lru_cache(maxsize=65536)
def opening(word: str) -> int | None:
    """Return how many prefix letters stand before a sure given name, or None where the word is none."""
    lists = _lists()
    for cut, form in readings(word):
        if form in lists.sure or (form == "عبد" and cut == 0):
            return cut
    return None


@lru_cache(maxsize=65536)
def is_title(word: str) -> bool:
    """Tell whether a word, prefixes off, opens a title (الخبير، ووزير)."""
    return any(form in _lists().titles for _, form in readings(word))


@lru_cache(maxsize=65536)
def _role_word(word: str) -> bool:
    lists = _lists()
    if word in lists.role or any(form in lists.titles or form in lists.role for _, form in readings(word)):
        return True
    # A definite adjective or noun (الأمني، السابقة), and second parts of a list (والثقافة).
    return (word.startswith("ال") and len(word) > 4) or (word.startswith("وال") and len(word) > 5)


@lru_cache(maxsize=65536)
def _continues(word: str) -> bool:
    lists = _lists()
    if word in lists.stops or len(word) < 2:
        return False
    if word.endswith(_NO_NAME) and word not in lists.sure:
        return False
    if word in _JOINTS or word in lists.sure or word in lists.family or word in lists.given:
        return not word.isdigit()
    # A family name of the form ال…ي (الكناني), or one known without its article.
    return word.startswith("ال") and len(word) > 4 and (word.endswith("ي") or word[2:] in lists.given)


def person_at(words: Words, index: int) -> Person | None:
    """Return the person whose name opens at a word by a sure given name, or None.

    One name alone is not enough without a title before it.
    """
    cut = opening(words.words[index])
    if cut is None:
        return None
    last = _end(words, index)
    role = 0 if cut else role_before(words, index)
    titled = role > 0
    if last - index < 2 or (words.words[index] == "عبد" and last - index < 3 and not titled):
        return None
    return Person(index, last, cut, index - role, titled)


@lru_cache(maxsize=65536)
def may_follow_title(word: str) -> bool:
    """Tell whether a word of the lists of names may open a name behind a title."""
    lists = _lists()
    if word in lists.stops or word in lists.titles or word in lists.role:
        return False
    return (word in lists.given or word in lists.family) and not (word.startswith("ال") or word.endswith(_NO_NAME))


def titled_at(words: Words, index: int) -> Person | None:
    """Return the person whose name opens at a word after a title, by names of the lists; two words at least."""
    # وزير الخارجية فلان الفلاني, خبير فلان would be too bold: the title's last word is definite.
    if not may_follow_title(words.words[index]) or not words.words[index - 1].startswith(("ال", "لل")):
        return None
    role = role_before(words, index)
    last = _end(words, index)
    return Person(index, last, 0, index - role, True) if role and last - index >= 2 else None


def _end(words: Words, first: int) -> int:
    last = first + 1
    while last < min(len(words.words), first + _LONGEST) and not words.gaps[last]:
        after_joint = words.words[last - 1] in _TAKES_NEXT
        word = words.words[last]
        if not (after_joint and len(word) > 2) and not _continues(word):
            break
        last += 1
    while last - 1 > first and words.words[last - 1] in _JOINTS:
        last -= 1
    return last


def role_before(words: Words, index: int) -> int:
    """Return how many words before a name are its title: from the title's first noun, 0 where there is none."""
    found = 0
    for back in range(1, min(index, _LONGEST_ROLE) + 1):
        position = index - back
        if words.gaps[position + 1] & ~QUOTE:
            break
        word = words.words[position]
        if is_title(word):
            found = back
        elif not _role_word(word):
            break
    return found
