"""The bodies that Rasid puts into a cluster, from the JSON files beside this one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PREFIX = "rasid"


def article_template(prefix: str = _PREFIX) -> dict[str, Any]:
    """Return the composable index template of the articles, analysis included, for names that begin with ``prefix``."""
    template = _read("articles.json", prefix)
    template["template"]["settings"]["analysis"] = _read("analysis.json", _PREFIX)
    return template


def health_template(prefix: str = _PREFIX) -> dict[str, Any]:
    """Return the composable index template of source health."""
    return _read("health.json", prefix)


def lifecycle(delete_after_days: int | None = None) -> dict[str, Any]:
    """Return the ILM policy; indices are deleted by age only where days are given."""
    policy = _read("lifecycle.json", _PREFIX)
    if delete_after_days is not None:
        policy["phases"]["delete"] = {"min_age": f"{delete_after_days}d", "actions": {"delete": {}}}
    return policy


def _read(name: str, prefix: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    if "index_patterns" in data:
        data["index_patterns"] = [pattern.replace(_PREFIX, prefix, 1) for pattern in data["index_patterns"]]
    return data
