"""`rasid watch`: lists that tell people of new articles."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import click

from infra.alerts import alert
from infra.cli.alerts import tell
from infra.cli.common import JSON_OPTION, emit, note
from infra.cli.filters import LISTS
from infra.config import load_settings
from infra.ledger import connected
from infra.ledger.outbox import Outbox
from infra.notices.feed import feed_path
from infra.stores import open_store
from infra.stores.base import Layer
from infra.watch.edit import Standing, add_watchlist, path_of, remove_watchlist, standings
from infra.watch.hit import found_of
from infra.watch.lists import WatchList, load_watchlists, open_watchlist
from infra.watch.rates import Rates
from infra.watch.spikes import Spike


@click.group()
def watch() -> None:
    """Watch-lists: a query that is asked of every newly stored article; each hit is told once, saying why.

    Lists are YAML files in RASID_HOME/watchlists (see docs/watch-lists.md). `rasid run` asks them after each ingest.
    """


def _filters(command: Any) -> Any:
    for name, about in reversed(LISTS.items()):
        command = click.option(f"--{name}", multiple=True, help=f"{about} May be repeated.")(command)
    return command


@watch.command()
@click.argument("name")
@click.argument("query", required=False)
@_filters
@click.option("--layer", type=click.Choice(get_args(Layer)), help="Which spellings count as equal; see docs/search.md.")
@click.option("--title", help="The name for readers, in messages and feeds.")
@click.option("--email", multiple=True, help="An address; may be repeated. Needs smtp_url and mail_from.")
@click.option("--webhook", multiple=True, help="A URL that gets a POST of JSON for each hit; may be repeated.")
@click.option("--feed/--no-feed", default=True, show_default=True, help="An Atom file in RASID_HOME/feeds.")
@click.option("--digest", multiple=True, metavar="HH:MM", help="Send hits together at this time; may be repeated.")
@click.option("--quiet", metavar="HH:MM-HH:MM", help="Hours in which nothing is sent.")
@click.option("--zone", help="IANA time zone of digest and quiet hours; default: the setting timezone.")
@click.option("--spikes", is_flag=True, help="Tell too when the list is far above its usual rate, once a day.")
@click.option("--replace", is_flag=True, help="Write over a list of this name; it keeps its place.")
@click.option("--all-stored", is_flag=True, help="Begin with what is stored already, not with what comes.")
def add(name: str, query: str | None, replace: bool, all_stored: bool, **options: Any) -> None:
    """Add a list: the query is that of `rasid search`, every word required.

    \b
    Examples:
      rasid watch add dam "سد الموصل"
      rasid watch add iraq-oil النفط --entity iso:IQ --email desk@example.org --digest 07:30 --quiet 22:00-06:00
    """
    settings = load_settings()
    watchlist = add_watchlist(settings, name, _record(query, options), replace=replace, all_stored=all_stored)
    note(f"{path_of(settings.home, name)}")
    if watchlist.deliver.feed:
        note(f"feed: {feed_path(settings.home, name)}")
    if watchlist.deliver.email and not (settings.smtp_url and settings.mail_from):
        note("e-mail waits until the settings smtp_url and mail_from are there")


def _record(query: str | None, options: dict[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"name": options["title"], "query": query, "layer": options["layer"]}
    record |= {name: list(options[name]) for name in LISTS}
    deliver = {"feed": options["feed"], "email": list(options["email"]), "webhook": list(options["webhook"])}
    record["deliver"] = {key: value for key, value in deliver.items() if value}
    record["digest"] = list(options["digest"])
    if options["quiet"]:
        start, _, end = options["quiet"].partition("-")
        record["quiet"] = {"from": start, "to": end}
    record["timezone"], record["spikes"] = options["zone"], options["spikes"]
    return {key: value for key, value in record.items() if value or key == "deliver"}


@watch.command("list")
@JSON_OPTION
def list_lists(as_json: bool) -> None:
    """List the watch-lists and how they stand; exit status 1 where one cannot be used. Example: rasid watch list"""
    found = standings(load_settings())
    for item in found:
        if as_json:
            emit(_row(item))
        elif item.problem:
            click.echo(f"{item.id}\tcannot be used: {item.problem}")
        else:
            error = (f"last error: {item.tally.error}",) if item.tally.error else ()
            counts = f"{item.tally.delivered} delivered", f"{item.tally.waiting} waiting"
            click.echo("\t".join((item.id, _asked(item.watchlist), *counts, *error)))
    sys.exit(1 if any(item.problem for item in found) else 0)


def _row(item: Standing) -> dict[str, Any]:
    stated = item.watchlist.model_dump(mode="json", exclude_defaults=True, by_alias=True) if item.watchlist else {}
    return {"id": item.id, "problem": item.problem, **asdict(item.tally), "list": stated}


def _asked(watchlist: WatchList | None) -> str:
    filters = {} if watchlist is None else {name: getattr(watchlist, name) for name in LISTS}
    shown = [f"{name}={value}" for name, values in filters.items() for value in values]
    return " ".join(filter(None, (watchlist.query if watchlist else "", *shown)))


@watch.command()
@click.argument("name")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1), help="Most hits shown, newest first.")
@JSON_OPTION
def test(name: str, limit: int, as_json: bool) -> None:
    """Show what a list, or a file of one, finds among all stored articles, and why; nothing is sent.

    Example: rasid watch test dam --limit 3
    """
    settings = load_settings()
    path = Path(name) if name.endswith(".yaml") else path_of(settings.home, name)
    watchlist = open_watchlist(path, settings.timezone)
    with closing(open_store(settings)) as store:
        results = store.search(watchlist.over_all(limit))
    for hit in results.hits:
        found = found_of(watchlist, hit)
        if as_json:
            emit(found.record)
        else:
            click.echo("\t".join((found.published_at or "", found.outlet or "", found.headline, " | ".join(found.why))))
    note(f"{results.total} articles match")


@watch.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove a list; hits of it that wait are not sent. Example: rasid watch remove dam"""
    waiting = remove_watchlist(load_settings(), name)
    note(f"removed {name}" + (f"; {waiting} messages that waited are dropped" if waiting else ""))


