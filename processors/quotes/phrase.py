"""Where a noun phrase ends: at a preposition, a verb, a particle, an outlet that is spoken to."""

from __future__ import annotations

import re
from functools import lru_cache

from processors.quotes.cues import AND_COMP, NP_END, PARTICIPLES
from processors.quotes.given import opens_name
from processors.quotes.nouns import AGENCIES, OUTLETS, TITLES, bare, definite
from processors.quotes.scan import MARK, OTHER, WORD, Text
from processors.quotes.verbs import forms

_RUN = 16  # words


def run_end(text: Text, first: int, limit: int) -> int:
    """Return where the noun phrase that begins at a token ends."""
    index = first
    while index < min(limit, first + _RUN):
        kind = text.kinds[index]
        if kind == WORD:
            if ends_phrase(text, index) and not (index > first and _of_title(text, first, index)):
                return index
        elif kind not in {MARK, OTHER}:
            return index
        index += 1
    return index


def _of_title(text: Text, first: int, index: int) -> bool:
    # «الباحث في التاريخ سعيد …»: the preposition belongs to the title where a name follows.
    if text.words[index] == "عن" and bare(text.word(index - 1)) in {"صادر", "صادره", "مسؤول", "مسؤوله"}:
        return True
    if text.words[index] not in _IN_TITLES or bare(text.word(first)) not in TITLES:
        return False
    following = index + 1
    while following < index + 5 and definite(text.word(following)):
        following += 1
    return following > index + 1 and opens_name(text.word(following))


_IN_TITLES = frozenset({"في", "لدي", "عن", "من"})


def ends_phrase(text: Text, index: int) -> bool:
    """Tell whether a word ends the noun phrase before it."""
    word = text.words[index]
    if word in NP_END:
        # علي is a name or the preposition على: some newspapers spell both with ي.
        return word != "علي" or on(text, index)
    if word == "ل" or addressed(word) or _of_action(word):
        return True
    if word in PARTICIPLES or word in AND_COMP:
        return True
    verb = forms().get(word)
    return verb is not None and "h" not in verb.flags


@lru_cache(maxsize=1 << 14)
def _of_action(word: str) -> bool:
    # «الجيش بتجميع السكان»: ب with a noun of action belongs to the verb.
    return _WITH_ACTION.fullmatch(word) is not None and not opens_name(word) and word != "باكستان"


_WITH_ACTION = re.compile("ب(?:ت..ي.|ا..ا.|است..ا.)ه?")


def on(text: Text, index: int) -> bool:
    """Tell whether a word is the preposition على, not the name علي."""
    if text.word(index) != "علي":
        return False
    before = text.word(index - 1)
    if "ى" in text.printed(index, index + 1):
        return True
    said = forms().get(before)
    if said is not None and "s" in said.flags:
        return False  # وقال علي …
    titled = bare(before) in TITLES
    return not titled if text.loose else not (opens_name(before) or titled or definite(before))


@lru_cache(maxsize=1 << 14)
def addressed(word: str) -> bool:
    """Tell whether a word is ل with an outlet or with reporters (لوكالة، للصحافيين، لرويترز)."""
    if word in AGENCIES:
        return word[0] == "ل"
    rest = "ال" + word[2:] if word.startswith("لل") else word[1:]
    return word[:1] == "ل" and bare(rest) in OUTLETS | _REPORTERS


_REPORTERS = frozenset({"صحافيين", "صحفيين", "صحافه", "مراسل", "مراسله", "مراسلنا", "مراسلي", "اعلاميين"})
