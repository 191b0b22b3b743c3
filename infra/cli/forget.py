"""`rasid forget`: a takedown."""

from __future__ import annotations

import click

from infra.cli.common import JSON_OPTION, emit, note
from infra.config import load_settings
from infra.forget import forget as forget_url


@click.command()
@click.argument("url")
@click.option("--reason", default="taken down on request", show_default=True, help="Kept in ledger and archive.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@JSON_OPTION
def forget(url: str, reason: str, yes: bool, as_json: bool) -> None:
    """Take an article out of store, archive and ledger. It leaves a tombstone and is never fetched again.

    This can't be undone; only a back-up made before still holds the article.

    Example: rasid forget https://outlet.example/news/1 --reason "court order of 2026-03-01"
    """
    if not yes:
        click.confirm(f"Take {url} out for good?", abort=True, err=True)
    done = forget_url(load_settings(), url, reason)
    if as_json:
        emit({"url": done.url, "captures": done.captures, "articles": done.articles})
    else:
        note(f"{done.captures} captures and {done.articles} articles taken out; the URL is not fetched again")