@watch.command()
@JSON_OPTION
def run(as_json: bool) -> None:
    """Ask every list of what is newly stored, and deliver what waits; exit status 1 where something failed.

    Example: rasid watch run --json
    """
    report = alert(load_settings())
    tell(report, as_json=as_json)
    sys.exit(1 if report.watches.problems or report.notices.errors else 0)


@watch.command()
@click.option("--entities/--no-entities", default=True, show_default=True, help="Look at entities too, not only lists.")
@JSON_OPTION
def spikes(entities: bool, as_json: bool) -> None:
    """Tell which watch-lists and entities are far above their own usual rate for the hour and day of the week.

    It takes 22 days of collecting until there is a usual. Example: rasid watch spikes --json
    """
    settings = load_settings()
    with connected(settings.ledger_url) as engine:
        begun = Outbox(engine).begun()
    lists = list(load_watchlists(settings.home, settings.timezone).lists.values())
    with closing(open_store(settings)) as store:
        rates = Rates(store, settings.timezone, begun, datetime.now(UTC))
        for one in chain(rates.lists(lists), rates.entities() if entities else ()):
            if as_json:
                emit({"kind": one.kind, "id": one.id, "name": one.name, **asdict(one.spike)} | _until(one.spike))
            else:
                click.echo("\t".join((one.kind, one.id, one.name, one.spike.told)))
    if rates.missing:
        note(f"no usual yet: articles must be collected for another {rates.missing.days + 1} days")


def _until(spike: Spike) -> dict[str, str]:
    return {"until": spike.until.isoformat()}
