"""`rasid reprocess`, `rasid quarantine`, `rasid status`: what is there, what failed, and doing it again."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import datetime

import click

from infra.cli.common import JSON_OPTION, Moment, emit, note
from infra.cli.crawl import ingest_and_tell
from infra.config import load_settings
from infra.ledger import Capture
from infra.ledger.pruned import how_many_pruned
from infra.outlets import registry
from infra.pruning import evidence
from infra.running import requeue
from infra.sink import ledger_of
from infra.stores import open_store, outdated


@click.command()
@click.option("--outlet", "outlets", multiple=True, help="Only this outlet; may be repeated.")
@click.option("--since", type=Moment(), help="Only pages captured since this day.")
@click.option("--workers", type=click.IntRange(1), help="Processes; default: one a core.")
@JSON_OPTION
def reprocess(outlets: tuple[str, ...], since: datetime | None, workers: int | None, as_json: bool) -> None:
    """Run extraction and processors again over the archive; no outlet is asked for anything.

    Killed in the middle, it goes on with `rasid ingest`. Example: rasid reprocess --outlet ina --since 2026-01-01
    """
    settings = load_settings()
    note(f"{requeue(settings, outlets=outlets, since=since)} captures to process again")
    with ledger_of(settings) as ledger:
        _tell_pruned(how_many_pruned(ledger.engine, outlets, since))
    ingest_and_tell(settings, outlets, None, workers, as_json=as_json)


@click.group()
def quarantine() -> None:
    """List, show and retry the pages that could not be processed."""


@quarantine.command("list")
@click.option("--outlet", "outlets", multiple=True, help="Only this outlet; may be repeated.")
@JSON_OPTION
def list_quarantine(outlets: tuple[str, ...], as_json: bool) -> None:
    """List the pages in quarantine, newest first: number, outlet, step, error, URL. Example: rasid quarantine list"""
    with ledger_of(load_settings()) as ledger:
        rows = ledger.quarantine(outlets)
    for row in rows:
        if as_json:
            emit(_row(row))
        else:
            click.echo(f"{row.id}\t{row.outlet}\t{row.step}\t{row.error}\ttried {row.attempts}x\t{row.url}")
    if not as_json:
        note(f"{len(rows)} pages in quarantine")


@quarantine.command()
@click.argument("number", type=int)
@click.option("--page", is_flag=True, help="Write the archived page itself, as received.")
def show(number: int, page: bool) -> None:
    """Show why one page is in quarantine. Example: rasid quarantine show 17"""
    settings = load_settings()
    with ledger_of(settings) as ledger:
        row = ledger.capture(number)
    if row is None or row.state != "quarantined":
        raise click.ClickException(
            f"{number} is not in quarantine; `rasid quarantine list` shows the numbers there are"
        )
    if page:
        sys.stdout.buffer.write(evidence(settings, row.payload_locator).body)
    else:
        emit(_row(row))


@quarantine.command()
@click.argument("numbers", type=int, nargs=-1)
@click.option("--outlet", "outlets", multiple=True, help="All pages of this outlet; may be repeated.")
@click.option("--all", "everything", is_flag=True, help="All pages in quarantine.")
@JSON_OPTION
def retry(numbers: tuple[int, ...], outlets: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Process pages again, by number, outlet or all. Example: rasid quarantine retry --all"""
    if not (numbers or outlets or everything):
        raise click.UsageError("say which: numbers, --outlet ID or --all")
    settings = load_settings()
    ids, states = numbers or None, ("quarantined",)
    with ledger_of(settings) as ledger:
        count = ledger.requeue(states, outlets=outlets, ids=ids)
        _tell_pruned(how_many_pruned(ledger.engine, outlets, states=states, ids=ids))
    note(f"{count} pages taken out of quarantine")
    ingest_and_tell(settings, (), None, None, as_json=as_json)


@click.command()
@JSON_OPTION
def status(as_json: bool) -> None:
    """Show what is there: per outlet URLs and captures by state, and the store's articles. Example: rasid status"""
    settings = load_settings()
    with ledger_of(settings) as ledger:
        per_outlet, known = ledger.counts(), registry(settings)
    with closing(open_store(settings)) as store:
        totals = dict(store.counts())
    if older := outdated(settings):
        note(older)
    if as_json:
        emit({"outlets": per_outlet, "store": totals, "home": str(settings.home)})
        return
    for outlet_id, counts in sorted(per_outlet.items()):
        name = known[outlet_id].names.ar if outlet_id in known else ""
        figures = ", ".join(f"{key.replace('_', ' ')} {number}" for key, number in sorted(counts.items()))
        click.echo(f"{outlet_id}\t{name}\t{figures}")
    click.echo(f"store: {totals['articles']} articles, {totals['revisions']} revisions ({settings.home})")


def _tell_pruned(count: int) -> None:
    if count:
        note(f"{count} more can't be: their pages were dropped from the archive for their age")


def _row(row: Capture) -> dict[str, object]:
    return {
        "number": row.id,
        "outlet": row.outlet,
        "url": row.url,
        "fetched_at": row.fetched_at.isoformat(),
        "step": row.step,
        "error": row.error,
        "attempts": row.attempts,
        "locator": row.payload_locator,
        "pruned_at": row.pruned_at.isoformat() if row.pruned_at else None,
    }
