"""A run that is stopped as systemd and Docker stop one (SIGTERM), or by Ctrl-C, ends in order within seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from infra.config import load_settings
from infra.exits import Exit
from infra.ledger.tables import CAPTURES, LEASES
from infra.sink import ledger_of, open_archive

RASID = Path(sys.executable).with_name("rasid")
SECONDS = 10  # what `docker stop` waits before it kills


def started(home, site, *arguments, command="run"):
    if not (home / "outlets").exists():
        site.write_definitions(home / "outlets")
    words = [str(RASID), command, *site.bases, *arguments]
    env = {**os.environ, "RASID_HOME": str(home)}
    return subprocess.Popen(words, env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)


def stopped(process, sign, *, group=False):
    """Send the signal, to the process or to its whole group; return status, seconds taken and what it said."""
    began = time.monotonic()
    (os.killpg if group else os.kill)(process.pid, sign)
    said = process.communicate(timeout=60)[1]
    return process.returncode, time.monotonic() - began, said


def rows(home, table):
    with ledger_of(load_settings({"home": str(home)})) as ledger, ledger.engine.connect() as connection:
        return connection.execute(select(table)).all()


def wait_for(home, process, number):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        if (home / "ledger.sqlite").exists() and len(rows(home, CAPTURES)) >= number:
            return
        time.sleep(0.1)
    pytest.fail(f"no {number} captures: {process.poll()}")


@pytest.mark.parametrize(
    ("sign", "group", "status"),
    [(signal.SIGTERM, False, Exit.DONE), (signal.SIGTERM, True, Exit.DONE), (signal.SIGINT, True, Exit.INTERRUPTED)],
)
def test_a_stop_in_the_midst_of_a_crawl_gives_everything_back(site, tmp_path, sign, group, status) -> None:
    process = started(tmp_path, site, "--every", "1h")
    wait_for(tmp_path, process, 5)
    ended, seconds, said = stopped(process, sign, group=group)
    assert (ended, "Traceback" in said) == (status, False), said
    assert seconds < SECONDS
    assert rows(tmp_path, LEASES) == []
    archive = open_archive(load_settings({"home": str(tmp_path)}))
    assert not list(archive.folder.glob("*.open"))
    assert [problem for problem in archive.verify() if problem] == []
    if not group:
        goes_on(tmp_path, site)


def goes_on(home, site):
    """The next crawl fetches what is left, and nothing twice."""
    before = {row.locator for row in rows(home, CAPTURES)}
    assert started(home, site, command="crawl").wait(timeout=120) == Exit.DONE
    after = [row for row in rows(home, CAPTURES) if row.kind == "article"]
    assert before <= {row.locator for row in rows(home, CAPTURES)}
    assert len(after) >= 60
    assert max(Counter(row.canonical_url for row in after).values()) == 1


def test_a_stop_between_two_rounds_ends_at_once(site, tmp_path) -> None:
    process = started(tmp_path, site, "--every", "1h", "--max-pages", "1", "--workers", "1")
    for line in process.stderr:
        if "new articles" in line:
            break
    time.sleep(2)
    status, seconds, said = stopped(process, signal.SIGTERM)
    assert (status, seconds < SECONDS, "stopped" in said) == (Exit.DONE, True, True), said
