"""Results on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from infra.stores.base import Hit, Results
from infra.stores.values import moment
from processors.records import Article

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

_AROUND = 60  # characters of the body shown on either side of the first match


def hit_row(hit: Hit) -> dict[str, Any]:
    """Return one result for machines; highlights are [start, end] in code points of the raw text."""
    article = hit.stored.enriched.article
    return {
        "id": article.id,
        "url": article.url,
        "score": hit.score,
        "outlet": article.outlet,
        "country": hit.stored.country,
        "headline": article.headline,
        "section": article.section,
        "language": article.language,
        "published_at": article.published.iso if article.published else None,
        "fetched_at": article.fetched_at.isoformat(),
        "story": hit.stored.story,
        "highlights": {name: [list(span) for span in spans] for name, spans in hit.highlights.items()},
    }


def show_hits(results: Results, timezone: str, offset: int) -> None:
    """Show a page of results: a table on a terminal, tab-separated lines otherwise."""
    from rich.console import Console  # .1 s that --json has no use for

    console = Console()
    if not console.is_terminal:
        for hit in results.hits:
            article = hit.stored.enriched.article
            click.echo("\t".join((_when(hit, timezone), article.outlet or "", _line(article.headline), article.id)))
    elif results.hits:
        console.print(_table(results.hits, timezone))
    shown = f", shown {offset + 1}–{offset + len(results.hits)}" if results.hits else ""
    click.echo(f"{results.total} articles{shown}", err=True)


def _table(hits: Sequence[Hit], timezone: str) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=True)
    for column in ("published", "outlet", "article", "id"):
        table.add_column(column, no_wrap=column != "article")
    for hit in hits:
        article = hit.stored.enriched.article
        text = _marked(article.headline, hit.highlights.get("headline", ()))
        text.stylize("bold")
        snippet = _snippet(article, hit.highlights.get("body", ()))
        cell = Text("\n").join([text, snippet]) if snippet else text
        table.add_row(_when(hit, timezone), article.outlet or "", cell, article.id)
    return table


def _snippet(article: Article, spans: Sequence[tuple[int, int]]) -> Text:
    body = article.body
    first = spans[0][0] if spans else 0
    start, end = max(0, first - _AROUND), min(len(body), first + 2 * _AROUND)
    inside = [(a - start, b - start) for a, b in spans if b <= end]
    return _marked(_line(body[start:end]), inside)


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> Text:
    from rich.text import Text

    marked = Text(_line(text))
    for start, end in spans:
        marked.stylize("yellow", start, end)
    return marked


def _line(text: str) -> str:
    return text.translate({9: " ", 10: " ", 13: " "})


def _when(hit: Hit, timezone: str) -> str:
    return f"{moment(hit.stored).astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M}"
