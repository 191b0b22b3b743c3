"""The outermost quotes of a field, those left open cut where the next attribution says that they have ended."""

from __future__ import annotations

from dataclasses import replace

from processors.quotes.cues import BY, PARTICIPLES
from processors.quotes.marks import Quoted, pair
from processors.quotes.scan import COMMA, LINE, STOP, WORD, Text
from processors.quotes.verbs import forms


def outermost(text: Text) -> dict[int, Quoted]:
    """Return the outermost quotes by the token of their opening mark."""
    found: dict[int, Quoted] = {}
    end = -1
    for quoted in pair(text):
        if quoted.opening < end:
            continue
        kept = quoted if quoted.closed and not quoted.crossing else _cut(text, quoted)
        found[kept.opening] = kept
        end = kept.closing
    return found


def _cut(text: Text, quoted: Quoted) -> Quoted:
    for index in range(quoted.opening + 2, quoted.closing):
        if text.kinds[index] in {STOP, LINE} and _resumes(text, index + 1):
            return replace(quoted, closing=index, closed=False, crossing=False)
        if not quoted.closed and text.kinds[index] == COMMA and _turns(text, index + 1):
            return replace(quoted, closing=index, closed=False)
    return quoted


def _resumes(text: Text, index: int) -> bool:
    # A sentence that begins with a verb of saying is the reporter's.
    while text.kind(index) in {STOP, LINE} and index < len(text):
        index += 1
    verb = forms().get(text.word(index))
    return verb is not None and (verb.joined or "h" not in verb.flags)


def _turns(text: Text, index: int) -> bool:
    word = text.word(index)
    if text.kind(index) != WORD:
        return False
    return word in PARTICIPLES or word in BY
