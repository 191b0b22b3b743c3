"""`rasid date`: printed dates of the Arabic press to ISO 8601."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import click

from infra.cli.jsonl import answer_lines
from infra.config import load_settings
from infra.outlets import registry
from processors.dates import date_line
from spiders.outlet import Outlet


@click.command()
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help='Answer lines {"text", "timezone"?, "now"?, "outlet"?} of stdin.')
@click.option("--timezone", help="The IANA zone the date was printed in; default: the outlet's, else UTC.")
@click.option("--now", help="The moment relative dates refer to, ISO 8601; default: the clock.")
@click.option("--outlet", help="An outlet's id: its zone, day-month order and country hold.")
def date(text: str | None, jsonl: bool, timezone: str | None, now: str | None, outlet: str | None) -> None:
    """Read a printed date; write {"date", "precision", "calendar"}, the date cut at its precision, null where none.

    With --jsonl a line that cannot be used is answered by {"error": …} in its place, and the exit status is 1.

    \b
    Examples:
      rasid date "الأحد ٥ تموز/يوليو ٢٠٢٦ - 2:30 م" --timezone Asia/Baghdad
      echo '{"text": "قبل ساعتين", "now": "2026-07-05T12:00:00Z"}' | rasid date --jsonl
    """
    if jsonl == (text is not None):
        raise click.UsageError("give one TEXT, or --jsonl and lines on stdin")
    if jsonl:
        sys.exit(0 if answer_lines(_answer) else 1)
    given = {"text": text, "timezone": timezone, "now": now, "outlet": outlet}
    try:
        answer = _answer(given)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(answer, ensure_ascii=False))


def _answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
    outlet_id = record.get("outlet")
    return date_line({**(_habits(outlet_id) if outlet_id else {}), **_stated(record)})


def _stated(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _habits(outlet_id: object) -> dict[str, Any]:
    """Return how an outlet prints dates; `ValueError` for an id that is none."""
    outlet = _outlets().get(str(outlet_id))
    if outlet is None:
        raise ValueError(f"outlet: {outlet_id!r} is not an outlet; `rasid outlets list` shows the ids there are")
    return {"timezone": outlet.timezone or "UTC", "day_first": outlet.day_first, "country": outlet.country}


@cache
def _outlets() -> dict[str, Outlet]:
    return registry(load_settings())
