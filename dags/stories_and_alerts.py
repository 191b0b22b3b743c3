"""Stories and alerts: what new articles mean for copies of a text, the health of sources and the watch-lists."""

from __future__ import annotations

from datetime import timedelta

from airflow.sdk import Asset, dag, task

from infra.airflow.manners import START, defaults

_DOC = """
### Stories and alerts
Follows each ingest.

- `stories` joins the copies of one text that batches processed at once have not seen of one another (`rasid story`).
- `health` judges every watched source (`rasid health`): healthy, quiet, broken layout, blocked, unreachable, stale
  feed. A change of state is noted once.
- `watch_lists` asks every list of what is newly stored (`rasid watch`); a list that cannot be asked hinders no other,
  and is named in the task's result.
- `notices` delivers what both found: each hit once by list and article, each change of health once.

Each task may be run again: what was told stays told once.
"""


@dag(
    schedule=Asset("articles"),
    start_date=START,
    catchup=False,
    max_active_runs=1,
    tags=["rasid", "alerts"],
    default_args=defaults(retries=2),
    doc_md=_DOC,
)
def stories_and_alerts() -> None:
    """Join stories, judge the sources, ask the watch-lists; then tell people."""

    @task(execution_timeout=timedelta(minutes=30))
    def stories() -> int:
        from infra.airflow.connection import task_settings
        from infra.scheduled.stories import join_stories

        return join_stories(task_settings())

    @task(execution_timeout=timedelta(minutes=10))
    def health() -> dict[str, str]:
        from infra.airflow.connection import task_settings
        from infra.scheduled.crawl import check_all

        return check_all(task_settings())

    @task(execution_timeout=timedelta(minutes=30))
    def watch_lists() -> dict:
        from dataclasses import asdict

        from infra.airflow.connection import task_settings
        from infra.watch import evaluate_watches

        return asdict(evaluate_watches(task_settings()))

    @task(trigger_rule="all_done", execution_timeout=timedelta(minutes=30))
    def notices() -> dict:
        from dataclasses import asdict

        from infra.airflow.connection import task_settings
        from infra.notices import send_notices

        return asdict(send_notices(task_settings()))

    [stories() >> watch_lists(), health()] >> notices()


stories_and_alerts()
