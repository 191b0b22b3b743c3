"""Walks Airflow's own timetables through a pause, with a clock of its own: run by test_pause.py.

Prints JSON: per DAG the moments (seconds since the scheduler went on) of the runs it would make in three hours.
"""

from __future__ import annotations

import json
import runpy
from datetime import timedelta

import pendulum
from airflow.timetables import trigger
from airflow.timetables.base import TimeRestriction

BEGIN = pendulum.datetime(2026, 3, 2, 7, 3)
PAUSE, WATCHED = timedelta(days=2), timedelta(hours=3)


def moments(dag, now):
    """Make runs as the scheduler does: one when it is due, the next one computed from it."""
    table = trigger.CronTriggerTimetable(dag.schedule, timezone="UTC")
    earliest = pendulum.instance(dag.start_date)
    restriction = TimeRestriction(earliest=earliest, latest=None, catchup=dag.catchup)
    last, made = None, []
    for start, stop in ((BEGIN, BEGIN + timedelta(hours=1)), (BEGIN + PAUSE, BEGIN + PAUSE + WATCHED)):
        clock = start
        while clock < stop:
            now[0] = clock
            info = table.next_dagrun_info(last_automated_data_interval=last, restriction=restriction)
            if info.run_after <= clock:
                last = info.data_interval
                made.append(clock)
            clock += timedelta(minutes=1)
    return [(moment - BEGIN - PAUSE).total_seconds() for moment in made if moment >= BEGIN + PAUSE]


def main() -> None:
    now = [BEGIN]
    trigger.utcnow = lambda: now[0]
    dags = {name: item for name, item in runpy.run_path("dags/crawl.py").items() if name.startswith("crawl_")}
    assert {dag.max_active_runs for dag in dags.values()} == {1}
    print(json.dumps({name: moments(dag, now) for name, dag in dags.items()}))


if __name__ == "__main__":
    main()
