"""Counts as inline SVG: over time, by name."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import leather
from markupsafe import Markup

from infra.stores.base import Count, Interval, Query, Store

MOST_COLUMNS = 92
_WIDTH, _HEIGHT, _LABELS = 800, 170, 5
_TALL, _BAR, _MARGINS = 240, 34, 110  # the margins are a twentieth of the width on every side, and the axis
# Apart for every kind of colour blindness (Okabe and Ito 2008), dark enough on white; the page's own comes first.
_COLOURS = ("#1f6f78", "#d55e00", "#0072b2", "#cc79a7", "#8a6d00")


def over_time(store: Store, query: Query, timezone: str) -> tuple[Interval, tuple[Count, ...]]:
    """Count by day, by week where that would be too many columns, else by month."""
    counts = store.histogram(query, "day", timezone)
    if len(counts) <= MOST_COLUMNS:
        return "day", counts
    interval: Interval = "week" if len(counts) <= 7 * MOST_COLUMNS else "month"
    return interval, store.histogram(query, interval, timezone)


def columns(counts: Sequence[Count], label: str) -> Markup:
    """Draw one column a count; ``label`` is what a screen reader says. Empty where there is nothing to draw."""
    if not counts:
        return Markup("")
    step = -(-len(counts) // _LABELS)
    chart = leather.Chart()
    chart.add_columns([(item.key[:10], item.count) for item in counts], fill_color=_COLOURS[0])
    chart.add_x_axis(tick_formatter=lambda value, index, total: value if index % step == 0 else "")
    chart.add_y_scale(0, max(1, *(item.count for item in counts), 1))
    chart.add_y_axis(tick_formatter=_whole)
    return _drawn(chart, label, _HEIGHT)


def bars(counts: Sequence[tuple[str, int]], label: str) -> Markup:
    """Draw one bar a count, the first on top. Empty where there is nothing to draw."""
    if not counts:
        return Markup("")
    chart = leather.Chart()
    # The longest count first on the axis: a text and its number must be swapped for leather's bars.
    chart.add_bars([(count, text) for text, count in counts], fill_color=_COLOURS[0])
    chart.add_x_scale(0, max(count for _, count in counts))
    chart.add_x_axis(tick_formatter=_whole)
    return _drawn(chart, label, _BAR * len(counts) + _MARGINS)


def lines(series: Mapping[str, Sequence[tuple[date, int]]], label: str) -> Markup:
    """Draw one line a name over months. Empty where there is nothing to draw."""
    if not series:
        return Markup("")
    chart = leather.Chart()
    for (name, counts), colour in zip(series.items(), _COLOURS, strict=False):
        chart.add_line(list(counts), name=name, stroke_color=colour)
    chart.add_x_axis(tick_formatter=lambda value, index, total: f"{value:%Y-%m}")
    chart.add_y_scale(0, max(1, *(count for counts in series.values() for _, count in counts)))
    chart.add_y_axis(tick_formatter=_whole)
    return _drawn(chart, label, _TALL)


def _whole(value: Any, _index: int, _total: int) -> str:
    return f"{int(value)}" if value == int(value) else ""


def _drawn(chart: leather.Chart, label: str, height: int) -> Markup:
    root = ET.Element("svg", {"viewBox": f"0 0 {_WIDTH} {height}", "role": "img", "aria-label": label})
    root.append(chart.to_svg_group(_WIDTH, height))
    return Markup(ET.tostring(root, encoding="unicode"))  # ElementTree escapes text and attributes
