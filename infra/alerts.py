"""What follows an ingest: the sources' health is judged, the watch-lists are asked, and people are told."""

from __future__ import annotations

from dataclasses import dataclass

from infra.config import Settings
from infra.notices import NoticeReport, send_notices
from infra.watch import WatchReport, evaluate_watches


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertReport:
    """What the watch-lists found, and what was delivered."""

    watches: WatchReport
    notices: NoticeReport


def alert(settings: Settings) -> AlertReport:
    """Ask the watch-lists of what is newly stored, and deliver what waits."""
    watches = evaluate_watches(settings)
    return AlertReport(watches=watches, notices=send_notices(settings))
