"""The persons and sources of a document, so that a later family name, title or pronoun finds whom it means."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from processors.arabic.normalise import fold
from processors.quotes.given import opens_name
from processors.quotes.nouns import (
    BODIES,
    COLLECTIVES,
    HIS_HONOUR,
    HONORIFICS,
    SAME,
    TITLES,
    bare,
    definite,
    is_adjective,
)
from processors.quotes.phrase import run_end
from processors.quotes.scan import COMMA, WORD, Text
from processors.quotes.speaker import Named, Speaker, read
from processors.quotes.verbs import Agreement, forms
from processors.records import Mention, TextField

_ONE_OF = frozenset({"احد", "احدي", "بعض"})
_SHORTENED = BODIES | COLLECTIVES
_KEPT = 100  # speakers remembered


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker-to-be in tokens ``[first, last)``."""

    first: int
    last: int
    speaker: Speaker


@lru_cache(maxsize=1 << 12)
def _words(name: str) -> list[str]:
    return fold(name).split()


def locate(text: Text, name: TextField, mentions: tuple[Mention, ...]) -> tuple[Named, ...]:
    """Return the mentions of one field by the tokens they cover."""
    found = []
    for mention in mentions:
        if mention.field == name and not mention.adjective:
            first = bisect_left(text.ends, mention.start + 1)
            last = bisect_left(text.starts, mention.end)
            if first < last:
                found.append(Named(first, last, mention))
    return tuple(sorted(found, key=lambda named: named.first))


def near(named: tuple[Named, ...], first: int, last: int) -> tuple[Named, ...]:
    """Return the mentions that begin in tokens ``[first, last)``."""
    begin = bisect_left(named, first, key=lambda item: item.first)
    return named[begin : bisect_left(named, last, key=lambda item: item.first)]


def persons(text: Text, named: tuple[Named, ...]) -> list[Person]:
    """Find who may speak in a field: persons behind a title, by a given name, by a mention; unnamed sources, bodies."""
    starts = {item.first for item in named if item.mention.type == "person"}
    found: list[Person] = []
    index = 0
    while index < len(text):
        if text.kinds[index] == WORD and (index in starts or _begins(text.words[index])):
            person = person_at(text, index, named) or _source_at(text, index, named)
            if person is not None:
                found.append(person)
                index = max(person.last, index + 1)
                continue
        index += 1
    return found


def surnames(people: list[Person]) -> frozenset[str]:
    """Return the last names of the persons named by two words or more."""
    names = (_words(person.speaker.name) for person in people if person.speaker.person)
    return frozenset(name[-1] for name in names if len(name) > 1)


@lru_cache(maxsize=1 << 16)
def _begins(word: str) -> bool:
    return bare(word) in TITLES or (opens_name(word) and len(word) > 2) or word in COLLECTIVES or bare(word) in BODIES


def _source_at(text: Text, index: int, named: tuple[Named, ...]) -> Person | None:
    last = run_end(text, index, len(text))
    speaker = read(text, index, last, near(named, index, last))
    if speaker is None or speaker.person or last == index or last < index + 2:
        return None
    if text.word(index - 1) in _ONE_OF:
        index -= 1  # أحد الأطباء
        speaker = replace(speaker, name=f"{text.printed(index, index + 1)} {speaker.name}")
    return Person(index, last, speaker)


def person_at(text: Text, index: int, named: tuple[Named, ...]) -> Person | None:
    """Return the named person whose title or name begins at a token, with a post in apposition behind it."""
    last = run_end(text, index, len(text))
    speaker = read(text, index, last, near(named, index, last), strict=True)
    if speaker is None or not speaker.person:
        return None
    if speaker.role is None and bare(text.word(index)) in TITLES and not opens_name(text.word(index)):
        speaker = apposed(text, last, speaker, named)
        return Person(index, last, speaker) if speaker.role else None
    if bare(text.word(index)) not in TITLES and last - index < 2:
        return None
    return Person(index, last, apposed(text, last, speaker, named))


def apposed(text: Text, last: int, speaker: Speaker, named: tuple[Named, ...]) -> Speaker:
    """Join what stands behind a comma: فلان، مدير المركز، and الرئيس السوري، فلان،."""
    if text.kind(last) != COMMA or not speaker.person:
        return speaker
    end = run_end(text, last + 1, len(text))
    if end <= last + 1 or forms().get(text.word(last + 1)):
        return speaker
    head = bare(text.word(last + 1))
    if head in TITLES and (not opens_name(text.word(last + 1)) or definite(text.word(last + 2))):
        honorary = speaker.role is None or (bare(_words(speaker.role)[0]) in HONORIFICS and " " not in speaker.role)
        if not honorary or _only_title(speaker):
            inner = read(text, last + 1, end, near(named, last + 1, end))
            return replace(inner, role=speaker.name) if inner and inner.role and _only_title(speaker) else speaker
        post = read(text, last + 1, end)
        return replace(speaker, role=post.name if post and not post.role else speaker.role)
    if _only_title(speaker) and end - last - 1 <= 5:
        inner = read(text, last + 1, end, near(named, last + 1, end))
        if (
            inner
            and (inner.entity or opens_name(text.word(last + 1)) or end - last - 1 >= 2)
            and inner.person is not False
        ):
            return replace(inner, role=speaker.name)
    return speaker


