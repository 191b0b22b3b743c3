"""Worker processes: outcomes in order, and a page that kills its worker costs nothing but itself."""

from __future__ import annotations

from infra.processing import Failure
from infra.workers import mapper

# `exec` stands for the processing and a statement for the capture: it can be sent to another process as it is, and one
# statement really ends that process, as a fault in a library does.
HARMLESS, DEADLY = "pass", "import os; os._exit(7)"


def test_outcomes_come_in_the_order_of_the_captures() -> None:
    with mapper(len, 2) as outcomes_of:
        assert list(outcomes_of(["a" * number for number in range(30)])) == list(range(30))


def test_a_page_that_kills_its_worker_fails_alone() -> None:
    with mapper(exec, 2) as outcomes_of:
        outcomes = list(outcomes_of([HARMLESS, DEADLY, HARMLESS]))
    assert [type(outcome) for outcome in outcomes] == [type(None), Failure, type(None)]
    assert outcomes[1].step == "worker"
