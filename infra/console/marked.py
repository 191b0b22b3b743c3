"""Texts cut into pieces, so that a template can mark names and search hits without touching the raw text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infra.stores.base import Hit, Stored
from infra.stores.values import entity_value
from processors.records import Mention, TextField

EXCERPT = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of raw text; ``mention`` where it is a name, ``hit`` where the search found it."""

    text: str
    hit: bool = False
    mention: Mention | None = None

    @property
    def key(self) -> str:
        """The key of the entity that is named here, '' where none is."""
        return entity_value(self.mention)[0] if self.mention else ""


def mark_hits(text: str, spans: Sequence[tuple[int, int]], start: int = 0, end: int | None = None) -> list[Piece]:
    """Cut ``text[start:end]`` at the highlights; joined, the pieces are that text."""
    end = len(text) if end is None else end
    pieces, at = [], start
    for low, high in sorted(spans):
        if at <= low < high <= end:
            pieces += [Piece(text=text[at:low]), Piece(text=text[low:high], hit=True)]
            at = high
    return [piece for piece in (*pieces, Piece(text=text[at:end])) if piece.text]


def headline(hit: Hit) -> list[Piece]:
    """Return the headline of a hit, the words searched for marked."""
    return mark_hits(hit.stored.enriched.article.headline, hit.highlights.get("headline", ()))


def excerpt(hit: Hit) -> list[Piece]:
    """Return about two lines: those around the first highlight of the body, else the lead or the beginning."""
    article = hit.stored.enriched.article
    spans = hit.highlights.get("body", ())
    if not spans and article.lead:
        return mark_hits(article.lead[:EXCERPT], ())
    start = article.body.rfind(" ", 0, max(0, spans[0][0] - 60)) + 1 if spans else 0
    return mark_hits(article.body, spans, start, min(len(article.body), start + EXCERPT))


def mark_names(stored: Stored, field: TextField) -> list[list[Piece]]:
    """Return the lines of a field, each cut at its mentions (of two that overlap, the first)."""
    text = stored.enriched.article.text_of(field)
    mentions = sorted((m for m in stored.enriched.mentions if m.field == field), key=lambda m: (m.start, -m.end))
    lines, start = [], 0
    for line in text.split("\n") if text else ():
        lines.append(list(_pieces(text, start, start + len(line), mentions)))
        start += len(line) + 1
    return lines


def _pieces(text: str, start: int, end: int, mentions: Sequence[Mention]) -> Iterator[Piece]:
    at = start
    for mention in mentions:
        if at <= mention.start < mention.end <= end:
            if text[at : mention.start]:
                yield Piece(text=text[at : mention.start])
            yield Piece(text=text[mention.start : mention.end], mention=mention)
            at = mention.end
    if text[at:end]:
        yield Piece(text=text[at:end])
