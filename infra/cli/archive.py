"""`rasid archive`: pages as evidence."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from infra.archive import ArchiveError
from infra.archive.wacz import Exported, write_wacz
from infra.cli.common import JSON_OPTION, Moment, emit, named_outlet, note
from infra.config import load_settings
from infra.ledger.past import article_captures
from infra.ledger.pruned import PROCESSED, how_many_pruned
from infra.outlets import registry
from infra.pruning import evidence
from infra.pruning import prune as prune_files
from infra.sink import ledger_of, open_archive
from infra.taking_in import take_in


@click.group()
def archive() -> None:
    """Verify, read, fill, hand on and prune the WARC archive."""


@archive.command()
def verify() -> None:
    """Check the digests of every record; exit status 1 on a problem. Example: rasid archive verify"""
    good = bad = 0
    for problem in open_archive(load_settings()).verify():
        good, bad = good + (problem is None), bad + (problem is not None)
        if problem:
            click.echo(f"{problem.locator}: {problem.message}", err=True)
    click.echo(f"{good} records hold, {bad} do not")
    sys.exit(1 if bad else 0)


@archive.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--outlet", "outlets", multiple=True, help="Only pages of this outlet; may be repeated.")
@JSON_OPTION
def import_warc(files: tuple[Path, ...], outlets: tuple[str, ...], as_json: bool) -> None:
    """Take in WARC files of others (Common Crawl News, Heritrix, wget) as captures of the outlets they show.

    A page comes in where an outlet's hosts and address patterns match, with the date of its own capture; the rest is
    counted by reason. Nothing is fetched, and a file taken in twice changes nothing. Articles are made of the pages by
    `rasid ingest`. Exit status 1 where a record was broken: it is named on stderr, and the rest is taken in.

    Example: rasid archive import CC-NEWS-20260301000000-00001.warc.gz
    """
    settings = load_settings()
    known = registry(settings)
    chosen = {name: named_outlet(settings, name) for name in outlets} or known
    broken = 0
    for path in files:
        taken = take_in(settings, chosen, path)
        broken += len(taken.broken)
        for offset, reason in taken.broken:
            note(f"{path.name}:{offset}: {reason}")
        if as_json:
            emit({"file": path.name, "taken": taken.outlets, "left": taken.reasons, "broken": len(taken.broken)})
        else:
            came = ", ".join(f"{name} {count}" for name, count in sorted(taken.outlets.items())) or "none"
            left = "; ".join(f"{reason} {count}" for reason, count in sorted(taken.reasons.items())) or "nothing"
            click.echo(f"{path.name}: {sum(taken.outlets.values())} pages taken in ({came}); left out: {left}")
    sys.exit(1 if broken else 0)


@archive.command()
@click.argument("file", metavar="OUT.wacz", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--outlet", "outlets", multiple=True, help="Only pages of this outlet; may be repeated.")
@click.option("--from", "since", type=Moment(), help="Captured on or after this day.")
@click.option("--to", "until", type=Moment(after=True), help="Captured on or before this day.")
@JSON_OPTION
def export(file: Path, outlets: tuple[str, ...], since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Write archived pages into one WACZ file, which ReplayWeb.page shows in a browser as they were captured.

    Example: rasid archive export --outlet ina --from 2026-03-01 --to 2026-03-31 ina-march.wacz
    """
    settings = load_settings()
    with ledger_of(settings) as ledger:
        rows = article_captures(ledger.engine, outlets, since, until)
        pruned = how_many_pruned(ledger.engine, outlets, since, until, states=PROCESSED)
    if pruned:
        note(f"{pruned} captures are left out: they were dropped for their age")
    captures = (Exported(locator=locator, payload_locator=payload) for locator, payload in rows)
    report = write_wacz(open_archive(settings), captures, file, f"Rasid: {', '.join(outlets) or 'all outlets'}")
    if as_json:
        emit({"file": str(file), "pages": report.pages, "records": report.records, "bytes": report.bytes})
    else:
        note(f"{file}: {report.pages} pages, {report.bytes / 2**20:.1f} MiB; open it at https://replayweb.page")


@archive.command()
@click.option("--older-than", metavar="DAYS", type=click.IntRange(1), help="Age in days; default: archive_days.")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@JSON_OPTION
def prune(older_than: int | None, dry_run: bool, as_json: bool) -> None:
    """Drop archived pages for their age: closed WARC files whose every capture is older than a number of days.

    A file stays while a page in it waits for `rasid ingest`, or while a younger capture refers to it. The articles stay
    in the store; they can't be processed again, and `rasid show` says since when their pages are gone. This can't be
    undone. The setting `archive_days` (0, the default: never) has the daily maintenance do the same.

    \b
    Examples:
      rasid archive prune --older-than 730 --dry-run
      rasid archive prune --older-than 730
    """
    settings = load_settings()
    days = older_than or settings.archive_days
    if not days:
        raise click.UsageError("archive_days is 0, which is never; give --older-than DAYS, or set archive_days")
    done = prune_files(settings, days, datetime.now(UTC), dry_run=dry_run)
    for item in done.files:
        row = {"file": item.name, "captures": item.captures, "bytes": item.bytes, "dry_run": dry_run}
        emit(row) if as_json else click.echo(f"{item.name}\t{item.captures} captures\t{item.bytes} bytes")
    for name, why in sorted(done.held.items()):
        emit({"file": name, "kept": why}) if as_json else note(f"{name} stays: {why}")
    would = "would go" if dry_run else "gone"
    total = f"{len(done.files)} files, {done.captures} captures, {done.bytes / 2**20:.1f} MiB {would}"
    note(f"{total}: older than {days} days")


@archive.command()
@click.argument("url")
def cat(url: str) -> None:
    """Write the newest archived page of a URL to stdout, as received. Example: rasid archive cat URL > page.html"""
    settings = load_settings()
    with ledger_of(settings) as ledger:
        captures = ledger.captures_of(url)
    if not captures:
        raise ArchiveError(f"{url}: never captured; `rasid outlets list` shows what is watched")
    sys.stdout.buffer.write(evidence(settings, captures[0].payload_locator).body)
