"""The DAGs are cheap to read: the scheduler reads them again and again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PARSE = """
import airflow.sdk, glob, json, runpy, sys, time
start = time.process_time()
for path in sorted(glob.glob("dags/*.py")):
    runpy.run_path(path)
seconds = time.process_time() - start
print(json.dumps([seconds, [name for name in ("scrapy", "elasticsearch", "infra") if name in sys.modules]]))
"""


def airflow(home: Path, *arguments: str) -> str:
    env = {
        **os.environ,
        "AIRFLOW_HOME": str(home / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "RASID_HOME": str(home),
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_every_dag_is_read_in_half_a_second_without_the_crawler(tmp_path) -> None:
    seconds, heavy = json.loads(airflow(tmp_path, "-c", _PARSE).splitlines()[-1])
    assert heavy == []
    assert seconds < 0.5
