"""The bodies that Rasid puts into a cluster, from the JSON files beside this one; and the names they go by.

``rasid-articles-v1-2026.11`` holds the articles first captured in that month, in version 1 of the mapping. All are read
through the alias ``rasid-articles``; ``rasid`` is the setting elasticsearch_prefix.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_PREFIX = "rasid"
_MONTH = 31  # days from the beginning of a month, from which the age of its index counts, to its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of indices, aliases and templates that begin with one prefix."""

    prefix: str = _PREFIX

    @property
    def alias(self) -> str:
        """The alias through which all articles are read; also the name of template and policy."""
        return f"{self.prefix}-articles"

    @property
    def health(self) -> str:
        """The alias of source health."""
        return f"{self.prefix}-health"

    def template(self, version: int) -> str:
        """Return the name of the index template of one version."""
        return f"{self.alias}-v{version}"

    def pattern(self, version: int) -> str:
        """Return the pattern of all monthly indices of one version."""
        return f"{self.alias}-v{version}-*"

    def index(self, version: int, month: str) -> str:
        """Return the index of a month such as ``2026.11``."""
        return f"{self.alias}-v{version}-{month}"

    def parts(self, index: str) -> tuple[int, str] | None:
        """Return version and month of an index name, or None where it is no index of articles."""
        version, _, month = index.removeprefix(f"{self.alias}-v").partition("-")
        is_ours = index.startswith(f"{self.alias}-v") and version.isdigit() and month
        return (int(version), month) if is_ours else None


def origination(month: str) -> dict[str, int]:
    """Return the setting by which the age of a month's index counts from the month, however late the index is made."""
    year, _, number = month.partition(".")
    return {"index.lifecycle.origination_date": int(datetime(int(year), int(number), 1, tzinfo=UTC).timestamp() * 1000)}


def month_of(moment: datetime) -> str:
    """Return the month (UTC) as it stands in index names."""
    return f"{moment.astimezone(UTC):%Y.%m}"


def mapping_version() -> int:
    """Return the version of the mapping in ``articles.json``."""
    return int(_read("articles.json")["template"]["mappings"]["_meta"]["version"])


def article_template(
    names: Names | None = None, *, version: int | None = None, alias: bool = True, lifecycle: bool = False
) -> dict[str, Any]:
    """Return the composable index template of one version, analysis included.

    Without ``alias`` new indices stay out of what is read, as a migration needs. ``lifecycle`` binds the ILM policy.
    """
    names = names or Names()
    template = _read("articles.json")
    template["index_patterns"] = [names.pattern(version or mapping_version())]
    template["template"]["aliases"] = {names.alias: {}} if alias else {}
    settings = template["template"]["settings"]
    settings["analysis"] = _read("analysis.json")
    if lifecycle:
        settings["index"]["lifecycle"] = {"name": names.alias}
    return template


def health_template(names: Names | None = None) -> dict[str, Any]:
    """Return the composable index template of source health."""
    names = names or Names()
    template = _read("health.json")
    template["index_patterns"] = [f"{names.health}-v1*"]
    template["template"]["aliases"] = {names.health: {}}
    return template


def lifecycle_policy(delete_after_days: int | None = None) -> dict[str, Any]:
    """Return the ILM policy; an index is deleted only where days are given, that many after its month has ended."""
    policy = _read("lifecycle.json")
    if delete_after_days is not None:
        policy["phases"]["delete"] = {"min_age": f"{delete_after_days + _MONTH}d", "actions": {"delete": {}}}
    return policy


def _read(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return data
