"""`rasid archive`: pages as evidence."""

from __future__ import annotations

import sys

import click

from infra.archive import ArchiveError
from infra.config import load_settings
from infra.sink import open_archive, open_ledger


@click.group()
def archive() -> None:
    """Verify and read the WARC archive."""


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


@archive.command()
@click.argument("url")
def cat(url: str) -> None:
    """Write the newest archived page of a URL to stdout, as received. Example: rasid archive cat URL > page.html"""
    settings = load_settings()
    captures = open_ledger(settings).captures_of(url)
    if not captures:
        raise ArchiveError(f"{url}: never captured; `rasid outlets list` shows what is watched")
    sys.stdout.buffer.write(open_archive(settings).read(captures[0].payload_locator).body)
