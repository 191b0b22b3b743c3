"""The places of a field where something is attributed to somebody: verbs, participles and sources, before or behind."""

from __future__ import annotations

from dataclasses import dataclass

from processors.quotes.cues import FILLERS
from processors.quotes.reach import Report
from processors.quotes.scan import COMMA, Text
from processors.quotes.speaker import Speaker
from processors.quotes.verbs import Agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """An attribution that begins at token ``at``.

    ``report`` says where the report begins, or None where it stands before the cue. ``carried``: nobody is named, the
    speaker is the one before; ``sure`` False: a source only if
    the article knows that family name. ``follows``: the speaker is that of the sentence (participles). ``mute``:
    nothing is reported, but somebody spoke.
    """

    at: int
    end: int
    verb: str | None
    speaker: Speaker | None = None
    report: Report | None = None
    agreement: Agreement | None = None
    carried: bool = False
    follows: bool = False
    joined: bool = False
    source: bool = False
    sure: bool = True
    mute: bool = False


def sentence_start(text: Text, index: int) -> int:
    """Return the first token of the sentence that holds a token."""
    return text.sentences[index]


def heads_clause(text: Text, index: int) -> bool:
    """Tell whether a clause begins at a token: behind a sign, or behind connectives that stand behind one."""
    before = index - 1
    while before >= 0 and text.word(before) in FILLERS:
        before -= 1
    return before < 0 or text.word(before) == ""


def skip_back(text: Text, index: int) -> int:
    """Return the first of the connectives that stand before a token (فيما أكد, وكانت قد ذكرت)."""
    while index > 0 and text.word(index - 1) in FILLERS:
        index -= 1
    return index


def after_comma(text: Text, index: int) -> bool:
    """Tell whether a token stands behind a sign, connectives left out."""
    before = skip_back(text, index) - 1
    return before < 0 or text.kinds[before] != 0 or text.kinds[before] == COMMA
