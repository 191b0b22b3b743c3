"""Runs DAGs one after the other by ``dag.test()``, in one process: run by test_dags.py in an AIRFLOW_HOME of its own.

Standard input holds JSON: ``[[dag id, conf], …]``. Each run ends with a line ``RUN {"dag": …, "tasks": {…}}``: the
states of its tasks, and what they returned. (``airflow dags test`` does the same for one DAG; it starts for 15 s.)
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict


def main() -> None:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.settings import Session

    from infra.config import load_settings

    load_settings()
    bag = DagBag(bundle_path=None)
    assert not bag.import_errors, bag.import_errors
    for dag_id, conf in json.load(sys.stdin):
        run = bag.dags[dag_id].test(run_conf=conf)
        tasks: dict[str, list[object]] = defaultdict(list)
        with Session() as session:
            for instance in run.get_task_instances(session=session):
                value = instance.xcom_pull(task_ids=instance.task_id, map_indexes=instance.map_index, session=session)
                tasks[instance.task_id].append([str(instance.state), value])
        print("RUN", json.dumps({"dag": dag_id, "state": str(run.state), "tasks": tasks}), flush=True)


if __name__ == "__main__":
    main()
