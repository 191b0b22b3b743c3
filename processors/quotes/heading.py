"""The headline form: «السوداني: العراق …», whoever stands before the colon says what stands behind it."""

from __future__ import annotations

from processors.quotes.cue import Cue
from processors.quotes.cues import words
from processors.quotes.given import opens_name
from processors.quotes.marks import Quoted
from processors.quotes.nouns import LABELS, bare, definite, is_head
from processors.quotes.people import Known, near
from processors.quotes.phrase import run_end
from processors.quotes.reach import Report
from processors.quotes.scan import COLON, LINE, MARK, STOP, Text
from processors.quotes.speaker import Named, Speaker, mention_is_place, read

_MOST = 14  # words before the colon
_STARTS = ("سن", "لن")
_FIRST_PERSON = words(
    """
نحن انا لن لم لا سوف اننا اني علينا لدينا نريد
"""
)


def heading_cue(text: Text, opened: dict[int, Quoted], named: tuple[Named, ...], known: Known) -> Cue | None:
    """Return the attribution that a headline opens with, None where what stands before the colon is no speaker."""
    colon = _colon(text)
    if colon is None or text.kind(colon + 1) == LINE:
        return None
    first = 1 if text.kinds[0] == MARK and 0 not in opened else 0
    end = run_end(text, first, colon)
    if end == first or not _named(text, first, end, colon, named, known):
        return None
    speaker = read(text, first, end, near(named, first, end))
    if speaker is None:
        return None
    report = Report(colon + 1, "colon", (first, end), colon)
    return Cue(at=0, end=len(text), verb=None, speaker=speaker, report=report, joined=True)


def _colon(text: Text) -> int | None:
    for index in range(1, min(len(text), _MOST + 4)):
        if text.kinds[index] in {STOP, LINE}:
            return None
        if text.kinds[index] == COLON:
            return index
    return None


def _named(text: Text, first: int, end: int, colon: int, named: tuple[Named, ...], known: Known) -> bool:
    words = [word for index in range(first, end) if (word := text.word(index))]
    if not words or bare(words[0]) in LABELS:
        return False
    mentions = near(named, first, end)
    if mentions:
        return not mention_is_place(mentions[0].mention) or _speaks(text, colon)
    if is_head(words[0]) or opens_name(words[0]):
        return True
    speaker = Speaker(name=" ".join(words), person=True)
    if known.resolve(speaker) is not speaker:
        return True
    return len(words) <= 3 and (definite(words[0]) or len(words) > 1) and _speaks(text, colon)


def _speaks(text: Text, colon: int) -> bool:
    if text.kind(colon + 1) == MARK:
        return True
    following = [text.word(index) for index in range(colon + 1, min(len(text), colon + 5))]
    return any(word in _FIRST_PERSON or word.startswith(_STARTS) for word in following) or _verbal(following[0])


def _verbal(word: str) -> bool:
    return len(word) > 3 and word[0] == "ن" and not opens_name(word) and not word.endswith("ه")
