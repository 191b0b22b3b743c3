"""`rasid archive`: pages as evidence."""

from __future__ import annotations

import sys

import click

from infra.archive import Archive, ArchiveError
from infra.config import Settings, load_settings
from infra.ledger import Ledger, connect


def _archive(settings: Settings) -> Archive:
    return Archive(settings.archive_url, settings.home / "spool")


@click.group()
def archive() -> None:
    """Verify and read the WARC archive."""


@archive.command()
def verify() -> None:
    """Check the digests of every record; exit status 1 on a problem. Example: rasid archive verify"""
    good = bad = 0
    for problem in _archive(load_settings()).verify():
        good, bad = good + (problem is None), bad + (problem is not None)
        if problem:
            click.echo(f"{problem.locator}: {problem.message}", err=True)
    click.echo(f"{good} records hold, {bad} do not")
    sys.exit(1 if bad else 0)


@archive.command()
@click.argument("url")
def cat(url: str) -> None:
    """Write the newest archived page of a URL to stdout, as received. Example: rasid archive cat URL > page.html"""
    settings = load_settings()
    captures = Ledger(connect(settings.ledger_url)).captures_of(url)
    if not captures:
        raise ArchiveError(f"{url}: never captured; `rasid outlets list` shows what is watched")
    sys.stdout.buffer.write(_archive(settings).read(captures[0].payload_locator).body)
