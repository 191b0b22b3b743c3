"""`rasid crawl`, `rasid ingest`, `rasid run`: from the outlets to the store."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

import click

from infra.alerts import alert
from infra.cli.alerts import tell
from infra.cli.common import JSON_OPTION, Moment, chosen_outlets, emit, note
from infra.cli.display import CrawlDisplay
from infra.config import Settings, load_settings
from infra.crawling import CrawlReport, short_of_expected
from infra.crawling import crawl as crawl_outlets
from infra.exits import StoppedError
from infra.running import ingest_waiting
from spiders.crawl.options import CrawlOptions
from spiders.outlet import Outlet

_SINCE = click.option("--since", type=Moment(), help="Follow listings and sitemaps back to this day.")
_MAX_PAGES = click.option("--max-pages", type=click.IntRange(1), help="Fetch at most this many pages of each outlet.")
_WORKERS = click.option(
    "--workers", type=click.IntRange(1), help="Processes that extract and tag; default: one a core."
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@click.command()
@click.argument("outlets", nargs=-1)
@_SINCE
@_MAX_PAGES
@JSON_OPTION
def crawl(outlets: tuple[str, ...], since: datetime | None, max_pages: int | None, as_json: bool) -> None:
    """Fetch what is new from the named outlets, or from every enabled one, into archive and ledger.

    Exit status 1 when an outlet's sources announced fewer articles than its definition expects.

    \b
    Examples:
      rasid crawl
      rasid crawl ina shafaq --since 2026-01-01 --json
    """
    settings = load_settings()
    chosen = chosen_outlets(settings, outlets)
    report = crawl_and_tell(settings, chosen, since, max_pages, as_json=as_json)
    sys.exit(1 if _fell_short(chosen, report) else 0)


@click.command()
@click.option("--outlet", "outlets", multiple=True, help="Only captures of this outlet; may be repeated.")
@click.option("--limit", type=click.IntRange(1), help="Process at most this many captures.")
@_WORKERS
@JSON_OPTION
def ingest(outlets: tuple[str, ...], limit: int | None, workers: int | None, as_json: bool) -> None:
    """Process what was captured: extract, date, tag, store. A bad page goes to quarantine, the run goes on.

    Example: rasid ingest --workers 2
    """
    ingest_and_tell(load_settings(), outlets, limit, workers, as_json=as_json)


@click.command()
@click.argument("outlets", nargs=-1)
@click.option("--every", metavar="TIME", help="Stay and do it again every so often: 15m, 2h, 1d.")
@_SINCE
@_MAX_PAGES
@_WORKERS
@JSON_OPTION
def run(
    outlets: tuple[str, ...],
    every: str | None,
    since: datetime | None,
    max_pages: int | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Crawl, ingest, judge the sources, ask the watch-lists and tell people; once, or again and again with --every.

    With --every it stays until it is stopped: SIGTERM (systemctl stop, docker stop) breaks the round in hand off within
    seconds and ends it with status 0, Ctrl-C with 130. What was fetched is kept, and the next run goes on from there.

    \b
    Examples:
      rasid run
      rasid run --every 15m
    """
    pause = _seconds(every) if every else None
    settings = load_settings()

    def once() -> bool:
        chosen = chosen_outlets(settings, outlets)
        report = crawl_and_tell(settings, chosen, since, max_pages, as_json=as_json)
        ingest_and_tell(settings, outlets, None, workers, as_json=as_json)
        tell(alert(settings, chosen), as_json=as_json)
        return _fell_short(chosen, report)

    if pause is None:
        sys.exit(1 if once() else 0)
    _stay(once, pause)


def _stay(once: Callable[[], object], pause: float) -> None:
    """Do it again and again until SIGTERM, which is how a service ends: in order, with status 0."""
    try:
        while True:
            began = time.monotonic()
            once()
            time.sleep(max(0.0, began + pause - time.monotonic()))
    except StoppedError:
        note("stopped; the next run goes on from here")


def crawl_and_tell(
    settings: Settings, outlets: Sequence[Outlet], since: datetime | None, max_pages: int | None, *, as_json: bool
) -> CrawlReport:
    """Crawl with a display on stderr; with ``as_json`` one object an outlet on stdout."""
    options = CrawlOptions(
        contact=settings.contact, since=since, max_pages=max_pages, max_body_bytes=settings.max_body_bytes
    )
    with CrawlDisplay(quiet=as_json) as display:
        report = crawl_outlets(settings, outlets, options, display)
    display.summary(report)
    if as_json:
        for item in report.stats:
            emit(
                {"outlet": item.outlet_id, **{key: value for key, value in asdict(item).items() if key != "outlet_id"}}
            )
        for outlet_id, why in report.skipped.items():
            emit({"outlet": outlet_id, "finished": "skipped", "reason": why})
    return report


def ingest_and_tell(
    settings: Settings, outlets: Sequence[str], limit: int | None, workers: int | None, *, as_json: bool
) -> None:
    """Ingest what waits and print what came of it."""
    report = ingest_waiting(settings, outlets=outlets, limit=limit, workers=workers)
    if as_json:
        emit({"captures": report.captures, **asdict(report)})
        return
    note(
        f"{report.created} new articles, {report.updated} changed, {report.unchanged} as they were, "
        f"{report.quarantined} in quarantine"
    )
    if report.quarantined:
        note("`rasid quarantine list` says why")


def _fell_short(outlets: Sequence[Outlet], report: CrawlReport) -> bool:
    missed = short_of_expected(outlets, report)
    for outlet_id, (found, fewest) in missed.items():
        note(f"{outlet_id}: its sources announced {found} articles, fewer than the {fewest} it is expected to have")
    return bool(missed)


def _seconds(text: str) -> float:
    match = re.fullmatch(r"(\d+)([smhd])", text.strip())
    if not match or not int(match[1]):
        raise click.BadParameter(f"{text!r} is no time such as 90s, 15m, 2h or 1d", param_hint="--every")
    return int(match[1]) * _UNITS[match[2]]
