"""A run killed (SIGKILL) at any moment goes on where it was: no page lost, none archived twice, no article twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from infra.config import load_settings
from infra.sink import open_archive, open_ledger
from infra.stores import open_store

DRIVER = Path(__file__).with_name("driver.py")
RASID = Path(sys.executable).with_name("rasid")
ROOT = Path(__file__).parents[3]
AT_POINTS = [("crawl", "archived", 1), ("crawl", "archived", 23), ("crawl", "archived", 61), ("ingest", "stored", 2)]
AT_TIMES = 6
IN_A_SOAK = 100


@pytest.fixture(scope="module")
def unkilled(site, tmp_path_factory):
    home = tmp_path_factory.mktemp("unkilled")
    settle(home, site)
    found = articles(home)
    assert len(found) >= 60
    return found


def environment(home, site):
    if not (home / "outlets").exists():
        site.write_definitions(home / "outlets")
    return {**os.environ, "RASID_HOME": str(home), "PYTHONPATH": str(ROOT)}


def drive(home, site, phase, point, number):
    command = [sys.executable, str(DRIVER), phase, point, str(number)]
    return subprocess.run(command, env=environment(home, site), capture_output=True, text=True, timeout=120)


def articles(home):
    with closing(open_store(load_settings({"home": str(home)}))) as store:
        return {
            (item.enriched.article.canonical_url, item.enriched.article.headline, item.enriched.article.body)
            for item in store.export()
        }


def settle(home, site):
    """Run crawl and ingest to their ends, as the next scheduled run would."""
    done = drive(home, site, "crawl,ingest", "none", 0)
    assert done.returncode == 0, done.stderr[-2000:]


def check(home, unkilled):
    settings = load_settings({"home": str(home)})
    archive, ledger = open_archive(settings), open_ledger(settings)
    assert articles(home) == unkilled
    captures = [row for url, _, _ in unkilled for row in ledger.captures_of(url) if row.kind == "article"]
    assert Counter(row.canonical_url for row in captures) == Counter(url for url, _, _ in unkilled)
    assert {row.state for row in captures} == {"indexed"}
    assert [problem for problem in archive.verify() if problem] == []
    assert not list(archive.folder.glob("*.open"))


@pytest.mark.parametrize(("phase", "point", "number"), AT_POINTS)
def test_a_kill_between_two_commits_loses_and_doubles_nothing(site, unkilled, tmp_path, phase, point, number) -> None:
    if phase == "ingest":
        assert drive(tmp_path, site, "crawl", "none", 0).returncode == 0
    assert drive(tmp_path, site, phase, point, number).returncode == -signal.SIGKILL
    settle(tmp_path, site)
    check(tmp_path, unkilled)


def kill_at_a_moment(home, site, seed):
    draw = random.Random(seed)
    command = [str(RASID), draw.choice(["crawl", "run"]), *site.bases]
    process = subprocess.Popen(
        command,
        env=environment(home, site),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(draw.uniform(0.5, 6.0))
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("seed", range(AT_TIMES))
def test_a_kill_at_any_moment_loses_and_doubles_nothing(site, unkilled, tmp_path, seed) -> None:
    kill_at_a_moment(tmp_path, site, seed)
    settle(tmp_path, site)
    check(tmp_path, unkilled)


@pytest.mark.soak
def test_a_hundred_kills_in_a_row_lose_and_double_nothing(site, unkilled, tmp_path) -> None:
    for seed in range(IN_A_SOAK):
        home = tmp_path / str(seed)
        for again in range(2):
            kill_at_a_moment(home, site, f"{seed}:{again}")
        settle(home, site)
        check(home, unkilled)
