"""The DAGs are cheap to read, and each does its work: run by Airflow itself, in one process, on the demo's outlets."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import closing

import pytest

from infra.airflow.pools import pools
from infra.config import load_settings
from infra.scheduled.reprocess import CHOICES
from infra.sink import open_ledger
from infra.stores import open_store
from tests.dags.conftest import ROOT, Environment

pytestmark = pytest.mark.timeout(900)  # Airflow alone starts for 15 s of processor time

NAMES = ("maraya", "sanabil")  # a daily and an agency
NOBODY = {"outlets": [], "from": None, "to": None, "steps": []}
_PARSE = """
import airflow.sdk, glob, json, runpy, sys, time
start = time.process_time()
for path in sorted(glob.glob("dags/*.py")):
    runpy.run_path(path)
seconds = time.process_time() - start
heavy = [name for name in ("scrapy", "elasticsearch", "apsw", "infra.config", "infra.crawling") if name in sys.modules]
print(json.dumps([seconds, heavy]))
"""


def test_every_dag_is_read_in_half_a_second_without_the_crawler(tmp_path) -> None:
    environment = Environment(home=tmp_path, airflow=tmp_path / "airflow")
    seconds, heavy = json.loads(environment.run("-c", _PARSE).splitlines()[-1])
    assert heavy == []
    assert seconds < 0.5


def test_every_pool_and_step_that_a_dag_names_is_there() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dags").glob("*.py"))
    assert set(re.findall(r"pool=(\w+)", text)) == {"CRAWL", "INGEST", "ARCHIVE"}
    assert [pool.slots for pool in pools(cores=4)] == [16, 4, 2]
    assert json.loads(re.search(r"STEPS = (\[.*\])", text)[1]) == list(CHOICES)


@pytest.fixture(scope="module")
def home(site, tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    site.write_definitions(folder / "outlets")
    lists = folder / "watchlists"
    lists.mkdir()
    (lists / "all.yaml").write_text("outlet: [maraya]\ndeliver: {feed: true}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def results(site, home, run_dags):
    """Every DAG once or more, in an order that gives each something to do."""
    dags = [
        ("crawl_agency", None),
        ("backfill", {"outlet": "maraya", "from": "2026-01-01", "to": None}),
        ("ingest", None),
        ("stories_and_alerts", None),
        ("reprocess", NOBODY),
        ("reprocess", {**NOBODY, "outlets": ["maraya"], "steps": ["quotes"]}),
        ("crawl_agency", None),
        ("crawl_daily", None),
        ("ingest", None),
        ("maintain", None),
    ]
    return run_dags(home, *dags, RASID_OUTLETS=",".join(NAMES))


def task(result, name):
    """The states and values of a task, one pair a mapped instance."""
    return sorted(result["tasks"][name], key=str)


def values(result, name):
    return [value for _, value in task(result, name)]


def test_every_dag_run_ends_well(results) -> None:
    assert [(result["dag"], result["state"]) for result in results if result["state"] != "success"] == []


def test_no_outlet_but_those_named_is_asked(site, results) -> None:
    assert {outlet for outlet, _ in site.asked} == set(NAMES)


def test_what_was_crawled_and_filled_in_is_in_the_store(site, home, results) -> None:
    wanted = {url for name in NAMES for url in site.urls(name)}
    with closing(open_store(load_settings({"home": str(home)}))) as store:
        assert {stored.enriched.article.url for stored in store.export()} == wanted
    assert values(results[0], "outlets") == [["sanabil"]]
    assert values(results[2], "process") == [len(wanted)]


def test_an_outlet_crawled_a_moment_ago_is_left_alone_and_shows_as_skipped(results) -> None:
    assert task(results[6], "one") == [["skipped", None]]
    assert task(results[6], "captured") == [["success", None]]
    assert values(results[8], "waiting") == [[]]


def test_watch_lists_and_health_follow_an_ingest(home, results) -> None:
    told = results[3]
    assert values(told, "watch_lists")[0]["hits"] == {"all": values(results[1], "crawl")[0] - 1}  # less the feed
    feed = (home / "feeds" / "all.atom").read_text(encoding="utf-8")
    assert feed.count("<entry>") == min(values(told, "watch_lists")[0]["hits"]["all"], 100)
    assert values(told, "health") == [{}]


def test_reprocessing_goes_through_everything_and_asks_no_outlet(site, home, results) -> None:
    everything, quotes = results[4], results[5]
    stored = values(results[2], "process")[0]
    assert values(everything, "process") == [stored]
    assert values(everything, "finish") == [stored]
    assert values(quotes, "process") == [sum(url.startswith(site.bases["maraya"]) for url in site.urls("maraya"))]
    assert open_ledger(load_settings({"home": str(home)})).waiting() == []


def test_maintenance_verifies_tells_and_removes_nothing_that_is_young(home, results) -> None:
    done = results[9]
    assert values(done, "verify_archive")[0] >= values(results[2], "process")[0]
    assert set(values(done, "compact_ledger")[0].values()) == {0}
    assert values(done, "retire_articles") == [0]
    digest = json.loads((home / "digests").joinpath(values(done, "quarantine_digest")[0].split("/")[-1]).read_text())
    assert digest["pages"] == 0


def test_a_task_that_failed_for_good_is_told_once_a_day_by_airflows_notifier(home, results, run_dags, tmp_path) -> None:
    shutil.copytree(home, tmp_path / "home")
    for file in (tmp_path / "home" / "archive").rglob("*.warc.gz"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
    for result in run_dags(tmp_path / "home", ("maintain", None), ("maintain", None)):
        assert task(result, "verify_archive") == [["failed", None]]
    lines = [json.loads(line) for line in (tmp_path / "home" / "notices.jsonl").read_text().splitlines()]
    (told,) = [line for line in lines if line["kind"] == "task"]
    assert (told["dag"], told["task"], told["index"]) == ("maintain", "verify_archive", None)
    assert "damaged" in told["reason"] or "do not hold" in told["reason"]
