"""What follows an ingest: the sources' health is judged, the watch-lists are asked, and people are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from infra.config import Settings
from infra.health import Health, check_outlets
from infra.notices import NoticeReport, send_notices
from infra.watch import WatchReport, evaluate_watches
from spiders.outlet import Outlet


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReport:
    """What the sources' health is, what the watch-lists found, and what was delivered."""

    watches: WatchReport
    notices: NoticeReport
    health: tuple[Health, ...] = ()


def alert(settings: Settings, outlets: Sequence[Outlet] = ()) -> AlertReport:
    """Judge the outlets, ask the watch-lists of what is newly stored, and deliver what waits."""
    health = check_outlets(settings, outlets) if outlets else []
    watches = evaluate_watches(settings)
    return AlertReport(watches=watches, notices=send_notices(settings), health=tuple(health))
