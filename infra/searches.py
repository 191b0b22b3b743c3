"""Saved searches: queries with their filters under a name, in RASID_HOME/searches.yaml, for people to read and edit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from infra.config import ConfigError

Search = Mapping[str, Any]


def load_searches(path: Path) -> dict[str, Search]:
    """Return every saved search by name; `ConfigError` names file and key of what cannot be used."""
    if not path.is_file():
        return {}
    import yaml  # a tenth of the start of `rasid search`, which seldom needs it

    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not readable as YAML: {error}") from error
    if not isinstance(data, dict) or not all(isinstance(search, dict) for search in data.values()):
        raise ConfigError(f"{path}: must map each name to a query and its filters, such as `water: {{query: سد}}`")
    return {str(name): search for name, search in data.items()}


def find_search(path: Path, name: str) -> Search:
    """Return one saved search; `ConfigError` lists the names there are."""
    searches = load_searches(path)
    if name not in searches:
        raise ConfigError(f"{path}: {name}: no such search; there are: {', '.join(searches) or 'none yet'}")
    return searches[name]


def save_search(path: Path, name: str, search: Search | None) -> None:
    """Keep a search under a name, in place of an earlier one; None removes it."""
    searches = load_searches(path)
    if search is None:
        find_search(path, name)
        del searches[name]
    else:
        searches[name] = search
    path.parent.mkdir(parents=True, exist_ok=True)
    import yaml

    draft = path.with_suffix(".yaml.new")
    draft.write_text(yaml.safe_dump(searches, allow_unicode=True, sort_keys=False), encoding="utf-8")
    draft.replace(path)  # atomic: a run killed here leaves the old file
