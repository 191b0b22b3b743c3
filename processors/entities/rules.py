"""The tagger of rules and gazetteers: the longest name through prefixes, if the evidence it needs is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from processors.entities.entity import Candidate
from processors.entities.evidence import contradicted, headed
from processors.entities.gazetteer import Gazetteer
from processors.entities.gazetteer import gazetteer as shipped
from processors.entities.match import Hit
from processors.entities.nationality import is_adjective
from processors.entities.persons import Person, may_follow_title, opening, person_at, role_before, titled_at
from processors.entities.tagger import Span
from processors.entities.words import Words

_Hit = Hit[tuple[Candidate, ...]]
# A place of few letters bared of a prefix (بقم, وصور) is more often another word.
_BARED = 4
_REMEMBERED = 100_000
_SCORES = {"sure": 1.0, "doc": 0.9, "quoted": 0.8}


class RuleTagger:
    """An `EntityTagger` of rules; ``gazetteer`` is the shipped one unless an operator's is given."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or shipped()
        self._said: dict[str, bool] = {}

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field; what one field names in full lets another use the short form."""
        scans = [tuple(self._scan(words)) for words in document]
        named = {span.candidate.entity.id for spans in scans for span, sure in spans if sure and span.candidate}
        return tuple(tuple(_settled(spans, named)) for spans in scans)

    def adjectives(self, words: Words, span: Span) -> list[Span]:
        """Return the nationality adjectives inside a name that doesn't stand (القوات العراقية)."""
        named = (hit for index in range(span.first + 1, span.last) for hit in self._named(words, index))
        return [hit for hit, sure in named if sure and hit.candidate and hit.candidate.adjective]

    def _scan(self, words: Words) -> Iterator[tuple[Span, bool]]:
        index = 0
        before: Span | None = None
        says, said = self._says, self._said
        for place in [at for at, word in enumerate(words.words) if (said[word] if word in said else says(word))]:
            if place < index:
                continue
            found = self._at(words, place)
            if found and before:
                found = [(span, sure or _joined(words, before, span)) for span, sure in found]
            yield from found
            before = next((span for span, sure in found if sure), before)
            index = max([place + 1, *(span.last for span, sure in found if sure)])

    def _says(self, word: str) -> bool:
        """Tell whether any name may begin with a word: four in five can be passed over."""
        says = self._said.get(word)
        if says is None:
            if len(self._said) > _REMEMBERED:
                self._said.clear()
            says = self._gazetteer.index.may_begin(word) or opening(word) is not None or may_follow_title(word)
            self._said[word] = says
        return says

    def _at(self, words: Words, index: int) -> list[tuple[Span, bool]]:
        word = words.words[index]
        known = self._named(words, index) if self._gazetteer.index.may_begin(word) else []
        person = person_at(words, index) if opening(word) is not None else None
        if person is None and not known and index and not words.gaps[index]:
            person = titled_at(words, index)
        if person and all(not sure or span.last < person.last for span, sure in known):
            return [(_person_span(person), True)]
        return known

    def _named(self, words: Words, index: int) -> list[tuple[Span, bool]]:
        waiting: list[tuple[Span, bool]] = []
        for hit in self._gazetteer.index.all_at(words, index):
            for candidate in hit.payload:
                verdict = _verdict(words, hit, candidate)
                if verdict is None:
                    continue
                span = _span(words, hit, candidate)
                if verdict:
                    return [*waiting, (span, True)]
                waiting.append((span, False))
        return waiting


def _verdict(words: Words, hit: _Hit, candidate: Candidate) -> bool | None:
    """Tell whether a reading holds; None where it cannot, False where the full name must be found first."""
    if candidate.adjective:
        return True if is_adjective(words, hit.first, hit.last, hit.cut) else None
    if contradicted(words, hit.first, hit.last, hit.cut):
        return None
    kind = candidate.entity.type
    if candidate.evidence == "sure" and not _thin(words, hit, candidate):
        return True
    if headed(words, hit.first, hit.cut, kind):
        return True
    if kind in {"organisation", "group"} and words.quoted(hit.first, hit.last):
        return True
    return False if candidate.evidence == "doc" or candidate.evidence == "sure" else None


def _joined(words: Words, before: Span, span: Span) -> bool:
    """Tell whether a short name is joined by و to one of its kind: داعش والنصرة."""
    joined = before.last == span.first and words.words[span.first][: span.cut] == "و"
    return joined and before.type == span.type and span.type in {"group", "organisation"}


def _thin(words: Words, hit: _Hit, candidate: Candidate) -> bool:
    alone = hit.last - hit.first == 1 and candidate.entity.type == "place"
    return alone and hit.cut > 0 and len(words.words[hit.first]) - hit.cut < _BARED


def _span(words: Words, hit: _Hit, candidate: Candidate) -> Span:
    role = role_before(words, hit.first) if candidate.entity.type == "person" and not hit.cut else 0
    score = _SCORES[candidate.evidence]
    first = hit.first - role if role else 0
    return Span(hit.first, hit.last, hit.cut, candidate.entity.type, score, candidate, first, hit.first if role else 0)


def _person_span(person: Person) -> Span:
    role = (person.role_first, person.first) if person.titled else (0, 0)
    return Span(person.first, person.last, person.cut, "person", 0.9 if person.titled else 0.7, None, *role)


def _settled(spans: Sequence[tuple[Span, bool]], named: set[str]) -> Iterator[Span]:
    """Yield the spans that hold, and those that waited for a full name that the document has."""
    firm = {place for span, sure in spans if sure for place in range(span.first, span.last)}
    taken: list[Span] = []
    covered: set[int] = set()
    for span, sure in spans:
        places = range(span.first, span.last)
        waits = not sure and span.candidate is not None and span.candidate.entity.id in named
        if covered.isdisjoint(places) and (sure or (waits and firm.isdisjoint(places))):
            taken.append(span)
            covered.update(places)
    yield from sorted(taken, key=lambda span: span.first)
