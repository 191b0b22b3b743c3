"""`rasid outlets probe`: what a definition finds on the outlet as it is today."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from infra.cli.common import JSON_OPTION, emit, named_outlet
from infra.config import load_settings
from infra.crawling import look
from processors.records import NotArticle
from spiders.crawl.options import CrawlOptions
from spiders.outlet import Outlet, OutletError
from spiders.probe import Look, narrowed
from spiders.probe_page import Field, Reading, read_page
from spiders.sink import Exchange

_SHOWN = 100  # characters of a value


@click.command()
@click.argument("outlet_id")
@click.option("--source", "number", type=click.IntRange(1), default=1, show_default=True, help="Which of its sources.")
@click.option("--url", help="Read this page of the outlet instead of the first that the source announces.")
@JSON_OPTION
def probe(outlet_id: str, number: int, url: str | None, as_json: bool) -> None:
    """Fetch one source and one page of an outlet, as politely as a crawl, and say what each selector finds.

    Nothing is kept. Exit status 1 when no article came of it.

    \b
    Examples:
      rasid outlets probe ina
      rasid outlets probe ina --source 2 --json
    """
    settings = load_settings()
    outlet = _with_source(named_outlet(settings, outlet_id), number, url)
    options = CrawlOptions(contact=settings.contact, max_body_bytes=settings.max_body_bytes, only=(url,) if url else ())
    seen = look(settings, outlet, options)
    page = seen.of_kind("article")
    reading = read_page(page.page, outlet) if page else None
    if as_json:
        emit(_row(outlet, seen, page, reading))
    else:
        click.echo("\n".join(_lines(outlet, seen, page, reading)))
    sys.exit(0 if reading and not isinstance(reading.article, NotArticle) else 1)


def _with_source(outlet: Outlet, number: int, url: str | None) -> Outlet:
    if url and not outlet.owns(url):
        raise OutletError(f"--url {url}: lies on none of the hosts of {outlet.id} ({', '.join(outlet.hosts)})")
    if url:
        return outlet
    if number > len(outlet.sources):
        raise OutletError(f"{outlet.id} has {len(outlet.sources)} sources, so there is no --source {number}")
    return narrowed(outlet, outlet.sources[number - 1])


def _lines(outlet: Outlet, seen: Look, page: Exchange | None, reading: Reading | None) -> Iterator[str]:
    manners = outlet.politeness
    robots = "robots.txt obeyed" if manners.obey_robots else "robots.txt not asked"
    state = "" if outlet.enabled else ", switched off"
    yield f"outlet    {outlet.id}{state}: {robots}, {manners.delay:g} s between requests, as {seen.user_agent}"
    if source := seen.of_kind("feed", "sitemap", "listing"):
        yield f"source    {source.kind} {source.url}: {_answer(source)}, {seen.announced} articles announced"
    for reason, count in seen.stats.refused.items():
        yield f"refused   {reason}: {count}"
    for event in seen.troubles:
        yield f"{event.event:<9} {event.kind} {event.url}: {event.reason}"
    if page is None or reading is None:
        yield "page      none: no article's page was fetched"
        return
    yield f"page      {page.url}: {_answer(page)}"
    yield from map(_line, reading.fields)
    article = reading.article
    yield (
        f"article   no: {article.reason} {article.detail or ''}" if isinstance(article, NotArticle) else "article   yes"
    )


def _answer(exchange: Exchange) -> str:
    return f"status {exchange.status}, {len(exchange.body):,} bytes"


def _line(field: Field) -> str:
    parts = [f"{field.selector} ({field.elements})" if field.selector else "-"]
    if field.found and field.found != field.used:
        parts.append(f"finds «{_short(field.found)}»")
    parts.append(f"article has «{_short(field.used)}»" if field.used else "article has none")
    if field.name == "drop":
        parts = parts[:1]
    return f"{field.name:<9} {' · '.join([*parts, *([field.remark] if field.remark else [])])}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


def _row(outlet: Outlet, seen: Look, page: Exchange | None, reading: Reading | None) -> dict[str, Any]:
    source = seen.of_kind("feed", "sitemap", "listing")
    return {
        "outlet": outlet.id,
        "user_agent": seen.user_agent,
        "source": {"type": source.kind, "url": source.url, "status": source.status} if source else None,
        "announced": seen.announced,
        "refused": dict(seen.stats.refused),
        "troubles": [{"event": e.event, "kind": e.kind, "url": e.url, "reason": e.reason} for e in seen.troubles],
        "page": {"url": page.url, "status": page.status, "bytes": len(page.body)} if page else None,
        "article": None if reading is None else not isinstance(reading.article, NotArticle),
        "fields": [asdict(field) for field in reading.fields] if reading else [],
    }
