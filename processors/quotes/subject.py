"""The subject of a sentence, for what says no speaker of its own: «افتتح الوزير المعرض، مؤكداً أن …»."""

from __future__ import annotations

from bisect import bisect_left

from processors.quotes.cue import sentence_start
from processors.quotes.cues import FILLERS, NP_END
from processors.quotes.given import opens_name
from processors.quotes.nouns import definite, is_head
from processors.quotes.people import Person, apposed, near
from processors.quotes.phrase import run_end
from processors.quotes.scan import COMMA, DASH, WORD, Text
from processors.quotes.speaker import Named, Speaker, read

_BACK = 120  # tokens looked through


def subject_of(text: Text, before: int, people: list[Person], named: tuple[Named, ...]) -> Speaker | None:
    """Return the subject of the sentence that holds token ``before``, looked for to its left; None if it has none."""
    start = max(sentence_start(text, before), before - _BACK)
    for begin in _clauses(text, start, before):
        speaker = _clause_subject(text, begin, before, named)
        if speaker is not None:
            return speaker
    index = bisect_left(people, start, key=lambda person: person.first)
    for person in people[index : bisect_left(people, before, key=lambda person: person.first)]:
        if person.speaker.person:
            return person.speaker
    return None


def _clauses(text: Text, start: int, before: int) -> list[int]:
    commas = [index + 1 for index in range(start, before) if text.kinds[index] in {COMMA, DASH}]
    return [*reversed(commas), start]


def _clause_subject(text: Text, begin: int, before: int, named: tuple[Named, ...]) -> Speaker | None:
    while begin < before and text.word(begin) in FILLERS:
        begin += 1
    word = text.word(begin)
    if not word or begin + 1 >= before or text.kinds[begin] != WORD:
        return None
    if is_head(word) or opens_name(word) or near(named, begin, begin + 1):
        # A subject before its verb, at the head of the sentence only: elsewhere it is an apposition.
        first = begin if begin == sentence_start(text, begin) else begin + 1
        if first != begin:
            return None
    elif word in NP_END or definite(word):
        return None
    else:
        first = begin + 1
        if not (is_head(text.word(first)) or opens_name(text.word(first)) or near(named, first, first + 1)):
            return None
    last = run_end(text, first, before)
    speaker = read(text, first, last, near(named, first, last), strict=True)
    return apposed(text, last, speaker, named) if speaker else None
