"""A back-up taken is a back-up that can be taken back: same articles, same ledger, same evidence."""

from __future__ import annotations

import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from infra.backup import BackupError, backup, restore
from infra.config import load_settings
from infra.running import ingest_waiting
from infra.sink import open_archive, open_ledger
from infra.stores import open_store
from tests.infra.pages import NOW, capture_pages, html

URL = "http://outlet.example/1"


@pytest.fixture
def settings(tmp_path):
    made = load_settings({"home": str(tmp_path / "home")}, env={})
    capture_pages(made, [(URL, html(), NOW)])
    ingest_waiting(made)
    (made.home / "searches.yaml").write_text("{}")
    return made


def stored(settings):
    with closing(open_store(settings)) as store:
        return list(store.export())


def test_what_comes_back_is_what_was_there(settings, tmp_path) -> None:
    backup(settings, tmp_path / "rasid.tar")
    other = load_settings({"home": str(tmp_path / "other")}, env={})
    restore(other, tmp_path / "rasid.tar")
    assert stored(other) == stored(settings)
    (row,) = open_ledger(other).captures_of(URL)
    assert open_archive(other).read(row.locator).body == html()
    assert (other.home / "searches.yaml").read_text() == "{}"


def test_the_archive_may_be_left_out(settings, tmp_path) -> None:
    assert not [name for name in backup(settings, tmp_path / "rasid.tar", with_archive=False) if "archive" in name]


def test_a_file_that_a_crawl_closes_meanwhile_is_in_it_under_its_new_name(settings, tmp_path, monkeypatch) -> None:
    folder = open_archive(settings).folder
    (folder / "rasid-now-00000.warc.gz.open").write_bytes(b"bytes")
    add = tarfile.TarFile.add

    def late(tar, name, *rest, **named):
        if Path(name).suffix == ".open":
            Path(name).rename(Path(name).with_suffix(""))
        add(tar, name, *rest, **named)

    monkeypatch.setattr(tarfile.TarFile, "add", late)
    assert "archive/rasid-now-00000.warc.gz" in backup(settings, tmp_path / "rasid.tar")


def test_a_file_that_goes_meanwhile_is_named_and_no_half_is_left(settings, tmp_path, monkeypatch) -> None:
    add = tarfile.TarFile.add

    def late(tar, name, *rest, **named):
        if str(name).endswith(".warc.gz"):
            Path(name).unlink()
        add(tar, name, *rest, **named)

    monkeypatch.setattr(tarfile.TarFile, "add", late)
    with pytest.raises(BackupError, match=r"warc\.gz went while it was copied"):
        backup(settings, tmp_path / "rasid.tar")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_nothing_is_written_over(settings, tmp_path) -> None:
    backup(settings, tmp_path / "rasid.tar")
    with pytest.raises(BackupError, match="exists"):
        backup(settings, tmp_path / "rasid.tar")
    with pytest.raises(BackupError, match="not empty"):
        restore(settings, tmp_path / "rasid.tar")


def test_a_file_that_is_no_back_up_is_refused(tmp_path) -> None:
    (tmp_path / "x.tar").write_text("nothing")
    with pytest.raises(BackupError, match=r"x\.tar: not readable as a back-up"):
        restore(load_settings({"home": str(tmp_path / "home")}, env={}), tmp_path / "x.tar")


def test_what_lies_on_a_server_is_left_to_the_server(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path), "ledger_url": "postgresql+psycopg://x/y"}, env={})
    with pytest.raises(BackupError, match="pg_dump"):
        backup(settings, tmp_path / "rasid.tar")
