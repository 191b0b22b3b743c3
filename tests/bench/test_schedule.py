"""The simulation of the schedule: it keeps up with enough slots, and says so where they are too few."""

from __future__ import annotations

from bench.schedule.simulate import Costs, Load, simulate, slots_needed, tiers

LOAD = Load(outlets=tiers(200), articles=50_000)


def costs(slots: int) -> Costs:
    return Costs(crawl_start=4.0, page=2.5, batch_start=4.0, article=0.03, task=0.1, crawl_slots=slots, ingest_slots=4)


def test_with_enough_slots_every_crawl_is_made_and_every_article_stored() -> None:
    out = simulate(LOAD, costs(24))
    assert (out.crawls, out.skipped) == (5320, 0)
    assert abs(out.stored + out.left - LOAD.articles) < 0.02 * LOAD.articles
    assert out.left < 500
    assert out.late()[1] < 120


def test_below_the_mean_need_the_queue_falls_behind_and_runs_are_left_out() -> None:
    needed = slots_needed(LOAD, costs(1))
    out = simulate(LOAD, costs(int(needed)))
    assert out.skipped > 100
    assert out.late()[0] > 3600 > simulate(LOAD, costs(24)).late()[0]


def test_the_same_seed_gives_the_same_day() -> None:
    assert simulate(LOAD, costs(8)) == simulate(LOAD, costs(8))
    assert simulate(LOAD, costs(8)).stored != simulate(LOAD, costs(8), seed=2).stored
