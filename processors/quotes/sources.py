"""Sources named without a verb of saying, or behind one: بحسب، وفقاً لـ، نقلاً عن، حسبما ذكر، كما قال، على حد قول."""

from __future__ import annotations

from dataclasses import dataclass

from processors.quotes.cues import BY, BY_TO, BY_WHAT, FROM, words
from processors.quotes.given import opens_name
from processors.quotes.nouns import bare, definite, is_head
from processors.quotes.people import near
from processors.quotes.phrase import addressed, run_end
from processors.quotes.scan import COLON, COMMA, DASH, MARK, WORD, Text
from processors.quotes.speaker import Named, Speaker, read, subject_end
from processors.quotes.verbs import Verb, source_verb

_SAID = words(
    """
قول قوله قولها قولهم تعبير تعبيره تعبيرها تعبيرهم وصف وصفه وصفها زعم زعمه زعمها
"""
)
_SPEECHES = words(
    """
تصريحات تصريح بيان بلاغ تقرير تقديرات كلام
"""
)


_REPORTS = words("تقرير تقارير دراسة تحقيق استطلاع تصريحات تصريح بيانات")


@dataclass(frozen=True, slots=True)
class Source:
    """A source in tokens ``[at, end)``. ``speaker`` None with ``pronoun`` means whoever spoke before."""

    at: int
    end: int
    speaker: Speaker | None
    pronoun: bool
    word: str
    verb: Verb | None = None
    sure: bool = True  # False: a word that may be a family name, if the article knows it


def source_at(text: Text, index: int, named: tuple[Named, ...]) -> Source | None:
    """Read the source that a word such as بحسب opens; None where it opens none (وفق الخطة، بحسب الحاجة)."""
    word = text.words[index]
    if word in BY or word in BY_WHAT:
        return _by(text, index, named)
    if word in BY_TO:
        return _to(text, index, named)
    if word in FROM and text.word(index + 1) == "عن":
        return _phrase(text, index, index + 2, named)
    if word in {"علي", "وعلي"} and text.word(index + 1) in {"لسان", "حد", "ذمه"}:
        return _tongue(text, index, named)
    return None


def _by(text: Text, index: int, named: tuple[Named, ...]) -> Source | None:
    following = index + 1
    if text.word(following) == "ما":
        return _what(text, index, following + 1, named)
    if text.words[index] in BY_WHAT:
        return _what(text, index, following, named)
    if text.word(following) in _SAID:
        return _said(text, index, following, named)
    return _phrase(text, index, following, named)


def _to(text: Text, index: int, named: tuple[Named, ...]) -> Source | None:
    word = text.word(index + 1)
    if word in {"لما", "لمن"}:
        return _what(text, index, index + 2, named)
    if word == "ل":
        if text.word(index + 2) == "ما":
            return _what(text, index, index + 3, named)
        return _phrase(text, index, index + 2, named)
    return _phrase(text, index, index + 1, named, prefixed=True) if word[:1] == "ل" else None


def _tongue(text: Text, index: int, named: tuple[Named, ...]) -> Source | None:
    if text.word(index + 1) == "حد":
        return _said(text, index, index + 2, named) if text.word(index + 2) in _SAID else None
    return _phrase(text, index, index + 2, named)


def _said(text: Text, index: int, at: int, named: tuple[Named, ...]) -> Source | None:
    word = text.word(at)
    if word[-1:] == "ه" or word.endswith(("ها", "هم")):
        return Source(index, at + 1, None, True, "")
    end = run_end(text, at + 1, len(text))
    return Source(index, end, read(text, at + 1, end, near(named, at + 1, end)), False, "") if end > at + 1 else None


def _what(text: Text, index: int, at: int, named: tuple[Named, ...]) -> Source | None:
    # بحسب ما ذكرته التقارير; وفقاً لما تقتضيه المصلحة is none.
    verb = source_verb(text.word(at))
    if verb is None or text.kind(at) != WORD:
        return None
    if text.word(at + 1) in {"عنه", "عنها", "عنهم"}:
        return Source(index, run_end(text, at + 2, len(text)), None, True, verb.lemma, verb)
    begin = at + 2 if text.word(at + 1) in {"عن", "به", "بها", "له", "لنا"} else at + 1
    end = run_end(text, begin, len(text))
    if end == begin:
        return Source(index, begin, None, True, verb.lemma, verb)
    return Source(index, end, read(text, begin, end, near(named, begin, end)), False, verb.lemma, verb)


def _phrase(text: Text, index: int, first: int, named: tuple[Named, ...], prefixed: bool = False) -> Source | None:
    end = run_end(text, first, len(text))
    if end <= first:
        return None
    word = text.word(first)
    if prefixed:
        word = "ال" + word[2:] if word.startswith("لل") else word[1:]
    if bare(word) in _REPORTS and addressed(text.word(end)):
        end = run_end(text, end + 1, len(text))  # تقرير لموقع «الأفق» | المتخصص
        end = next((at + 1 for at in range(end - 1, first, -1) if text.kinds[at] == MARK), end)
    if text.kind(end) not in {COMMA, COLON, DASH} and not prefixed:
        end = subject_end(text, first, end)  # وبحسب قيادة الجيش | قتل …
    close = near(named, first, end)
    person = bool(close) and close[0].first == first
    quoted = text.kinds[first] == MARK
    sure = is_head(word) or opens_name(word) or person or quoted or word in _SPEECHES
    if not sure and not definite(word):
        return None
    speaker = read(text, first, end, close)
    if speaker is not None and prefixed and speaker.name.startswith("ل"):
        speaker = _without_prefix(speaker)
    return Source(index, end, speaker, False, "", sure=sure)


def _without_prefix(speaker: Speaker) -> Speaker:
    name = speaker.name
    cut = "ال" + name[2:] if name.startswith("لل") else name[1:].lstrip("ـ")
    return Speaker(name=cut, role=speaker.role, entity=speaker.entity, person=speaker.person)
