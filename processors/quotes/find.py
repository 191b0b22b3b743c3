"""All quotes of an article: the body first, so that the headline's short names find whom they mean."""

from __future__ import annotations

from processors.quotes.cue import Cue
from processors.quotes.fieldreader import FieldReader, Said
from processors.quotes.heading import heading_cue
from processors.quotes.people import Known
from processors.records import TEXT_FIELDS, Article, Context, Mention, Quote, TextField

_READ: tuple[TextField, ...] = ("body", "lead", "kicker", "headline")
_HEADINGS = frozenset({"headline", "kicker"})


def find_quotes(article: Article, mentions: tuple[Mention, ...], context: Context) -> tuple[Quote, ...]:
    """Return who said what in an article, by field and place; quotes of one field never overlap.

    ``mentions`` (of the entity step; may be empty) give speakers their id, full name and role. What can't be told from
    the text stays None. The rules are in docs/quotes.md.
    """
    known = Known(mentions)
    found: dict[TextField, list[Quote]] = {}
    for name in _READ:
        raw = article.text_of(name)
        if raw:
            found[name] = _field(name, raw, mentions, known, context)
    return tuple(quote for name in TEXT_FIELDS for quote in found.get(name, ()))


def _field(name: TextField, raw: str, mentions: tuple[Mention, ...], known: Known, context: Context) -> list[Quote]:
    reader = FieldReader(name, raw, mentions, known, context)
    said: list[Said] = []
    if name in _HEADINGS:
        cue = heading_cue(reader.text, reader.opened, reader.named, known)
        said = _heading(reader, cue) if cue else []
    said = said or reader.read()
    return _apart([_quote(name, raw, item) for item in said])


def _heading(reader: FieldReader, cue: Cue) -> list[Said]:
    reader.hear(cue, len(reader.text))
    return reader.said


def _quote(name: TextField, raw: str, said: Said) -> Quote:
    piece, speaker = said.piece, said.speaker
    return Quote(
        field=name,
        start=piece.start,
        end=piece.end,
        text=raw[piece.start : piece.end],
        kind=piece.kind,
        speaker=speaker.name if speaker else None,
        speaker_id=speaker.entity if speaker else None,
        role=speaker.role if speaker else None,
        verb=said.verb,
        addressee=said.addressee,
    )


def _apart(quotes: list[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: (quote.start, -quote.end)):
        if quote.start < quote.end and (not kept or quote.start >= kept[-1].end):
            kept.append(quote)
    return kept
