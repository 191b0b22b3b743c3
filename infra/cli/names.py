"""`rasid names`: by which words outlets call one entity."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import Any, get_args

import click
from rich.console import Console
from rich.table import Table

from infra.cli.common import JSON_OPTION, Moment, emit, note
from infra.config import load_settings
from infra.corrections import known_entities
from infra.resolve import entity_id
from infra.stores import open_store
from infra.stores.base import NamesBy, NameUse, Query
from processors.entities.gazetteer import Gazetteer


@click.command()
@click.argument("entity")
@click.option("--by", type=click.Choice(get_args(NamesBy)), help="Count apart by outlet, its country, or local month.")
@click.option("--from", "first", type=Moment(), help="First day, of the zone set as `timezone`.")
@click.option("--to", "last", type=Moment(after=True), help="Last day, whole, of the same zone.")
@JSON_OPTION
def names(entity: str, by: NamesBy | None, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Show which names outlets use for one ENTITY, as printed, prefixes cut, and in how many articles.

    ENTITY is an id (iso:IQ), or a name in Arabic or Latin letters; one that may mean several is answered by their ids.
    Only mentions count that are linked to the entity; nationality adjectives do not.

    \b
    Examples:
      rasid names داعش
      rasid names "Islamic State" --by outlet --from 2026-01-01
      rasid names rasid:islamic-state --by month --json
    """
    settings = load_settings()
    known = known_entities(settings.home)
    with closing(open_store(settings)) as store:
        wanted = entity_id(store, known, entity)
        found = store.names(wanted, Query(date_from=first, date_to=last), by, settings.timezone)
    if as_json:
        for use in found:
            emit(_row(wanted, use, by))
        return
    _show(found)
    note(f"{_label(known, wanted)}: {len(found)} names")


def _row(entity: str, use: NameUse, by: NamesBy | None) -> dict[str, Any]:
    row: dict[str, Any] = {"entity": entity, "name": use.text, "articles": use.count}
    if by:
        row["by"] = by
        row["parts"] = [{"key": part.key, "label": part.label, "articles": part.count} for part in use.parts]
    return row


def _show(found: tuple[NameUse, ...]) -> None:
    rows = [(use.text, str(use.count), "") for use in found if not use.parts]
    rows += [(use.text, str(part.count), part.label or part.key) for use in found for part in use.parts]
    console = Console()
    if not console.is_terminal:
        for row in rows:
            click.echo("\t".join(row).rstrip("\t"))
    elif rows:
        table = Table("name", "articles", "of")
        for row in rows:
            table.add_row(*row)
        console.print(table)


def _label(known: Gazetteer, entity: str) -> str:
    there = known.entities.get(entity)
    return f"{there.name} ({entity})" if there else entity
