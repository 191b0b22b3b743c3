"""Counts over time as inline SVG."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

import leather
from markupsafe import Markup

from infra.stores.base import Count, Interval, Query, Store

MOST_COLUMNS = 92
_WIDTH, _HEIGHT, _LABELS = 800, 170, 5


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
    chart.add_columns([(item.key[:10], item.count) for item in counts], fill_color="#1f6f78")
    chart.add_x_axis(tick_formatter=lambda value, index, total: value if index % step == 0 else "")
    chart.add_y_scale(0, max(1, *(item.count for item in counts), 1))
    root = ET.Element("svg", {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "role": "img", "aria-label": label})
    root.append(chart.to_svg_group(_WIDTH, _HEIGHT))
    return Markup(ET.tostring(root, encoding="unicode"))  # ElementTree escapes text and attributes
