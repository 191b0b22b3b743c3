"""`rasid health`: is each source alive, and if not, since when and why."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import datetime, timedelta

import click

from infra.cli.common import JSON_OPTION, chosen_outlets, emit
from infra.config import load_settings
from infra.health import ILL, Health, check_outlets
from infra.ledger.coverage import HealthBook
from infra.sink import ledger_of


@click.command()
@click.argument("outlets", nargs=-1)
@click.option("--changes", is_flag=True, help="List the changes of state that were noted, oldest first; judge nothing.")
@click.option("--verbose", "-v", is_flag=True, help="Tell the last crawl and every field of each outlet too.")
@JSON_OPTION
def health(outlets: tuple[str, ...], changes: bool, verbose: bool, as_json: bool) -> None:
    """Tell the state of the named outlets, or of every enabled one; a change of state is noted in the ledger.

    The states: healthy, quiet, broken layout, blocked, unreachable, stale feed, never worked (docs/health.md). Exit
    status 1 where one is broken, blocked, unreachable or stale.

    \b
    Examples:
      rasid health
      rasid health ina shafaq --verbose
      rasid health --json
      rasid health --changes
    """
    settings = load_settings()
    chosen = chosen_outlets(settings, outlets)
    if changes:
        _changes([outlet.id for outlet in chosen] if outlets else None, as_json=as_json)
        return
    found = check_outlets(settings, chosen)
    for item in found:
        if as_json:
            emit(item.record)
        else:
            _tell(item, verbose=verbose)
    sys.exit(1 if any(item.state in ILL for item in found) else 0)


def _tell(item: Health, *, verbose: bool) -> None:
    since = item.since.isoformat(timespec="seconds") if item.since else None
    click.echo("\t".join(filter(None, (item.outlet, item.state, since, item.reason, item.url, item.selector))))
    for line in _details(item) if verbose else ():
        click.echo(f"    {line}")


def _details(item: Health) -> list[str]:
    lines = []
    if run := item.run:
        counts = f"{run.discovered} announced, {run.captured} captured, {run.not_modified} as they were"
        lines.append(f"last crawl {run.finished_at:%Y-%m-%d %H:%M} UTC: {counts}, {item.articles} articles")
        lines += [f"answers: {_counts(run.http)}"] if run.http else []
        lines += [f"refused: {_counts(run.refused)}"] if run.refused else []
    lines += [f"in quarantine: {_counts(item.quarantined)}"] if item.quarantined else []
    usual = f", usually {item.usual_day:g}" if item.usual_day is not None else ""
    lines.append(f"articles in 24 hours: {item.articles_day}{usual}")
    if item.newest:
        lines.append(f"newest article: {item.newest:%Y-%m-%d %H:%M} UTC, {_age(item.at - item.newest)} ago")
    for name, share in item.coverage.items():
        lines.append(f"{name}: {share:.0%}" + (f", usually {item.usual[name]:.0%}" if name in item.usual else ""))
    if item.body_length is not None:
        usual = f", usually {item.usual_body_length:.0f}" if item.usual_body_length is not None else ""
        lines.append(f"letters of a body: {item.body_length:.0f}{usual}")
    return lines


def _counts(numbers: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in sorted(numbers.items()))


def _age(span: timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"


def _changes(outlets: list[str] | None, *, as_json: bool) -> None:
    with ledger_of(load_settings()) as ledger:
        events = HealthBook(ledger.engine).events()
    for event in events:
        if outlets is not None and event["outlet"] not in outlets:
            continue
        row = {
            key: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
            for key, value in event.items()
            if key not in ("id", "delivered_at")
        }
        if as_json:
            emit(row)
        else:
            told = (row["at"], row["outlet"], row["state"], row["reason"], row["url"], row["selector"])
            click.echo("\t".join(filter(None, told)))
