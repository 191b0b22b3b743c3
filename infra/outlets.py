"""The outlets there are: the package's definitions, overlaid by the operator's."""

from __future__ import annotations

from infra.config import Settings
from spiders.outlet import PACKAGE_OUTLETS, Outlet, load_registry


def registry(settings: Settings) -> dict[str, Outlet]:
    """Return every definition by outlet id; one of RASID_HOME/outlets replaces the package's of the same id."""
    return load_registry(PACKAGE_OUTLETS, settings.home / "outlets")
