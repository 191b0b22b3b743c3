"""An Airflow notifier: a task that failed for good is told of by file, e-mail and webhook, as a broken source is."""

from __future__ import annotations

from typing import Any

from airflow.sdk import BaseNotifier


class TaskNotifier(BaseNotifier):
    """Tells of a failed task through Rasid's outbox: a mail server that is down delays the notice and loses none.

    Airflow calls it when the retries are used up, in the task's process, or in the DAG processor where that was killed.
    """

    def notify(self, context: Any) -> None:
        """Enter the failure and send what is due; settings are those of the task's environment."""
        from datetime import UTC, datetime

        from infra.config import load_settings
        from infra.notices import TaskFailure, tell_failure

        task = context["ti"]
        failure = TaskFailure(
            dag=task.dag_id,
            task=task.task_id,
            run=task.run_id,
            index=None if task.map_index < 0 else task.map_index,
            at=datetime.now(UTC),
            reason=str(context.get("exception") or "its process ended without a word; its log may say more"),
        )
        report = tell_failure(load_settings(), failure)
        self.log.info("told of the failure: %s", report)
