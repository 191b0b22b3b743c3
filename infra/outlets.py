"""The outlets there are: the package's definitions, overlaid by the operator's."""

from __future__ import annotations

from infra.config import Settings
from spiders.outlet import PACKAGE_OUTLETS, Outlet, OutletError, load_outlet, load_registry


def registry(settings: Settings) -> dict[str, Outlet]:
    """Return every definition by outlet id; one of RASID_HOME/outlets replaces the package's of the same id."""
    return load_registry(PACKAGE_OUTLETS, settings.home / "outlets")


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
