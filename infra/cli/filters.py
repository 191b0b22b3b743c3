"""The filters that `rasid search` and `rasid export` share: as options, as keys of a JSON line, as saved in YAML."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

import click

from infra.cli.common import Moment
from infra.stores.base import Layer, Query, Sort

LISTS = {
    "outlet": "An outlet's id.",
    "country": "The outlet's country, ISO 3166-1 (IQ).",
    "language": "The article's language (ar).",
    "section": "The section as printed.",
    "author": "An author, in any spelling.",
    "entity": "An entity, by id (iso:IQ) or name.",
    "person": "A person, by id or name in any spelling, Arabic or Latin.",
    "organisation": "An organisation, by id or name.",
    "group": "An armed group, by id or name.",
    "place": "A place or country, by id or name.",
    "speaker": "Who is quoted, by id or name.",
    "story": "A story's id: an article and its copies.",
}
_DAYS = {"from": Moment(), "to": Moment(after=True)}
_LAYERS, _SORTS = get_args(Layer), get_args(Sort)
_OTHERS = ("layer", "sort", "limit", "offset", "one_per_story")
Command = Callable[..., Any]


def filter_options(command: Command) -> Command:
    """Give a command the filters; their values arrive as keyword arguments."""
    for name, about in reversed(LISTS.items()):
        command = click.option(f"--{name}", multiple=True, help=f"{about} May be repeated.")(command)
    command = click.option("--to", "to", type=str, help="Last day, whole, of the same zone.")(command)
    return click.option("--from", "from", type=str, help="First day, of the zone set as `timezone`.")(command)


def ranking_options(command: Command) -> Command:
    """Give a command what decides which matches are shown, and in which order."""
    options = (
        click.option("--layer", type=click.Choice(_LAYERS), help="Which spellings count as equal; see docs/search.md."),
        click.option("--sort", type=click.Choice(_SORTS), help="Default: relevance, newest first without a query."),
        click.option("--limit", type=click.IntRange(0), help="Most results shown; default 10."),
        click.option("--offset", type=click.IntRange(0), help="Results passed over."),
        click.option("--one-per-story", is_flag=True, default=None, help="Only the first of each story's copies."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def stated(text: str | None, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was given, as plain values that YAML and JSON can hold; what was not given is not there."""
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in options.items()}
    return {"query": text} | {name: value for name, value in given.items() if value not in (None, [])}


def query_of(record: Mapping[str, Any], *, highlight: bool = True) -> Query:
    """Return the query of a record with the keys ``query``, ``from``, ``to`` and those of the options.

    `ValueError` names a key or value that cannot be used. A list may be given as one text.
    """
    known = {"query", *_DAYS, *LISTS, *_OTHERS}
    for key in record:
        if key not in known:
            raise ValueError(f"{key}: unknown key; the keys are {', '.join(sorted(known))}")
    text = record.get("query") or ""
    if not isinstance(text, str):
        raise ValueError(f"query: {text!r} is not a text")
    fields: dict[str, Any] = {name: _values(name, record[name]) for name in LISTS if record.get(name) is not None}
    fields |= {f"date_{name}": _day(name, record[name]) for name in _DAYS if record.get(name) is not None}
    fields |= {name: _checked(name, record[name]) for name in _OTHERS if record.get(name) is not None}
    return Query(text=text, highlight=highlight, **fields)


def _values(name: str, value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(item, str) and item for item in values):
        raise ValueError(f"{name}: {value!r} is neither a text nor a list of texts")
    return tuple(values)


def _day(name: str, value: Any) -> datetime:
    try:
        return _DAYS[name].convert(str(value), None, None)
    except click.BadParameter as error:
        raise ValueError(f"{name}: {error.message}") from error


def _checked(name: str, value: Any) -> Any:
    choices = {"layer": _LAYERS, "sort": _SORTS}.get(name)
    if choices and value not in choices:
        raise ValueError(f"{name}: {value!r} is none of {', '.join(choices)}")
    if name in {"limit", "offset"} and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise ValueError(f"{name}: {value!r} is not a whole number from 0")
    if name == "one_per_story" and not isinstance(value, bool):
        raise ValueError(f"{name}: {value!r} is neither true nor false")
    return value