def _only_title(speaker: Speaker) -> bool:
    return speaker.role is None and bare(_words(speaker.name)[0]) in TITLES


class Known:
    """Who has been named so far, the latest last."""

    def __init__(self, mentions: tuple[Mention, ...] = ()) -> None:
        self.speakers: list[Speaker] = []
        self.spoke: list[Speaker] = []
        full = [mention for mention in mentions if mention.type == "person" and " " in (mention.name or mention.text)]
        self._mentions = {fold(mention.name or mention.text).split()[-1]: mention for mention in reversed(full)}

    def add(self, speaker: Speaker) -> None:
        """Remember somebody who spoke."""
        self.spoke.append(speaker)
        self.speakers.append(speaker)
        del self.spoke[:-_KEPT]
        del self.speakers[:-_KEPT]

    def meet(self, speaker: Speaker) -> None:
        """Remember somebody who is named, unless known with a post already."""
        if speaker.role is None and any(other.name == speaker.name for other in self.speakers[-20:]):
            return
        self.speakers.append(speaker)
        del self.speakers[:-_KEPT]

    def resolve(self, speaker: Speaker) -> Speaker:
        """Return whom a short name or a title with the article means; the speaker itself where none is known."""
        words = _words(speaker.name)
        if not words:
            return speaker
        if len(words) == 1 and words[0] in HIS_HONOUR:
            return self._latest_person() or speaker
        return (
            self._by_name(speaker, words)
            or self._by_title(speaker, words)
            or self._by_mention(speaker, words)
            or speaker
        )

    def _latest_person(self) -> Speaker | None:
        people = (other for other in reversed(self.speakers) if other.person and " " in other.name)
        return next(people, None)

    def _by_name(self, speaker: Speaker, words: list[str]) -> Speaker | None:
        if len(words) > 3:
            return None
        for other in reversed(self.speakers):
            names = _words(other.name)
            if other.person and len(names) >= len(words) and _tail(names, words):
                if len(names) == len(words) and other.role is None:
                    continue
                honour = speaker.role and bare(_words(speaker.role)[0]) not in HONORIFICS
                return (
                    replace(other, role=other.role or speaker.role)
                    if not honour or other.role is None
                    else replace(
                        other, role=speaker.role if len(speaker.role or "") > len(other.role or "") else other.role
                    )
                )
        return None

    def _by_title(self, speaker: Speaker, words: list[str]) -> Speaker | None:
        head = bare(words[0])
        if not speaker.role and len(words) > 1:
            for other in reversed(self.speakers):
                if other.role and _words(other.role) == words:
                    return other
        same = head in SAME and (len(words) == 1 or is_adjective(words[-1]) or words[0] == "ذات")
        if speaker.role or not (definite(words[0]) or words[0] == "ذات") or len(words) > 2:
            return None
        for other in (*reversed(self.spoke), *reversed(self.speakers)):
            first = bare(_words(other.role or other.name)[0])
            if first == head or (head == "مصدر" and first == "مصادر") or _short_of(words, other):
                return other if other.name != speaker.name else None
        if same and self.spoke:
            wanted = [other for other in self.spoke if other.person or head in COLLECTIVES]
            return wanted[-1] if wanted else None
        return None

    def _by_mention(self, speaker: Speaker, words: list[str]) -> Speaker | None:
        mention = self._mentions.get(words[-1])
        if mention is None or len(words) != 1 or not (speaker.person or speaker.role) or bare(words[0]) in TITLES:
            return None
        return replace(
            speaker, name=mention.name or mention.text, role=speaker.role or mention.role, entity=mention.entity_id
        )

    def last(self, agreement: Agreement | None) -> Speaker | None:
        """Return the latest speaker that a verb agrees with."""
        for other in reversed(self.spoke[-6:]):
            if agrees(other.agreement, agreement):
                return other
        return None


def _tail(names: list[str], words: list[str]) -> bool:
    if names[-len(words) :] == words:
        return True
    if len(words) == 1:
        return bare(names[-1]) == bare(words[0]) or (
            len(names) > 1 and bare(names[0]) == bare(words[0]) and not definite(words[0])
        )
    return False


def _short_of(words: list[str], other: Speaker) -> bool:
    # «الوزارة» for وزارة الصحة: the head of a body named before.
    names = _words(other.name)
    if any(name[0] == "و" and not definite(name) and name not in BODIES for name in names[1:]):
        return False  # «الشرطة ومدنيان»
    return len(words) == 1 and bare(names[0]) == bare(words[0]) and bare(names[0]) in _SHORTENED


def agrees(speaker: Agreement | None, verb: Agreement | None) -> bool:
    """Tell whether a verb may have a speaker that another verb agreed with. A feminine verb may go with a plural."""
    return speaker is None or verb is None or speaker == verb or {speaker, verb} == {"f", "p"}
