"""Why an article is a hit: the words and names that matched, where they stand, and the filters that it passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from infra.stores.base import Hit
from infra.stores.query import All, Any, Node, Value, parse
from infra.stores.values import entity_value, name_key, speaker_value
from infra.watch.lists import FILTERS, WatchList
from processors.records import Mention

_NAMES = ("entity", "person", "organisation", "group", "place")
_PLAIN = ("outlet", "country", "language", "section", "author", "story")


def spans(watchlist: WatchList, hit: Hit) -> dict[str, list[tuple[int, int]]]:
    """Return by text field the [start, end) in code points of what matched, in order, none overlapping."""
    found: dict[str, set[tuple[int, int]]] = {name: set(marks) for name, marks in hit.highlights.items()}
    for _, _, mention in _mentions(watchlist, hit):
        found.setdefault(mention.field, set()).add((mention.start, mention.end))
    for _, _, field, start, end in _quotes(watchlist, hit):
        found.setdefault(field, set()).add((start, end))
    return {name: _joined(sorted(marks)) for name, marks in found.items() if marks}


def reasons(watchlist: WatchList, hit: Hit) -> list[str]:
    """Return a line for each thing that matched, such as ``words: واشنطن، لواشنطن`` or ``entity iso:IQ: العراق``."""
    article = hit.stored.enriched.article
    words = [article.text_of(name)[a:b] for name, marks in hit.highlights.items() for a, b in marks]  # type: ignore[arg-type]
    lines: dict[str, list[str]] = {"words": words} if words else {}
    for field, value, mention in _mentions(watchlist, hit):
        lines.setdefault(f"{field} {value}", []).append(mention.text)
    for value, speaker, *_ in _quotes(watchlist, hit):
        lines.setdefault(f"speaker {value}", []).append(speaker)
    plain = dict.fromkeys(field for field, _ in _asked(watchlist) if field in _PLAIN)
    for field in plain:
        lines.setdefault(field, []).extend(_values(hit, field))
    return [f"{head}: {'، '.join(dict.fromkeys(texts))}" for head, texts in lines.items() if texts]


def _asked(watchlist: WatchList) -> Iterator[tuple[str, str]]:
    yield from ((field, value) for field in FILTERS for value in getattr(watchlist, field))
    yield from _in_text(parse(watchlist.query, every_word=True))


def _in_text(node: Node | None) -> Iterator[tuple[str, str]]:
    match node:
        case Value(field=field, value=value):
            yield field, value
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from _in_text(part)
        case _:  # words, and what stands under a NOT, name no value that an article passed
            return


def _mentions(watchlist: WatchList, hit: Hit) -> Iterator[tuple[str, str, Mention]]:
    for field, value in _asked(watchlist):
        for mention in hit.stored.enriched.mentions if field in _NAMES else ():
            if not mention.adjective and _is(field, value, mention):
                yield field, value, mention


def _is(field: str, value: str, mention: Mention) -> bool:
    if field not in ("entity", mention.type) and not (field == "place" and mention.type == "country"):
        return False
    return value == entity_value(mention)[0] or (
        field != "entity" and name_key(value) in (name_key(mention.text), name_key(mention.name or mention.text))
    )


def _quotes(watchlist: WatchList, hit: Hit) -> Iterator[tuple[str, str, str, int, int]]:
    for field, value in _asked(watchlist):
        for quote in hit.stored.enriched.quotes if field == "speaker" else ():
            if quote.speaker and (value == speaker_value(quote)[0] or name_key(value) == name_key(quote.speaker)):
                yield value, quote.speaker, quote.field, quote.start, quote.end


def _values(hit: Hit, field: str) -> Sequence[str]:
    article = hit.stored.enriched.article
    values: Mapping[str, Sequence[str | None]] = {
        "outlet": [hit.stored.outlet_name or article.outlet],
        "country": [hit.stored.country],
        "language": [article.language],
        "section": [article.section],
        "author": article.authors,
        "story": [hit.stored.story],
    }
    return [value for value in values[field] if value]


def _joined(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in marks:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
