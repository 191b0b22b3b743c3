"""`rasid entities`: what is known by name, and the operator's corrections."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any, get_args

import click

from infra.cli.common import JSON_OPTION
from infra.config import load_settings
from infra.corrections import FILE, CorrectionsError, entries, load, save
from infra.corrections import apply as apply_to
from infra.outlets import registry
from infra.stores import open_store
from processors.entities.correct import corrected
from processors.entities.entity import Entity
from processors.entities.lookup import find
from processors.records import EntityType


@click.group()
def entities() -> None:
    """Look entities up and correct them.

    Corrections go into RASID_HOME/entities.yaml, in order, and hold for what is processed from then on; `rasid entities
    apply` brings what is stored in line, without fetching anything. `undo` takes the last one back.
    """


def _home() -> Path:
    return load_settings().home


@entities.command("list")
@click.argument("name", required=False)
@click.option("--type", "kind", type=click.Choice(get_args(EntityType)), help="Only entities of this type.")
@click.option("--limit", default=50, show_default=True, help="The most entities written; 0 for all.")
@JSON_OPTION
def list_entities(name: str | None, kind: str | None, limit: int, as_json: bool) -> None:
    """List the entities known, or those a NAME may mean, Arabic or Latin in any spelling.

    \b
    Examples:
      rasid entities list Hezbollah
      rasid entities list --type group --json --limit 0
    """
    known = corrected(load(_home()))
    found: Iterator[Entity] = iter(find(name, known) if name else known.entities.values())
    chosen = (entity for entity in found if kind in {None, entity.type})
    for entity in islice(chosen, limit or None):
        click.echo(_json(entity) if as_json else "\t".join(_row(entity)))


def _row(entity: Entity) -> tuple[str, ...]:
    return (entity.id, entity.type, entity.country or "", entity.name, " | ".join((*entity.latin, *entity.aliases)))


def _json(entity: Entity) -> str:
    return json.dumps(asdict(entity), ensure_ascii=False)


@entities.command()
@click.argument("entity_id")
def show(entity_id: str) -> None:
    """Show one entity as JSON, with the corrections that touch it. Example: rasid entities show iso:IQ"""
    home = _home()
    entity = corrected(load(home)).entities.get(entity_id)
    touching = [entry for entry in entries(home) if entity_id in next(iter(entry.values())).values()]
    if entity is None and not touching:
        raise CorrectionsError(f"{entity_id!r}: no such entity; `rasid entities list NAME` finds ids")
    about: dict[str, Any] = asdict(entity) if entity else {"id": entity_id}
    click.echo(json.dumps(about | {"corrections": touching}, ensure_ascii=False, indent=2))


@entities.command()
@click.argument("source")
@click.argument("target")
def merge(source: str, target: str) -> None:
    """Let SOURCE be the entity TARGET. Example: rasid entities merge name:عدنان-كناني own:kinani"""
    if source == target:
        raise CorrectionsError(f"{source}: cannot be merged into itself; give two ids")
    _record("merge", {"from": source, "into": target})


@entities.command()
@click.argument("name")
@click.argument("source")
@click.argument("target")
def split(name: str, source: str, target: str) -> None:
    """Let NAME, where it was taken for SOURCE, mean TARGET.

    Example: rasid entities split "الصدر" rasid:muqtada-al-sadr own:musa-al-sadr
    """
    _record("split", {"name": name, "from": source, "into": target})


@entities.command()
@click.argument("entity_id")
@click.argument("name")
def rename(entity_id: str, name: str) -> None:
    """Show an entity under another NAME. Example: rasid entities rename rasid:islamic-state "داعش" """
    _record("rename", {"id": entity_id, "name": name})


@entities.command()
@click.argument("entity_id")
@click.argument("name")
@click.option("--type", "kind", type=click.Choice(get_args(EntityType)), required=True)
@click.option("--country", help="ISO 3166-1 alpha-2.")
@click.option("--alias", "aliases", multiple=True, help="Another Arabic name; may be given again.")
@click.option("--latin", multiple=True, help="A name in Latin letters; may be given again.")
def add(
    entity_id: str, name: str, kind: str, country: str | None, aliases: tuple[str, ...], latin: tuple[str, ...]
) -> None:
    """Add an entity of your own; its id begins with own:.

    Example: rasid entities add own:kinani "عدنان الكناني" --type person --country IQ --latin "Adnan al-Kinani"
    """
    if not entity_id.startswith("own:"):
        raise CorrectionsError(f"{entity_id!r}: the id of your own entity begins with own:, such as own:{entity_id}")
    given = {"country": country, "aliases": list(aliases), "latin": list(latin)}
    _record(
        "add", {"id": entity_id, "type": kind, "name": name} | {key: value for key, value in given.items() if value}
    )


@entities.command()
@click.argument("name")
@click.option("--id", "entity_id", help="Only where the name was taken for this entity.")
def ignore(name: str, entity_id: str | None) -> None:
    """Let NAME be no entity. Example: rasid entities ignore "سيما" """
    _record("ignore", {"name": name} | ({"id": entity_id} if entity_id else {}))


@entities.command()
def undo() -> None:
    """Take the last correction back. Example: rasid entities undo"""
    home = _home()
    listed = entries(home)
    if not listed:
        raise CorrectionsError(f"{home / FILE}: holds no correction to take back")
    save(home, listed[:-1])
    gone = json.dumps(listed[-1], ensure_ascii=False)
    click.echo(f"taken back: {gone}; bring the stored articles in line: rasid entities apply")


@entities.command()
@JSON_OPTION
def apply(as_json: bool) -> None:
    """Process what is stored again with the corrections, without fetching. Example: rasid entities apply"""
    settings = load_settings()
    store = open_store(settings)
    try:
        applied = apply_to(store, load(settings.home), registry(settings), settings.ner_model or None)
    finally:
        store.close()
    row = asdict(applied)
    click.echo(json.dumps(row) if as_json else f"{applied.seen} articles looked at, {applied.changed} changed")


def _record(operation: str, values: dict[str, Any]) -> None:
    home = _home()
    save(home, [*entries(home), {operation: values}])
    click.echo(f"{home / FILE}: {operation} noted; bring the stored articles in line: rasid entities apply")
