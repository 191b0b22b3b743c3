"""After a pause of two days the schedule goes on; it catches up on nothing."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from tests.dags.conftest import Environment


@pytest.mark.timeout(900)
def test_two_days_of_pause_are_made_up_for_by_one_run_of_a_tier(airflow_home) -> None:
    environment = Environment(home=airflow_home, airflow=airflow_home)
    out = environment.run(str(Path(__file__).with_name("pause.py")))
    made = json.loads(out.splitlines()[-1])
    # It went on at 7:03: the run that was last due, at once, and then each when it is due.
    assert made["crawl_agency"][:3] == [0, 720, 1620]
    assert made["crawl_daily"][:3] == [0, 3420, 7020]
    assert made["crawl_weekly"] == [0]
    assert all(later - earlier >= 720 for name in made for earlier, later in pairwise(made[name]))
