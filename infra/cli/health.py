"""`rasid health`: is each source alive, and if not, since when and why."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import click

from infra.cli.common import JSON_OPTION, chosen_outlets, emit
from infra.config import load_settings
from infra.health import check
from infra.ledger.coverage import HealthBook
from infra.sink import open_ledger


@click.command()
@click.argument("outlets", nargs=-1)
@JSON_OPTION
def health(outlets: tuple[str, ...], as_json: bool) -> None:
    """Tell the state of the named outlets, or of every enabled one; a change of state is noted in the ledger.

    The states: healthy, quiet, broken layout, blocked, unreachable, stale feed, never worked. Exit status 1 where one
    is broken, blocked, unreachable or stale. Example: rasid health --json
    """
    settings = load_settings()
    ledger = open_ledger(settings)
    book, now, ill = HealthBook(ledger.engine), datetime.now(UTC), False
    for outlet in chosen_outlets(settings, outlets):
        verdict = check(book, outlet, now)
        ill = ill or verdict.state not in ("healthy", "quiet", "never worked")
        standing = book.standing(outlet.id)
        since = standing.since.isoformat(timespec="seconds") if standing else None
        url, locator = verdict.page or (None, None)
        if as_json:
            emit(
                {
                    "outlet": outlet.id,
                    "state": verdict.state,
                    "since": since,
                    "reason": verdict.reason,
                    "url": url,
                    "locator": locator,
                }
            )
        else:
            click.echo("\t".join(filter(None, (outlet.id, verdict.state, since, verdict.reason, url))))
    ledger.engine.dispose()
    sys.exit(1 if ill else 0)
