"""Which entity a span means: namesakes decided by the document, ids for what no table knows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from processors.arabic.names import name_form
from processors.arabic.normalise import INVISIBLE, TATWEEL
from processors.entities.entity import Candidate, Entity
from processors.entities.evidence import headed
from processors.entities.gazetteer import Gazetteer
from processors.entities.metonym import governs, is_metonym, spread
from processors.entities.propagate import Full
from processors.entities.tables import word_list
from processors.entities.tagger import Span
from processors.entities.words import Words, name_key
from processors.records import Context, Mention

_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE + TATWEEL))
# What a country's part in the article weighs against ten times the population.
_OUTLET, _MENTIONED, _MOST = 2.0, 2.0, 3.0
_DWARFED = 20
_STATES = frozenset(("country", "place"))
_OPEN_NAMES = frozenset(("عبد", "ابو", "ابن", "ام"))
_BODIES = frozenset(("organisation", "group"))


@dataclass(frozen=True, slots=True)
class Linker:
    """Links the spans of one document; ``countries`` weighs the countries the document speaks of."""

    gazetteer: Gazetteer
    countries: Counter[str]
    outlet: str | None
    full: dict[str, Full]
    named: frozenset[str] = frozenset()

    def mention(self, words: Words, span: Span) -> Mention:
        """Return the record of a span."""
        start, end = words.raw_span(span.first, span.last, span.cut)
        text = words.raw[start:end]
        candidate = self._candidate(words, span, text)
        entity = candidate.entity if candidate else None
        entity_id, name = _unknown(words, span, text) if entity is None else (entity.id, entity.name)
        if entity is None and span.type == "person" and span.last - span.first == 1:
            entity_id, name = self._short(words, span, text)
        return Mention(
            field=words.field,
            start=start,
            end=end,
            text=text,
            type=entity.type if entity else span.type,
            entity_id=entity_id,
            name=name,
            role=_role(words, span),
            metonym=governs(entity) and is_metonym(words, span.first, span.last, span.cut),
            adjective=bool(candidate and candidate.adjective),
            score=span.score,
        )

    def _candidate(self, words: Words, span: Span, text: str) -> Candidate | None:
        known = span.candidate
        if known and known.entity.type not in _STATES:
            return known if self._credible(words, span, known) else None
        if known and known.adjective:
            return known
        found = [choice for choice in self._choices(words, span) if _compatible(span, choice)]
        choices = [choice for choice in found if self._credible(words, span, choice)]
        if not choices:
            return known
        return self._choose(words, span, text, choices)

    def _credible(self, words: Words, span: Span, choice: Candidate) -> bool:
        """Tell whether a short name means an actor: one named in full, or a person of a country spoken of here.

        What is as well a given name (حمدان، عبد العزيز) needs a title, too.
        """
        entity = choice.entity
        if entity.type != "person" or choice.evidence == "sure" or entity.id in self.named:
            return True
        short = (words.words[span.first][span.cut :], *words.words[span.first + 1 : span.last])
        other = self.full.get(short[-1])
        if other is not None and len(other.key) > len(short) and other.key[-len(short) :] == short:
            return False
        titled = span.role_last > span.role_first or headed(words, span.first, span.cut, "person")
        here = entity.country in self.countries or entity.country == self.outlet
        return entity.country is not None and here and (titled or not _is_given(short))

    def _choices(self, words: Words, span: Span) -> tuple[Candidate, ...]:
        rest = words.words[span.first + 1 : span.last]
        first = words.words[span.first]
        bare = first[span.cut :]
        forms = (bare, f"ال{bare}") if first[: span.cut].endswith("لل") else (bare,)
        return tuple(choice for form in forms for choice in self.gazetteer.candidates((form, *rest)))

    def _choose(self, words: Words, span: Span, text: str, choices: list[Candidate]) -> Candidate:
        states = [choice for choice in choices if choice.entity.type == "country"]
        cities = [choice for choice in choices if choice.entity.type == "place"]
        if states and cities:
            city = max(cities, key=self._weight)
            return city if self._is_city(words, span, text, states[0], city) else states[0]
        largest = max(choice.entity.population for choice in choices)
        return max(choices, key=lambda choice: self._weight(choice, largest))

    def _weight(self, choice: Candidate, largest: int = 0) -> float:
        entity = choice.entity
        country = entity.country or ""
        # A small town of a country spoken of (Ruma in Serbia) is still not meant by the name of a great city (Rome).
        most = _MOST if entity.population * _DWARFED > largest else _MENTIONED
        near = _OUTLET * (country == self.outlet) + min(most, _MENTIONED * self.countries[country])
        return math.log10(entity.population + 10) + near + entity.capital + (not entity.population) * 4

    def _is_city(self, words: Words, span: Span, text: str, state: Candidate, city: Candidate) -> bool:
        """Tell عمان the capital of Jordan from عُمان, تونس the city from the country."""
        if headed(words, span.first, span.cut, "place"):
            return True
        if state.entity.country == city.entity.country or "\u064f" in text[:2]:
            return False
        if "\u0651" in text or "\u064e" in text[:2]:
            return True
        near, far = (self.countries[choice.entity.country or ""] for choice in (city, state))
        near += city.entity.country == self.outlet
        far += state.entity.country == self.outlet
        return near >= far

    def _short(self, words: Words, span: Span, text: str) -> tuple[str | None, str]:
        full = self.full.get(words.words[span.first][span.cut :])
        if full is None:
            return None, clean(text)
        known = (choice.entity for choice in self.gazetteer.candidates(full.key) if choice.entity.type == "person")
        entity = full.entity or next(known, None)
        if entity:
            return entity.id, entity.name
        return name_id(full.key), clean(full.printed)


def _is_given(short: tuple[str, ...]) -> bool:
    return short[0] in (_OPEN_NAMES if len(short) > 1 else word_list("lexicon/given_sure"))


def _compatible(span: Span, choice: Candidate) -> bool:
    kind = choice.entity.type
    return kind == span.type or ({kind, span.type} <= _STATES) or ({kind, span.type} <= _BODIES)


def name_id(key: Iterable[str]) -> str:
    """Return the id of what no table knows: ``name:`` and the words of its name in the form that spellings share."""
    return "name:" + "-".join(name_form(word) for word in key)


def clean(text: str) -> str:
    """Return a name as shown: without tatweel, invisible marks and doubled spaces."""
    return " ".join(text.translate(_INVISIBLE).split())


def _unknown(words: Words, span: Span, text: str) -> tuple[str | None, str]:
    key = (words.words[span.first][span.cut :], *words.words[span.first + 1 : span.last])
    return name_id(key), clean(text)


def _role(words: Words, span: Span) -> str | None:
    if span.role_last <= span.role_first:
        return None
    start, end = words.raw_span(span.role_first, span.role_last)
    return clean(words.raw[start:end])


def countries_of(document: Sequence[Sequence[Span]], gazetteer: Gazetteer) -> Counter[str]:
    """Count the countries that a document names, by itself, by adjective or by its actors and capitals."""
    told = (span.candidate for spans in document for span in spans if span.candidate)
    # A short name that still has to be told apart speaks for no country.
    named = (choice.entity for choice in told if choice.evidence == "sure" or choice.entity.type != "person")
    return Counter(entity.country for entity in named if entity.country and _tells(entity, gazetteer))


def _named(document: Sequence[Sequence[Span]], full: dict[str, Full]) -> frozenset[str]:
    sure = {span.candidate.entity.id for spans in document for span in spans if span.candidate and _sure(span)}
    return frozenset(sure | {person.entity.id for person in full.values() if person.entity})


def _sure(span: Span) -> bool:
    return span.candidate is not None and span.candidate.evidence == "sure"


def _tells(entity: Entity, gazetteer: Gazetteer) -> bool:
    """Tell whether a name speaks for its country: a capital with a namesake (طرابلس) would speak for itself."""
    if entity.id == "iso:OM":
        return False
    region = entity.id.startswith("rasid:")  # no town is called like it
    return (
        entity.type != "place" or region or (entity.capital and len(gazetteer.candidates(name_key(entity.name))) == 1)
    )


def link(
    document: Sequence[Words],
    spans: Sequence[Sequence[Span]],
    context: Context,
    gazetteer: Gazetteer,
    full: dict[str, Full],
) -> tuple[Mention, ...]:
    """Return the mentions of a document, field by field."""
    linker = Linker(gazetteer, countries_of(spans, gazetteer), context.country, full, _named(spans, full))
    fields = zip(document, spans, strict=True)
    return tuple(mention for words, field in fields for mention in _field(linker, words, field))


def _field(linker: Linker, words: Words, spans: Sequence[Span]) -> list[Mention]:
    mentions = [linker.mention(words, span) for span in spans]
    marked = [mention.metonym for mention in mentions]
    if not any(marked):
        return mentions
    entities = (linker.gazetteer.entities.get(mention.entity_id or "") for mention in mentions)
    marks = spread(words, spans, [governs(entity) for entity in entities], marked)
    return [replace(mention, metonym=mark) for mention, mark in zip(mentions, marks, strict=True)]
