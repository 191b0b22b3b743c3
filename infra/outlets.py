"""The outlets there are: the package's definitions, overlaid by the operator's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from infra.config import Settings
from spiders.outlet import PACKAGE_OUTLETS, Outlet, OutletError, load_outlet, load_registry

Stamp = tuple[str, int, int]


def registry(settings: Settings) -> dict[str, Outlet]:
    """Return every definition by outlet id; one of RASID_HOME/outlets replaces the package's of the same id."""
    own = settings.home / "outlets"
    return dict(_read(own, _stamp(PACKAGE_OUTLETS) + _stamp(own)))


@lru_cache(maxsize=2)
def _read(own: Path, _stamps: tuple[Stamp, ...]) -> Mapping[str, Outlet]:
    # A second to read all of them, a millisecond to see that none has changed: the page asks at every request.
    return load_registry(PACKAGE_OUTLETS, own)


def _stamp(folder: Path) -> tuple[Stamp, ...]:
    found = ((path, path.stat()) for path in sorted(folder.rglob("*.yaml")))
    return tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in found)


def watched(settings: Settings) -> list[Outlet]:
    """Return the outlets to crawl where none is named: those of the setting ``outlets``, else every enabled one."""
    known = registry(settings)
    if not settings.outlets:
        return [outlet for outlet in known.values() if outlet.enabled]
    unknown = [name for name in settings.outlets if name not in known]
    if unknown:
        origin = settings.origins["outlets"]
        raise OutletError(f"{origin}: outlets: {unknown[0]!r} is not an outlet; `rasid outlets list` shows the ids")
    return [known[name] for name in settings.outlets]


def outlet_of(settings: Settings, outlet_id: str) -> Outlet:
    """Return one definition without reading the others (a crawl of one outlet by schedule needs no more)."""
    for folder in (settings.home / "outlets", PACKAGE_OUTLETS):
        if found := sorted(folder.rglob(f"{outlet_id}.yaml")):
            return load_outlet(found[0])
    raise OutletError(f"{outlet_id!r} is not an outlet; `rasid outlets list` shows the ids there are")
