"""What several commands share: settings to open things with, days as readers mean them, JSON for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from infra.config import Settings, load_settings
from infra.logs import LOG, is_json

if TYPE_CHECKING:
    from spiders.outlet import Outlet

JSON_OPTION = click.option("--json", "as_json", is_flag=True, help="JSON on stdout, one object a line, nothing else.")


def emit(record: Mapping[str, Any]) -> None:
    """Write one JSON object as a line of UTF-8."""
    click.echo(json.dumps(record, ensure_ascii=False))


def note(message: str) -> None:
    """Tell the person at the terminal something, or the log where that is JSON lines; machines read stdout."""
    if is_json():
        LOG.info(message)
    else:
        click.echo(message, err=True)


def named_outlet(settings: Settings, outlet_id: str) -> Outlet:
    """Return one outlet; an unknown id is an `OutletError`."""
    return chosen_outlets(settings, [outlet_id])[0]


def chosen_outlets(settings: Settings, ids: Sequence[str]) -> list[Outlet]:
    """Return the named outlets, or those that are watched; an unknown id is an `OutletError`."""
    # Here: definitions bring pydantic with them, .35 s that a search has no use for.
    from infra.outlets import registry, watched
    from spiders.outlet import OutletError

    known = registry(settings)
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise OutletError(f"{unknown[0]!r} is not an outlet; `rasid outlets list` shows the ids there are")
    return [known[name] for name in ids] if ids else watched(settings)


class Moment(click.ParamType[datetime]):
    """A day (2026-01-31) or a moment (2026-01-31T08:00) of the reader's zone, or one with an offset of its own.

    ``after`` makes a day mean its end, so that ``--to`` takes in the whole of its day.
    """

    name = "day"

    def __init__(self, *, after: bool = False) -> None:
        self._after = after

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return an aware moment."""
        if isinstance(value, datetime):
            return value
        zone = ZoneInfo(load_settings().timezone)
        try:
            if len(value) == 10:
                day = date.fromisoformat(value) + timedelta(days=int(self._after))
                return datetime.combine(day, time(), zone)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r} is neither a day such as 2026-01-31 nor a moment such as 2026-01-31T08:00", param, ctx
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
