"""One field read from its first attribution to its last: whose each report is, and how far it goes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from processors.quotes.addressee import addressee
from processors.quotes.cue import Cue, after_comma, sentence_start
from processors.quotes.cuefinder import CueFinder
from processors.quotes.cues import FILLERS
from processors.quotes.extent import Extent, Piece
from processors.quotes.marks import count_words
from processors.quotes.outer import outermost
from processors.quotes.people import Known, Person, agrees, locate, near, persons, surnames
from processors.quotes.scan import COMMA, LINE, STOP, Text, scan
from processors.quotes.speaker import Speaker
from processors.quotes.subject import subject_of
from processors.quotes.verbs import Agreement
from processors.records import Context, Mention, TextField

_GOES_ON = frozenset({"أضاف", "تابع", "أردف", "استطرد", "أكمل", "واصل", "زاد", "ختم", "اختتم"})
_CONTINUED = 5  # words of a quote that stands alone behind an attributed one
_NEAR = 60  # tokens before an attribution that may name the outlet
_REACH = 400  # tokens back to a person who may be meant by a pronoun
_REACH = 400  # tokens back to a person who may be meant by a pronoun


@dataclass(frozen=True, slots=True)
class Said:
    """A piece, its speaker and its attribution."""

    piece: Piece
    speaker: Speaker | None
    verb: str | None
    addressee: str | None = None


class FieldReader:
    """Reads one field; `Known` is shared by the fields of an article."""

    def __init__(
        self, name: TextField, raw: str, mentions: tuple[Mention, ...], known: Known, context: Context
    ) -> None:
        self.text: Text = scan(raw)
        self.context = context
        self.known = known
        self.opened = outermost(self.text)
        self.named = locate(self.text, name, mentions)
        self.people: list[Person] = persons(self.text, self.named)
        self.extent = Extent(self.text, self.opened)
        self.said: list[Said] = []
        self.heard = 0  # persons that the reading has passed
        self.covered = 0
        self.sentence: tuple[int, Speaker | None] = (-1, None)

    def read(self) -> list[Said]:
        """Return what is said in the field, in order."""
        cues = CueFinder(self.text, self.opened, self.named, surnames(self.people)).all()
        cues = _outer(cues)
        limits = self._limits(cues)
        for cue, limit in zip(cues, limits, strict=True):
            self._continue(cue.at)
            if cue.at < self.covered and not self._top(cue):
                continue
            if cue.sure or (cue.speaker is not None and self.known.resolve(cue.speaker) is not cue.speaker):
                self.hear(cue, limit)
        self._continue(len(self.text))
        return self.said

    def _top(self, cue: Cue) -> bool:
        return cue.sure and not cue.mute and (cue.joined or after_comma(self.text, cue.at))

    def _breaks(self, cue: Cue) -> bool:
        # «قال إن …، وحذّر من …»: the reporter's own clause again.
        return cue.mute and cue.joined and self.text.kind(cue.at - 1) == COMMA

    def _limits(self, cues: list[Cue]) -> list[int]:
        limits = [len(self.text)] * len(cues)
        limit = len(self.text)
        for index in range(len(cues) - 1, -1, -1):
            limits[index] = limit
            if self._top(cues[index]) or self._breaks(cues[index]):
                limit = cues[index].at
        return limits

    def hear(self, cue: Cue, limit: int) -> None:
        """Take in one attribution, whose report ends before token ``limit``."""
        while self.heard < len(self.people) and self.people[self.heard].first < cue.at:
            self._meet(self.people[self.heard].speaker)
            self.heard += 1
        speaker = self._speaker(cue)
        if cue.mute:
            pieces = []
        elif cue.report is not None:
            pieces = self.extent.pieces(cue.report.at, cue.report.how, max(limit, cue.report.at))
        else:
            pieces = self._behind(cue, speaker)
        start = sentence_start(self.text, cue.at)
        if speaker is not None:
            self.sentence = (start, speaker)
            if pieces or not cue.follows:
                self.known.add(speaker)
        said_to = self._addressee(cue, start)
        speaker = _without(speaker, said_to)
        for piece in pieces:
            self.said.append(Said(piece, speaker, cue.verb, said_to))
            self.covered = max(self.covered, piece.last)

    def _meet(self, speaker: Speaker) -> None:
        # A person met in passing is known by name and title, but doesn't speak: kept behind those who do.
        self.known.meet(speaker)

    def _addressee(self, cue: Cue, start: int) -> str | None:
        last = cue.report.at if cue.report else cue.end
        first = max(start, self.said[-1].piece.last if self.said else 0, cue.at - _NEAR)
        return addressee(self.text, self.opened, first, last, self.context.outlet_names)

    def _speaker(self, cue: Cue) -> Speaker | None:
        if cue.speaker is not None:
            speaker = self.known.resolve(cue.speaker)
            return replace(speaker, agreement=cue.agreement or speaker.agreement)
        if not cue.carried and not cue.follows:
            return None
        start = sentence_start(self.text, cue.at)
        if self.sentence[0] == start and agrees_with(self.sentence[1], cue.agreement):
            return self.sentence[1]
        subject = subject_of(self.text, cue.at, self.people, self.named) if cue.at > start else None
        if subject is not None and not (cue.carried and cue.source):
            return replace(self.known.resolve(subject), agreement=cue.agreement)
        if cue.carried and cue.verb not in _GOES_ON and (opening := self._opening_person(start)) is not None:
            return replace(self.known.resolve(opening), agreement=cue.agreement)
        return self.known.last(cue.agreement) or self._met_before(cue.at)

    def _opening_person(self, start: int) -> Speaker | None:
        """Return the person that a sentence without a report, right before token ``start``, begins with."""
        text = self.text
        last = start - 1
        while last >= 0 and text.kinds[last] in {STOP, LINE}:
            last -= 1
        if last < max(self.covered, self.sentence[0] + 1):
            return None
        begin = text.sentences[last]
        if self.covered > begin or self.sentence[0] == begin:
            return None
        while text.word(begin) in FILLERS:
            begin += 1
        index = bisect_left(self.people, begin, key=lambda person: person.first)
        found = self.people[index : index + 1]
        if found and found[0].speaker.person and found[0].first <= begin + 1:
            return found[0].speaker
        named = next((item.mention for item in near(self.named, begin, begin + 2)), None)
        if named is None or named.type != "person" or " " not in (named.name or ""):
            return None
        return Speaker(name=named.name or named.text, role=named.role, entity=named.entity_id, person=True)

    def _met_before(self, at: int) -> Speaker | None:
        index = bisect_left(self.people, at, key=lambda person: person.first) - 1
        while index >= 0 and not self.people[index].speaker.person and at - self.people[index].first <= _REACH:
            index -= 1
        if index < 0 or at - self.people[index].first > _REACH:
            return None
        # The subject of the sentence before, else the first person of it.
        start = sentence_start(self.text, self.people[index].first)
        first = bisect_left(self.people, start, key=lambda person: person.first)
        return next(person.speaker for person in self.people[first : index + 1] if person.speaker.person)

    def _behind(self, cue: Cue, speaker: Speaker | None) -> list[Piece]:
        """Return what stands before a source or a verb, unless it is attributed already."""
        start = sentence_start(self.text, cue.at)
        if self.said and self.said[-1].piece.last > start:
            last = self.said[-1]
            if last.speaker is None and speaker is not None:
                self.said[-1] = replace(last, speaker=speaker, verb=last.verb or cue.verb)
            between = count_words(self.text, last.piece.last, cue.at)
            if between < 4 or last.piece.kind == "indirect":
                return []
            start = last.piece.last
        if cue.at - start > _REACH:
            return []  # no sentence is so long
        if not cue.source:
            start = self._quote_before(cue.at)
        return self.extent.clause_before(max(start, self.covered), cue.at)

    def _quote_before(self, at: int) -> int:
        for index in range(at - 1, max(-1, at - _REACH), -1):
            if index in self.opened:
                return index
        return at

    def _continue(self, at: int) -> None:
        """A quote that is a whole sentence, behind an attributed one, is the same speaker's."""
        if not self.said or self.said[-1].piece.kind != "direct":
            return
        index = self.said[-1].piece.last
        while index < at and (self.text.kinds[index] in {STOP, LINE} or (self.text.kinds[index] == COMMA)):
            index += 1
        quoted = self.opened.get(index)
        if quoted is None or index >= at or count_words(self.text, index, quoted.closing) < _CONTINUED:
            return
        if self.text.kind(index - 1) not in {STOP, LINE} or not self._stands_alone(quoted.closing):
            return
        piece = self.extent.pieces(index, "mark", at)
        if piece:
            last = self.said[-1]
            self.said.append(Said(piece[0], last.speaker, None))
            self.covered = piece[0].last
            self._continue(at)

    def _stands_alone(self, closing: int) -> bool:
        return self.text.kind(closing + 1) in {STOP, LINE} or self.text.kind(closing) == LINE


def _outer(cues: list[Cue]) -> list[Cue]:
    # «لافتاً إلى أن المعلومات تشير إلى أن …»: what the report itself begins with is a part of it.
    kept: list[Cue] = []
    for cue in cues:
        begins = kept[-1].report.at if kept and kept[-1].report else -1
        if not (kept and begins - 1 <= cue.at <= begins + 1 and cue.report and not cue.follows):
            kept.append(cue)
    return kept


def _without(speaker: Speaker | None, said_to: str | None) -> Speaker | None:
    # «سامر حداد لضفاف نيوز»: an outlet without a noun before it, which only the context knows.
    if speaker is None or said_to is None:
        return speaker
    name, found, _ = speaker.name.partition(f" ل{said_to}")
    return replace(speaker, name=name) if found and name else speaker


def agrees_with(speaker: Speaker | None, agreement: Agreement | None) -> bool:
    """Tell whether a verb may have the speaker; nobody speaks with no verb."""
    return speaker is not None and agrees(speaker.agreement, agreement)
