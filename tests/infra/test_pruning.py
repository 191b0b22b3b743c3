"""Retention of evidence by age: what goes, what has to stay, what is said of it, and what a kill leaves behind."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from infra.archive import ArchiveError
from infra.backup import backup, restore
from infra.cli import rasid
from infra.config import load_settings
from infra.console import build_app
from infra.forget import forget
from infra.ledger.pruned import file_of, mark_pruned
from infra.pruning import PrunedError, evidence, prune
from infra.running import ingest_waiting
from infra.scheduled.maintain import prune_archive, verify_sample
from infra.sink import ledger_of, open_archive
from infra.stores import open_store
from tests.infra.pages import capture_pages, html

DAYS = 365
NOW = datetime.now(UTC)
OLD, YOUNG = NOW - timedelta(days=400), NOW - timedelta(days=10)
URLS = [f"http://outlet.example/{number}" for number in range(3)]
PAGES = [html(f"عنوان عن ترميم الجسر رقم {number}", f"فقرة أخيرة رقم {number} عن الجسر القديم.") for number in range(3)]
DRIVER = """
import os, signal, sys
from datetime import datetime
from infra.config import load_settings
from infra.ledger.pruned import file_of, mark_pruned
from infra.pruning import prune
prune(load_settings(), 365, datetime.fromisoformat(sys.argv[1]), pause=lambda _: os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A file of 400 days ago with two pages, and one of ten days ago with a third."""
    home = tmp_path_factory.mktemp("made") / "home"
    settings = load_settings({"home": str(home)}, env={})
    with pytest.MonkeyPatch.context() as patched:
        written(patched, OLD, settings, [(URLS[0], PAGES[0], OLD), (URLS[1], PAGES[1], OLD)])
        written(patched, YOUNG, settings, [(URLS[2], PAGES[2], YOUNG)])
    ingest_waiting(settings)
    return home


@pytest.fixture
def settings(made, tmp_path):
    shutil.copytree(made, tmp_path / "home")
    return load_settings({"home": str(tmp_path / "home")}, env={})


def written(monkeypatch, moment, settings, pages):
    """Capture pages into a file whose opening record, too, bears the moment."""
    with monkeypatch.context() as patched:
        date = f"{moment:%Y-%m-%dT%H:%M:%SZ}"
        patched.setattr("warcio.recordbuilder.RecordBuilder.curr_warc_date", lambda _self: date)
        capture_pages(settings, pages)


def rows_of(settings, url):
    with ledger_of(settings) as ledger:
        return ledger.captures_of(url)


def doctor():
    told = CliRunner().invoke(rasid, ["doctor", "--json"]).stdout.splitlines()
    return {row["check"]: row["ok"] for row in map(json.loads, told)}


def test_the_old_file_goes_and_the_young_one_stays(settings) -> None:
    done = prune(settings, DAYS, NOW)
    assert [(item.captures, item.bytes > 0) for item in done.files] == [(2, True)]
    assert len(open_archive(settings).files()) == 1
    assert rows_of(settings, URLS[0])[0].pruned_at == NOW
    assert rows_of(settings, URLS[2])[0].pruned_at is None
    with closing(open_store(settings)) as store:
        assert store.counts()["articles"] == 3
    assert not prune(settings, DAYS, NOW).files


def test_a_dry_run_says_the_same_and_changes_nothing(settings) -> None:
    would = prune(settings, DAYS, NOW, dry_run=True)
    assert len(open_archive(settings).files()) == 2
    assert rows_of(settings, URLS[0])[0].pruned_at is None
    assert prune(settings, DAYS, NOW) == would


def test_a_younger_revisit_holds_the_file_of_its_payload(settings, monkeypatch) -> None:
    written(monkeypatch, YOUNG, settings, [(URLS[1], PAGES[1], YOUNG)])
    newest, first = rows_of(settings, URLS[1])
    assert newest.payload_locator == first.locator
    done = prune(settings, DAYS, NOW)
    assert not done.files
    assert list(done.held) == [first.locator.rpartition(":")[0]]
    assert evidence(settings, newest.payload_locator).body == PAGES[1]
    both = prune(settings, DAYS, NOW + timedelta(days=DAYS))
    assert len(both.files) == 3
    assert not open_archive(settings).files()


def test_a_file_in_which_a_page_waits_stays(settings) -> None:
    with ledger_of(settings) as ledger:
        ledger.requeue(ids=[rows_of(settings, URLS[0])[0].id])
    done = prune(settings, DAYS, NOW)
    assert not done.files
    assert "wait" in next(iter(done.held.values()))


def test_pages_of_long_ago_taken_in_today_stay(settings) -> None:
    capture_pages(settings, [("http://outlet.example/9", PAGES[0], OLD)])
    ingest_waiting(settings)
    assert sum(item.captures for item in prune(settings, DAYS, NOW).files) == 2


def test_a_file_that_is_being_written_or_is_not_rasids_stays(settings) -> None:
    archive = open_archive(settings)
    old = archive.folder / prune(settings, DAYS, NOW, dry_run=True).files[0].name
    foreign = old.with_name("CC-NEWS-20190101000000-00001.warc.gz")
    foreign.write_bytes(old.read_bytes())
    with archive.writer("now", 10**9) as writer:
        writer.append(archive.read(rows_of(settings, URLS[0])[0].locator), kind="article")
        prune(settings, DAYS, NOW)
        assert foreign.exists()
        assert not old.exists()
        assert [name for name in archive.files() if "-now-" in name]


def test_what_is_pruned_is_not_processed_again_and_nothing_breaks(settings) -> None:
    prune(settings, DAYS, NOW)
    with ledger_of(settings) as ledger:
        assert ledger.requeue() == 1
    assert ingest_waiting(settings).quarantined == 0
    assert verify_sample(settings, NOW) == 1


def test_the_same_page_seen_again_is_archived_in_full(settings) -> None:
    prune(settings, DAYS, NOW)
    capture_pages(settings, [(URLS[0], PAGES[0], NOW)])
    newest = rows_of(settings, URLS[0])[0]
    assert newest.payload_locator == newest.locator
    assert evidence(settings, newest.locator).body == PAGES[0]
    assert ingest_waiting(settings).unchanged == 1


def test_whoever_asks_for_it_is_told_the_day(settings, monkeypatch, tmp_path) -> None:
    prune(settings, DAYS, NOW)
    monkeypatch.setenv("RASID_HOME", str(settings.home))
    row = rows_of(settings, URLS[0])[0]
    with pytest.raises(PrunedError, match=f"dropped from the archive on {NOW:%Y-%m-%d}"):
        evidence(settings, row.locator)
    shown = CliRunner().invoke(rasid, ["show", row.article_id, "--json"])
    assert json.loads(shown.stdout)["pruned_at"] == NOW.isoformat()
    assert "dropped from the archive on" in CliRunner().invoke(rasid, ["show", row.article_id]).stdout
    again = CliRunner().invoke(rasid, ["reprocess", "--workers", "1"])
    assert "2 more can't be" in again.stderr
    out = CliRunner().invoke(rasid, ["archive", "export", str(tmp_path / "out.wacz")])
    assert "2 captures are left out" in out.stderr
    assert "1 pages" in out.stderr
    with closing(open_store(settings)) as store, TestClient(build_app(settings, store)) as client:
        client.base_url = "http://localhost"
        page = client.get(f"/article/{row.article_id}/archived?lang=en")
    assert page.status_code == 410
    assert "dropped from the archive for its age" in page.text


def test_archive_doctor_backup_and_takedown_stay_right(settings, monkeypatch, tmp_path) -> None:
    prune(settings, DAYS, NOW)
    monkeypatch.setenv("RASID_HOME", str(settings.home))
    assert CliRunner().invoke(rasid, ["archive", "verify"]).exit_code == 0
    backup(settings, tmp_path / "all.tar")
    restored = load_settings({"home": str(tmp_path / "new")}, env={})
    restore(restored, tmp_path / "all.tar")
    assert rows_of(restored, URLS[0])[0].pruned_at == NOW
    assert forget(settings, URLS[0], "court order").captures == 1
    assert rows_of(settings, URLS[0]) == []
    assert {"archive": True, "agreement": True}.items() <= doctor().items()
    next(open_archive(settings).folder.glob("*.warc.gz")).unlink()
    assert {"archive": False}.items() <= doctor().items()


def test_a_kill_between_ledger_and_archive_is_mended_by_the_next_run(settings) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", DRIVER, NOW.isoformat()]
    killed = subprocess.run(command, cwd=root, env={"RASID_HOME": str(settings.home)}, check=False)
    assert killed.returncode == -9
    assert rows_of(settings, URLS[0])[0].pruned_at
    assert len(open_archive(settings).files()) == 2
    done = prune(settings, DAYS, NOW)
    assert len(done.files) == 1
    assert len(open_archive(settings).files()) == 1
    assert verify_sample(settings, NOW) == 1


def test_a_takedown_after_such_a_kill_reaches_the_file_that_is_still_there(settings) -> None:
    locator = rows_of(settings, URLS[0])[0].locator
    name = file_of(locator)
    with ledger_of(settings) as ledger:
        assert mark_pruned(ledger.engine, name, NOW, NOW, {name})
    forget(settings, URLS[0], "court order")
    with pytest.raises(ArchiveError, match="no readable record"):
        open_archive(settings).read(locator)


def test_the_daily_upkeep_prunes_where_the_setting_is_on(settings) -> None:
    assert prune_archive(settings, NOW) == 0
    on = load_settings({"home": str(settings.home), "archive_days": "365"}, env={})
    assert prune_archive(on, NOW) == 1


def test_the_command_asks_for_days_and_lists_the_files(settings, monkeypatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(settings.home))
    assert CliRunner().invoke(rasid, ["archive", "prune"]).exit_code == 2
    monkeypatch.setenv("RASID_ARCHIVE_DAYS", "365")
    dry = CliRunner().invoke(rasid, ["archive", "prune", "--dry-run", "--json"])
    assert [(row["captures"], row["dry_run"]) for row in map(json.loads, dry.stdout.splitlines())] == [(2, True)]
    done = CliRunner().invoke(rasid, ["archive", "prune", "--older-than", "365"])
    assert done.exit_code == 0
    assert "1 files, 2 captures" in done.stderr


def test_a_file_at_a_remote_place_goes_there(tmp_path, monkeypatch) -> None:
    made = load_settings({"home": str(tmp_path / "home"), "archive_url": "memory://pruned"}, env={})
    written(monkeypatch, OLD, made, [(URLS[0], PAGES[0], OLD)])
    ingest_waiting(made)
    assert len(prune(made, DAYS, NOW).files) == 1
    assert open_archive(made).files() == ()
