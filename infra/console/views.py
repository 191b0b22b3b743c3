"""The pages: front and search, an article, an entity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from starlette.responses import RedirectResponse, Response

from infra.console.called import called
from infra.console.marked import mark_names
from infra.console.named import choices
from infra.console.plots import columns, over_time
from infra.console.render import Page
from infra.console.state import FILTERS, PAGE
from infra.meant import FEW
from infra.resolve import AmbiguousNameError, resolved
from infra.stores.base import Count, Hit, Query
from infra.stores.values import entity_value
from infra.stories import copies
from processors.records import Mention, Quote

_FACETS = ("outlet", "country", "section", "person", "organisation", "group", "place", "countries", "speaker")
_WITH = ("person", "organisation", "group", "place", "countries")
_READ = 60  # the latest articles of an entity that are read for names and quotes
_MOST_QUOTES = 12


def front_view(page: Page) -> Response:
    """Show the latest articles, or what a search and its filters find; or what a name in them may mean."""
    state, book = page.state, page.book
    if name := state.value("name"):
        meant = book.entity(name)
        if isinstance(meant, str):
            return RedirectResponse(state.link("/", name=None, entity=meant), 303)
        return page.render("choose.html", name=name, choices=choices(state, name, meant))
    try:
        query = resolved(state.query(page.zone), page.store, lambda: book.known)
    except AmbiguousNameError as error:
        return page.render("choose.html", name=error.name, choices=choices(state, error.name, error.candidates))
    results = page.store.search(query)
    few = bool(query.text) and results.total <= FEW
    return page.render(
        "front.html",
        results=results,
        facets=page.store.facets(query, _FACETS, 8),
        chosen=[(name, value) for name, value in state.pairs if name in FILTERS],
        entities=[(value, book.label(value)) for value in query.entity],
        sort=query.sort,
        last=min(500, max(1, -(-results.total // PAGE))),
        meant=book.meant(query.text, results.total),
        begun=book.starting(query.text) if few else (),
        options=book.options(),
        **_time(page, query),
    )


def article_view(page: Page, article_id: str) -> Response | None:
    """Show one article with what was found in it; None where there is none."""
    stored = page.store.get(article_id)
    if stored is None:
        return None
    others = [item for item in copies(page.store, stored.story) if item.stored != stored] if stored.story else []
    return page.render(
        "article.html",
        stored=stored,
        article=stored.enriched.article,
        names={field: mark_names(stored, field) for field in ("kicker", "headline", "lead", "body")},
        entities=Counter((m.type, *entity_value(m)) for m in stored.enriched.mentions if not m.adjective).most_common(),
        copies=others,
    )


def entity_view(page: Page, key: str) -> Response:
    """Show an entity: over time, what is said about it, with whom it appears, and how outlets call it."""
    query = Query(entity=(key,), sort="newest", limit=_READ)
    results = page.store.search(query)
    facets = page.store.facets(query, _WITH, 9)
    found = [(hit, mention) for hit in results.hits for mention in _named(hit, key)]
    labels = Counter(entity_value(mention)[1] for _, mention in found)
    return page.render(
        "entity.html",
        key=key,
        name=labels.most_common(1)[0][0] if labels else key,
        results=results,
        latest=results.hits[:PAGE],
        facets={name: [item for item in counts if item.key != key] for name, counts in facets.items()},
        called=called(page.store, key, Query(), page.settings.timezone, page.words["called"]),
        said=[pair for hit in results.hits for pair in _said(hit, key)][:_MOST_QUOTES],
        **_time(page, query),
    )


def _time(page: Page, query: Query) -> dict[str, Any]:
    interval, counts = over_time(page.store, query, page.settings.timezone)
    filled: list[Count] = [item for item in counts if item.count]
    return {"plot": columns(counts, page.words["over_time"]), "interval": interval, "counts": filled}


def _named(hit: Hit, key: str) -> Iterator[Mention]:
    yield from (m for m in hit.stored.enriched.mentions if entity_value(m)[0] == key and not m.adjective)


def _said(hit: Hit, key: str) -> Iterator[tuple[Hit, Quote]]:
    mentions = list(_named(hit, key))
    for quote in hit.stored.enriched.quotes:
        inside = (m.field == quote.field and quote.start <= m.start and m.end <= quote.end for m in mentions)
        if quote.speaker_id != key and any(inside):
            yield hit, quote
