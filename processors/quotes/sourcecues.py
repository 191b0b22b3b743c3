"""Attributions by a source: before its statement (وبحسب مصادر، فإن …) or behind it (…، وفق الوزارة)."""

from __future__ import annotations

from processors.quotes.cue import Cue, sentence_start, skip_back
from processors.quotes.cues import BY, BY_TO, BY_WHAT, FROM
from processors.quotes.marks import Quoted
from processors.quotes.nouns import TITLES, bare
from processors.quotes.people import apposed
from processors.quotes.reach import Reach, Report
from processors.quotes.scan import COLON, COMMA, LINE, MARK, STOP, WORD, Text
from processors.quotes.sources import source_at
from processors.quotes.speaker import Named

_SO = frozenset({"فان", "فانه", "فانها", "فانهم", "فقد", "فلقد"})
_PLAIN = frozenset({"قال", "ذكر", "أعلن", "أفاد", "أوضح", "صرح", "أكد", "أشار", "أورد", "نقل", "كشف", "بين", "رأى"})


def _alone(word: str) -> str:
    # وبحسب is بحسب, but وفق is a word of its own.
    return word[1:] if word[1:] in BY | BY_TO | BY_WHAT | FROM | {"علي"} else word


class SourceCues:
    """Reads the sources of one field."""

    def __init__(self, text: Text, opened: dict[int, Quoted], named: tuple[Named, ...], reach: Reach) -> None:
        self.text = text
        self.opened = opened
        self.named = named
        self.reach = reach

    def cue(self, index: int) -> Cue | None:
        """Return the attribution that a word such as بحسب opens, None where it opens none."""
        text = self.text
        source = source_at(text, index, self.named)
        if source is None or (source.speaker is None and not source.pronoun):
            return None
        speaker = apposed(text, source.end, source.speaker, self.named) if source.speaker else None
        starts = skip_back(text, index) == sentence_start(text, index) or self._opens_sentence(index)
        report = None
        how = text.words[index] == "كما"
        if source.verb is not None and (how or source.verb.lemma == "قال"):
            report = self.reach.report(source.end, source.verb, 24)
            if report is not None or (how and (source.verb.lemma not in _PLAIN or text.kind(source.end) == WORD)):
                return None  # a verb with its own report, read as such
            starts = False
        if starts:
            report = self._source_report(source.end)
            if report is None:
                return None
        return Cue(
            at=index,
            end=report.at if report else source.end,
            verb=source.verb.lemma if source.verb else _alone(text.words[index]),
            speaker=speaker,
            report=report,
            carried=source.pronoun,
            joined=True,
            source=True,
            sure=source.sure,
            agreement=source.verb.agreement if source.verb else None,
        )

    def _opens_sentence(self, index: int) -> bool:
        start = sentence_start(self.text, index)
        return index - start <= 1

    def _source_report(self, end: int) -> Report | None:
        # Behind the source comes the statement: after فإن or فقد, at a quote, after a comma, or at once.
        text = self.text
        comma: int | None = None
        for index in range(end, min(len(text), end + 24)):
            kind = text.kinds[index]
            if kind in {STOP, LINE}:
                break
            if text.word(index) in _SO:
                return Report(index + 1, "source", (end, end), index)
            if kind == MARK and index in self.opened:
                return Report(index, "source", (end, end), index)
            if comma is None and kind in {COMMA, COLON} and bare(text.word(index + 1)) not in TITLES:
                comma = index
        if comma is not None:
            return Report(comma + 1, "source", (end, end), comma)
        return Report(end, "source", (end, end), end) if text.kind(end) == WORD else None
