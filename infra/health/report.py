"""All that is known of a source, beside its state: its last crawl, and each field against the source's own weeks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from infra.coverage import FIELDS
from infra.health.judge import WEEKS, Verdict, judge, recent_and_older, share
from infra.ledger.coverage import Coverage, HealthBook, Run, Standing
from spiders.outlet import Outlet

DAY = timedelta(days=1)
_RECENT = 20  # pages over which a field's present share is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One source. What is not known is None.

    ``articles`` came of the last crawl; ``articles_day`` in the last 24 hours, ``usual_day`` on a day of the weeks
    before. ``coverage`` is the share (0 to 1) of the latest articles that have a field, ``usual`` that of the weeks
    before; lengths of bodies are means in code points. ``run`` is the last crawl, ``since`` when the state began.
    """

    outlet: str
    name: str
    country: str | None
    tier: str
    at: datetime
    state: str
    reason: str
    reason_ar: str
    since: datetime | None = None
    previous: str | None = None
    changed: bool = False
    fields: tuple[str, ...] = ()
    url: str | None = None
    locator: str | None = None
    selector: str | None = None
    run: Run | None = None
    articles: int | None = None
    articles_day: int = 0
    usual_day: float | None = None
    newest: datetime | None = None
    quarantined: Mapping[str, int] = field(default_factory=dict)
    coverage: Mapping[str, float] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    body_length: float | None = None
    usual_body_length: float | None = None

    @property
    def record(self) -> dict[str, Any]:
        """The source as JSON can hold it."""
        age = int((self.at - self.newest).total_seconds()) if self.newest else None
        return {name: _plain(value) for name, value in asdict(self).items()} | {"newest_age_seconds": age}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the ledger has of a source: its state as last noted, its last crawls and its weeks, newest first."""

    standing: Standing | None
    runs: Sequence[Run]
    rows: Sequence[Coverage]


def known(book: HealthBook, outlet: str, now: datetime) -> Known:
    """Read what the ledger has of a source."""
    return Known(standing=book.standing(outlet), runs=book.runs(outlet), rows=book.coverage(outlet, now - WEEKS))


def health_of(book: HealthBook, outlet: Outlet, now: datetime) -> Health:
    """Judge a source and return what is known of it; nothing is noted."""
    of = known(book, outlet.id, now)
    return told(outlet, of, now, judge(outlet, of.runs, of.rows, of.standing, now))


def kept_of(book: HealthBook, outlets: Sequence[Outlet], now: datetime) -> list[Health]:
    """Return what the last check knew of sources; one that no check has seen is judged now, and nothing is noted.

    Judging reads four weeks, some 15 ms a source: too long for a page of many.
    """
    reports = book.reports([outlet.id for outlet in outlets])
    return [
        from_record(reports[outlet.id]) if outlet.id in reports else health_of(book, outlet, now) for outlet in outlets
    ]


def told(outlet: Outlet, of: Known, now: datetime, verdict: Verdict, **more: Any) -> Health:
    """Put together what is known of a source; ``more`` are fields that `check` knows."""
    standing, runs, rows = of.standing, of.runs, of.rows
    begun = {"since": standing.since} if standing and standing.state == verdict.state else {}
    url, locator = verdict.page or (None, None)
    return Health(
        outlet=outlet.id,
        name=outlet.names.ar,
        country=outlet.country,
        tier=outlet.tier,
        at=now,
        state=verdict.state,
        reason=verdict.reason,
        reason_ar=verdict.reason_ar,
        fields=verdict.fields,
        run=runs[0] if runs else None,
        newest=max((row.newest for row in rows if row.newest), default=None),
        **_volume(rows, runs, now),
        **_fields(rows, standing),
        **{"url": url, "locator": locator, **begun, **more},
    )


def from_record(record: Mapping[str, Any]) -> Health:
    """Return the source whose `Health.record` this is."""
    values = {name: record[name] for name in Health.__slots__}
    for name in ("at", "since", "newest"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    if run := values["run"]:
        values["run"] = Run(**{**run, "finished_at": datetime.fromisoformat(run["finished_at"])})
    return Health(**{**values, "fields": tuple(values["fields"])})


def _volume(rows: Sequence[Coverage], runs: Sequence[Run], now: datetime) -> dict[str, Any]:
    last = [row for row in rows if runs and row.at >= runs[0].finished_at - timedelta(seconds=runs[0].seconds)]
    before = [row for row in rows if row.at < now - DAY]
    days = (now - DAY - before[-1].at) / DAY if before else 0.0
    return {
        "articles": sum(row.articles for row in last) if runs else None,
        "articles_day": sum(row.articles for row in rows if row.at >= now - DAY),
        # Of less than three days there is no usual day.
        "usual_day": round(sum(row.articles for row in before) / days, 1) if days >= 3 else None,
    }


def _fields(rows: Sequence[Coverage], standing: Standing | None) -> dict[str, Any]:
    recent, older = recent_and_older(rows, standing, _RECENT)
    if standing is not None and standing.state == "broken layout":
        recent, _ = recent_and_older(rows, standing)
    reasons = Counter[str]()
    for row in recent:
        reasons.update(row.reasons)
    return {
        "quarantined": dict(reasons),
        "coverage": _shares(recent),
        "usual": _shares(older),
        "body_length": _length(recent),
        "usual_body_length": _length(older),
    }


def _shares(rows: Sequence[Coverage]) -> dict[str, float]:
    found = {name: share(rows, name) for name in FIELDS}
    return {name: round(value, 3) for name, value in found.items() if value is not None}


def _length(rows: Sequence[Coverage]) -> float | None:
    articles = sum(row.articles for row in rows)
    return round(sum(row.characters for row in rows) / articles, 1) if articles else None


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return list(value) if isinstance(value, tuple) else value
