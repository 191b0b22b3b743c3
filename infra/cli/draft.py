"""`rasid outlets new`: a definition drafted from one page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args
from urllib.parse import urljoin, urlsplit

import click
from selectolax.lexbor import LexborHTMLParser

from infra.cli.common import note
from infra.config import Settings, load_settings
from infra.crawling import look
from infra.outlets import registry
from processors.arabic.charsets import decode
from processors.records import NotArticle, RawPage
from spiders.check import PAGE
from spiders.crawl.options import CrawlOptions
from spiders.draft import Draft, DraftError, Known, draft, id_of
from spiders.draft_facts import announced_feeds, sitemaps_of
from spiders.extract.structured import read_structured
from spiders.outlet import EXPECTED, Kind, Names, Outlet, Politeness, Source
from spiders.page import extract
from spiders.probe import Look

_CASE = "first"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Material:
    """An article's page, with robots.txt and front page where they were fetched."""

    page: RawPage
    robots: str = ""
    front: RawPage | None = None


@click.command("new")
@click.argument("origin", metavar="URL|FILE.html")
@click.option("--id", "outlet_id", help="The outlet's id; default: from its host.")
@click.option("--url", help="Address of a saved page that does not name its own.")
@click.option("--country", help="ISO 3166-1 code where you know it, such as IQ.")
@click.option("--timezone", help="IANA zone where you know it, such as Asia/Baghdad.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="What sort of outlet it is.")
@click.option("--allow-private", is_flag=True, help="Let it lie on this machine or network: the demo's site, a test's.")
def new(origin: str, outlet_id: str | None, url: str | None, allow_private: bool, **said: str | None) -> None:
    """Draft a definition from an article's page, by its address or saved; a front page leads to its first article.

    It goes to RASID_HOME/outlets, switched off, with the page as its first case. What the page does not say is null
    and marked TODO; each guess has its evidence beside it. A saved page is read without asking anyone for anything.

    \b
    Examples:
      rasid outlets new https://outlet.example/news/4711 --country IQ --kind daily
      rasid outlets new saved.html --url https://outlet.example/news/4711 --id outlet
    """
    settings = load_settings()
    known = Known(id=outlet_id, allow_private=allow_private, **said)
    if _ADDRESS.match(origin):
        material = _fetched(settings, origin, known)
    else:
        material = _Material(page=_saved(Path(origin), url))
    made = draft(material.page, known, robots=material.robots, front=material.front)
    for path in _write(settings, made, material.page):
        click.echo(str(path))
    note(f"read both, mend what is marked TODO, then: rasid outlets check {made.outlet.id}")


def _saved(path: Path, url: str | None) -> RawPage:
    if not path.is_file():
        raise click.UsageError(f"{path}: neither an http(s) address nor a file that is there")
    body = path.read_bytes()
    address = url or _own_address(body)
    if address is None:
        raise click.UsageError(f"{path} names no address of its own; give --url")
    return RawPage(url=address, final_url=address, outlet_id=None, fetched_at=datetime.now(UTC), body=body)


def _own_address(body: bytes) -> str | None:
    tree = LexborHTMLParser(decode(body, None).text)
    link = tree.css_first("link[rel=canonical]")
    said = [link.attributes.get("href") if link else None, read_structured(tree).first("og:url")]
    return next((text.strip() for text in said if text and _ADDRESS.match(text.strip())), None)


def _fetched(settings: Settings, url: str, known: Known) -> _Material:
    """Fetch the page, robots.txt and front page; where the page is no article, the first one of an announced feed."""
    front, robots = urljoin(url, "/"), urljoin(url, "/robots.txt")
    stranger = _stranger(url, known)
    seen = _look(settings, stranger, tuple(dict.fromkeys((url, robots, front))))
    answers = {item.url: item for item in seen.exchanges}
    if url not in answers:
        reasons = "; ".join(f"{event.url}: {event.reason}" for event in seen.troubles) or "no answer"
        raise DraftError(f"{url} was not fetched: {reasons}")
    rules = answers[robots].body.decode("utf-8", "replace") if robots in answers else ""
    first = answers[front].page if front in answers else None
    page = answers[url].page
    if isinstance(extract(page), NotArticle):
        page = _first_article(settings, stranger, page, rules)
    return _Material(page=page, robots=rules, front=first)


def _stranger(url: str, known: Known) -> Outlet:
    """Return an outlet of which nothing is known but its host."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError as error:
        raise click.UsageError(f"{url}: {error}") from error
    return Outlet(
        id=known.id or id_of(host),
        names=Names(ar=host, latin=host),
        country=None,
        kind=None,
        timezone=None,
        homepage=urljoin(url, "/"),
        hosts=(host,),
        allow_private=known.allow_private,
        politeness=Politeness(delay=0) if known.allow_private else Politeness(),  # one's own site needs no pause
        enabled=False,
    )


def _look(settings: Settings, outlet: Outlet, only: tuple[str, ...]) -> Look:
    options = CrawlOptions(contact=settings.contact, max_body_bytes=settings.max_body_bytes, only=only)
    return look(settings, outlet, options)


def _first_article(settings: Settings, outlet: Outlet, page: RawPage, robots: str) -> RawPage:
    """Return an article that the page leads to: by a feed that it announces, a sitemap of robots.txt, or its links."""
    tree = LexborHTMLParser(decode(page.body, page.header("content-type")).text)
    feeds = [Source(type="feed", url=url) for url, _ in announced_feeds(tree, page.final_url) if outlet.owns(url)]
    maps = [Source(type="sitemap", url=url) for url in sitemaps_of(robots, page.final_url) if outlet.owns(url)]
    source = (*feeds, *maps, Source(type="listing", url=page.final_url))[0]
    found = _look(settings, outlet.model_copy(update={"sources": (source,)}), ()).of_kind("article")
    if found is None:
        raise DraftError(
            f"{page.url} is no article, and its {source.type} {source.url} led to none; give the address of an article"
        )
    return replace(found.page, outlet_id=None)


def _write(settings: Settings, made: Draft, page: RawPage) -> tuple[Path, Path]:
    folder = settings.home / "outlets"
    definition, case = folder / f"{made.outlet.id}.yaml", folder / made.outlet.id / _CASE
    if made.outlet.id in registry(settings) or case.exists():
        raise DraftError(f"an outlet {made.outlet.id!r} is there already; choose another --id, or remove {definition}")
    case.mkdir(parents=True)
    (case / PAGE).write_bytes(page.body)
    (case / EXPECTED).write_text(made.expected, encoding="utf-8")
    definition.write_text(made.text, encoding="utf-8")
    return definition, case / EXPECTED
