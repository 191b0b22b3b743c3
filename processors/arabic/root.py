"""A form near the root, for ranking only: a question may word otherwise what its answer says (كتب، كتاب، كاتبة).

After the light stem: one more suffix (pronouns, verb endings, the alef of the accusative), the letter of the imperfect,
and the long vowels inside, which Arabic inflects by (broken plurals, participles). It joins words that have nothing to
do with each other too; so it never decides what is found.
"""

from __future__ import annotations

from functools import lru_cache

from processors.arabic.stem import stem

_SUFFIXES = (
    *("هما", "كما", "تها", "تهم", "هم", "هن", "كم", "نا", "ته", "تا", "وا", "ات", "ان", "ون", "ين", "ها", "يه"),
    *("ه", "ي", "ت", "ا"),
)
_IMPERFECT = frozenset("يتن")
_VOWELS = str.maketrans("", "", "اوي")
_LEAST = 3


@lru_cache(maxsize=1 << 16)
def root(word: str) -> str:
    """Return a form near the root of a folded word; three letters stay."""
    form = stem(word)
    if form.endswith(_SUFFIXES):
        suffix = next((end for end in _SUFFIXES if form.endswith(end) and len(form) >= len(end) + _LEAST), "")
        form = form[: len(form) - len(suffix)]
    if len(form) > _LEAST and form[0] in _IMPERFECT:
        form = form[1:]
    if len(form) > _LEAST:
        form = form[0] + form[1:-1].translate(_VOWELS) + form[-1]
    return form
