"""Dashboards: panels set on a grid of 48 columns, filter controls above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from infra.kibana.objects import ARTICLES, Reference, SavedObject, packed, query


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """An object and its place: ``x`` and ``w`` in columns of 48, ``y`` and ``h`` in rows."""

    type: str
    id: str
    x: int
    y: int
    w: int
    h: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A list to filter by: one keyword field and its title."""

    field: str
    title: str


def rows(*lines: tuple[int, Sequence[SavedObject]]) -> tuple[Panel, ...]:
    """Set objects line by line, each line of one height and shared evenly; so nothing can overlap."""
    panels, top = [], 0
    for height, line in lines:
        width = 48 // len(line)
        for place, one in enumerate(line):
            panels.append(Panel(type=one.type, id=one.id, x=place * width, y=top, w=width, h=height))
        top += height
    return tuple(panels)


def dashboard(
    name: str, title: str, panels: Sequence[Panel], controls: Sequence[Control], *, since: str, view: str = ARTICLES
) -> SavedObject:
    """Return a dashboard that opens on the time from ``since`` (such as ``now-24h``) to now."""
    attributes = {
        "title": title,
        "description": "",
        "panelsJSON": packed([_panel(f"p{number}", panel) for number, panel in enumerate(panels, 1)]),
        "optionsJSON": packed({"useMargins": True, "syncColors": True, "hidePanelTitles": False}),
        "timeRestore": True,
        "timeFrom": since,
        "timeTo": "now",
        "refreshInterval": {"pause": True, "value": 60000},
        "kibanaSavedObjectMeta": {"searchSourceJSON": packed({"query": query(""), "filter": []})},
        "controlGroupInput": _control_group(controls),
    }
    references = [
        Reference(type=panel.type, id=panel.id, name=f"p{number}:panel_p{number}")
        for number, panel in enumerate(panels, 1)
    ]
    references += [
        Reference(type="index-pattern", id=view, name=f"controlGroup_{_key(control)}:optionsListDataView")
        for control in controls
    ]
    return SavedObject(
        type="dashboard", id=f"rasid-dashboard-{name}", attributes=attributes, references=tuple(references)
    )


def _panel(key: str, panel: Panel) -> dict[str, Any]:
    grid = {"x": panel.x, "y": panel.y, "w": panel.w, "h": panel.h, "i": key}
    return {
        "type": panel.type,
        "panelIndex": key,
        "gridData": grid,
        "embeddableConfig": {},
        "panelRefName": f"panel_{key}",
    }


def _key(control: Control) -> str:
    return f"control-{control.field}"


def _control_group(controls: Sequence[Control]) -> dict[str, Any]:
    panels = {}
    for order, control in enumerate(controls):
        inside = {"id": _key(control), "fieldName": control.field, "title": control.title, "enhancements": {}}
        look = {"order": order, "width": "medium", "grow": True, "type": "optionsListControl"}
        panels[_key(control)] = {**look, "explicitInput": inside}
    parent = {"ignoreFilters": False, "ignoreQuery": False, "ignoreTimerange": False, "ignoreValidations": False}
    return {
        "controlStyle": "oneLine",
        "chainingSystem": "HIERARCHICAL",
        "ignoreParentSettingsJSON": packed(parent),
        "panelsJSON": packed(panels),
    }
