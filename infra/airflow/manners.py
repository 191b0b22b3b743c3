"""How the DAGs behave: when, how often again, in which pool. Read whenever Airflow reads the DAGs: imports little."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.airflow.notifier import TaskNotifier
from processors.errors import RasidError

TIERS: Mapping[str, str] = {"agency": "*/15 * * * *", "daily": "0 * * * *", "weekly": "0 3 * * *"}
"""When each tier of outlets is crawled (cron, UTC) where the environment says nothing else."""

_USUAL: Mapping[str, str] = {**TIERS, "maintain": "30 2 * * *"}

LEAST: Mapping[str, timedelta] = {
    "agency": timedelta(minutes=5),
    "daily": timedelta(minutes=20),
    "weekly": timedelta(hours=6),
}
"""The shortest time from the end of one crawl of an outlet to the next, however late or early a run is made."""

START = datetime(2026, 1, 1, tzinfo=UTC)
_OWN_CRON_LEAST = timedelta(minutes=1)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class ScheduleError(RasidError, ValueError):
    """A schedule or time of the environment that cannot be used; the message names variable, value and remedy."""


def schedule(what: str, env: Mapping[str, str] = os.environ) -> str | timedelta | None:
    """Return when a tier is crawled, or ``maintain`` is done: the usual time, or what the environment says.

    RASID_SCHEDULE_<WHAT> holds a cron line, a time such as 90s, or ``off``.
    """
    name = f"RASID_SCHEDULE_{what.upper()}"
    text = env.get(name, "").strip()
    if not text:
        return _USUAL[what]
    if text == "off":
        return None
    return text if len(text.split()) == 5 else _time(name, text)


def least(tier: str, env: Mapping[str, str] = os.environ) -> timedelta:
    """Return the shortest time between two crawls of an outlet: `LEAST`, or half of a schedule given as a time."""
    given = schedule(tier, env)
    if isinstance(given, timedelta):
        return given / 2
    return LEAST[tier] if given in (TIERS[tier], None) else _OWN_CRON_LEAST


def defaults(retries: int = 2, env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return what holds for every task of a DAG; the first retry waits RASID_RETRY_DELAY (60s), each later one double.

    A task whose last try failed is told to the operators (`TaskNotifier`).
    Airflow reads ``retry_exponential_backoff`` as the factor; ``True`` would be a factor of one.
    """
    return {
        "owner": "rasid",
        "retries": retries,
        "retry_delay": _time("RASID_RETRY_DELAY", env.get("RASID_RETRY_DELAY") or "60s"),
        "retry_exponential_backoff": 2.0,
        "max_retry_delay": timedelta(minutes=30),
        "on_failure_callback": TaskNotifier(),
    }


def _time(name: str, text: str) -> timedelta:
    match = re.fullmatch(r"(\d+)([smhd])", text)
    if not match or not int(match[1]):
        raise ScheduleError(f"{name} = {text!r}: must be a cron line of five parts, a time such as 90s or 2h, or off")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])
