"""The language of a text in the region's scripts: ar, ckb, fa, ur, he, and the Latin ones en, fr, tr, ku, es, de."""

from __future__ import annotations

import re

from processors.arabic.normalise import lower

_WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")
_SAMPLE = 3000
_FEWEST_LETTERS = 12
_SCRIPTS = (
    ("arabic", re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]+")),
    ("hebrew", re.compile(r"[\u0590-\u05ff]+")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]+")),
)
# Letters that only one orthography of the Arabic script writes (Unicode chart U+0600, annotations).
_SORANI = re.compile("[ەێۆڕڵڤ]")
_URDU = re.compile("[ٹڈڑںےہھ]")
_PERSIAN = re.compile("[پچژگ]")
_ARABIC_ONLY = re.compile("[ةىإؤئًٌٍ]|\\bال")
# The commonest function words of each, which a running text cannot do without.
_FUNCTION_WORDS = {
    "ar": "في من على إلى الى عن أن ان إن التي الذي هذا هذه ما لا مع بعد قبل بين كما قد كان وقد وفي ومن وأن"
    " حيث خلال ذلك أو او لم لن",
    "fa": "و در به از که این است را با برای آن یک خود تا شد بر هم نیز شده می اين است. اند کرد هر بود باید"
    " های ها یا اما",
    "ckb": "لە بۆ و بە کە ئەو ئەم لەگەڵ لەسەر دوای هەر یان بەڵام دەکات کرد بوو",
    "ur": "کے کی میں ہے اور سے کا کو نے پر یہ ہیں اس کہ بھی",
    "en": "the of and to in a is that for on was with as by at from are it be has have this",
    "fr": "le la les de des du et à en un une que qui dans pour est sur par au aux avec ne pas se ce l d",
    "tr": "ve bir bu da de için ile olarak çok daha ne gibi olan sonra kadar dedi ise en",
    "ku": "û li ji bo ku di de ya ye jî bi ser ev ew xwe hat kir dike",
    "es": "el la los las de y en que a un una por con para es del se su al no",
    "de": "der die das und in den von zu mit ist im für auf dem nicht ein eine als auch",
}
_WORDS = {language: frozenset(lower(words).split()) for language, words in _FUNCTION_WORDS.items()}
_LATIN = ("en", "fr", "tr", "ku", "es", "de")


def detect_language(text: str) -> str | None:
    """Return the ISO 639 code of a running text's language, None where it is too short or another language.

    The script decides first; within the Arabic script the letters only one orthography has and the share of function
    words; within the Latin script the share of function words. Foreign names quoted in a text do not change it.
    """
    sample = text[:_SAMPLE]
    counts = {name: sum(map(len, pattern.findall(sample))) for name, pattern in _SCRIPTS}
    script = max(counts, key=lambda name: counts[name])
    if counts[script] < _FEWEST_LETTERS:
        return None
    words = _WORD.findall(lower(sample))
    if script == "arabic":
        return _of_arabic_script(sample, words, counts[script])
    if script == "latin":
        return _most_likely(words, _LATIN, 0.12)
    return "he" if script == "hebrew" else None


def _of_arabic_script(sample: str, words: list[str], letters: int) -> str | None:
    if len(_SORANI.findall(sample)) > letters * 0.04:
        return "ckb"
    if len(_URDU.findall(sample)) > letters * 0.03:
        return "ur"
    shares = {language: _share(words, language) for language in ("ar", "fa")}
    arabic = shares["ar"] + len(_ARABIC_ONLY.findall(sample)) / max(1, len(words))
    persian = shares["fa"] + len(_PERSIAN.findall(sample)) / max(1, len(words))
    return "fa" if persian > arabic else "ar"


def _most_likely(words: list[str], languages: tuple[str, ...], least: float) -> str | None:
    best = max(languages, key=lambda language: _share(words, language))
    return best if _share(words, best) >= least else None


def _share(words: list[str], language: str) -> float:
    return sum(map(_WORDS[language].__contains__, words)) / max(1, len(words))
