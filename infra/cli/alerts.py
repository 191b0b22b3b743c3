"""What watch-lists found and what was delivered, told at the terminal: after `rasid run` and by `rasid watch run`."""

from __future__ import annotations

from dataclasses import asdict

from infra.alerts import AlertReport
from infra.cli.common import emit, note
from infra.health import ILL


def tell(report: AlertReport, *, as_json: bool) -> None:
    """Print what watch-lists found and what was delivered; what went wrong goes to stderr in either form."""
    if as_json:
        health = {item.outlet: item.state for item in report.health}
        emit({"watches": asdict(report.watches), "notices": asdict(report.notices), "health": health})
    for item in report.health:
        if item.state in ILL or (item.changed and item.previous in ILL):
            note(f"{item.outlet}: {item.state}: {item.reason}")
    for problem in report.watches.problems.values():
        note(f"watch-list: {problem}")
    for error in report.notices.errors:
        note(f"not delivered, tried again later: {error}")
    hits = {name: number for name, number in report.watches.hits.items() if number}
    if not as_json and (hits or report.notices.delivered):
        told = ", ".join(f"{name} {number}" for name, number in hits.items())
        note(f"watch-lists: {told or 'no new hits'}; {report.notices.delivered} messages delivered")
