"""Telling of a task of the schedule that failed for good: once a day for each task, however often it fails."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from infra.config import Settings
from infra.ledger import connected
from infra.ledger.outbox import Letter, Outbox
from infra.notices.send import TASKS, NoticeReport, channels_of, send_notices


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFailure:
    """A task that failed after its last retry; ``index`` is that of a mapped task, None for others."""

    dag: str
    task: str
    run: str
    index: int | None
    at: datetime
    reason: str

    @property
    def about(self) -> str:
        """What stands for the failure in the outbox: the task and the day (UTC)."""
        return f"{self.dag}.{self.task} {self.at:%Y-%m-%d}"


def tell_failure(settings: Settings, failure: TaskFailure) -> NoticeReport:
    """Enter a failure in the outbox, unless one of the same task and day is there, and deliver what is due."""
    record = {**asdict(failure), "at": failure.at.isoformat(timespec="seconds")}
    with connected(settings.ledger_url) as engine:
        Outbox(engine).enter(
            Letter(watchlist=TASKS, article_id=failure.about, channel=name, at=failure.at, hit=record)
            for name in channels_of(settings)
        )
    return send_notices(settings)
