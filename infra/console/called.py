"""How outlets call an entity: its names as bars, over the months as lines, and outlet by outlet in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from infra.console.plots import bars, lines
from infra.stores.base import Count, NameUse, Query, Store

_BARS, _LINES, _COLUMNS, _ROWS = 10, 5, 5, 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What the page shows; ``rows`` holds of each outlet the articles that use each of ``names``, most first."""

    uses: tuple[NameUse, ...]
    bars: Markup
    lines: Markup
    names: tuple[str, ...]
    rows: tuple[tuple[Count, tuple[int, ...]], ...]


def called(store: Store, entity: str, query: Query, timezone: str, label: str) -> Called:
    """Count the names that the articles of a query use for an entity."""
    uses = store.names(entity, query, "outlet")
    months = store.names(entity, query, "month", timezone) if len(uses) > 1 else ()
    names = tuple(use.text for use in uses[:_COLUMNS])
    return Called(
        uses=uses,
        bars=bars([(use.text, use.count) for use in uses[:_BARS]], label) if len(uses) > 1 else Markup(""),
        lines=lines(_by_month(months[:_LINES]), label),
        names=names,
        rows=_table(uses[:_COLUMNS]),
    )


def _by_month(uses: Sequence[NameUse]) -> Mapping[str, list[tuple[date, int]]]:
    """Return (first day, articles) of every month in which any of the names is used, zeros included."""
    months = sorted({part.key for use in uses for part in use.parts})
    if len(months) < 2:
        return {}
    counts = {use.text: {part.key: part.count for part in use.parts} for use in uses}
    days = [(month, date.fromisoformat(f"{month}-01")) for month in months]
    return {text: [(day, found.get(month, 0)) for month, day in days] for text, found in counts.items()}


def _table(uses: Sequence[NameUse]) -> tuple[tuple[Count, tuple[int, ...]], ...]:
    outlets = {part.key: part for use in uses for part in use.parts}
    counts = [{part.key: part.count for part in use.parts} for use in uses]
    rows = [(outlet, tuple(count.get(key, 0) for count in counts)) for key, outlet in outlets.items()]
    return tuple(sorted(rows, key=lambda row: (-sum(row[1]), row[0].key))[:_ROWS])
