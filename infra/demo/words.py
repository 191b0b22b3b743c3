"""A vocabulary of plausible Arabic word forms: consonant roots set into the patterns of the morphology, with affixes.

The benchmark pages draw on it, so that an index meets as many distinct terms as a real collection of news brings.
"""

from __future__ import annotations

import random
from functools import lru_cache
from itertools import permutations

VOCABULARY_SIZE = 48_000
_CONSONANTS = "بتجحخدرزسشصضطعغفقكلمنه"
# Two letters spoken at one place do not follow each other in a root (Greenberg 1950, "The patterning of root morphemes
# in Semitic").
_PLACES = ("بفم", "تدطسصزضش", "جكق", "حخعغه", "رلن")
# ف، ع، ل stand for the three letters of the root, as in the Arabic grammars.
_PATTERNS = (
    "فعل", "فاعل", "مفعول", "فعال", "فعيل", "فعول", "تفعيل", "مفعل", "مفاعل", "استفعال", "انفعال", "افتعال",
    "تفاعل", "تفعل", "مفاعلة", "فعلان", "أفعال", "فواعل", "فعائل", "مفاعيل", "فعلة", "مفعلة", "فعالة", "فعيلة",
    "يفعل", "يستفعل", "ينفعل", "يفتعل", "متفاعل", "مستفعل", "منفعل", "مفتعل",
)  # fmt: skip
_NOUN_AFFIXES = (
    "{}", "ال{}", "{}ات", "ال{}ية", "{}ية", "وال{}", "بال{}", "لل{}", "{}ي", "ال{}ين", "{}ها", "{}هم", "{}ون",
)  # fmt: skip
_VERB_AFFIXES = ("{}", "{}ون", "{}ه", "و{}", "س{}", "{}ها", "ف{}")


def _place(letter: str) -> int:
    return next((index for index, letters in enumerate(_PLACES) if letter in letters), -1)


def _pronounceable(root: tuple[str, str, str]) -> bool:
    first, second, third = root
    return _place(first) != _place(second) and _place(second) != _place(third) and first != third


def _inflect(stem: str, affix: str) -> str:
    """Join stem and affix; a ta marbuta gives way to an ending (the spelling rule: مدرسة، مدرسات، مدرستها)."""
    if not stem.endswith("ة") or affix.endswith("{}"):
        return affix.format(stem)
    joined = stem[:-1] if affix.endswith(("ات", "ية", "ي", "ين", "ون")) else stem[:-1] + "ت"
    return affix.format(joined)


@lru_cache(maxsize=1)
def vocabulary() -> tuple[str, ...]:
    """Return `VOCABULARY_SIZE` distinct forms in a fixed order that mixes roots, patterns and affixes."""
    roots = [root for root in permutations(_CONSONANTS, 3) if _pronounceable(root)]
    draw = random.Random(1958)
    words: dict[str, None] = {}
    while len(words) < VOCABULARY_SIZE:
        root, pattern = draw.choice(roots), draw.choice(_PATTERNS)
        stem = pattern.translate(str.maketrans("فعل", "".join(root)))
        affix = draw.choice(_VERB_AFFIXES if pattern.startswith("ي") else _NOUN_AFFIXES)
        words[_inflect(stem, affix)] = None
    return tuple(words)


def draw_word(draw: random.Random) -> str:
    """Draw a form, some far oftener than others (density falls with the rank, roughly as words of a language do)."""
    words = vocabulary()
    return words[int(len(words) * draw.random() ** 3)]
