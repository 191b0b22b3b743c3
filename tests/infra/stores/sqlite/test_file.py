"""The file of the embedded store: kept through kills, shared by processes, brought forward, refused when newer."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest

from infra.stores.base import Query, StoreError
from infra.stores.sqlite import SqliteStore
from infra.stores.sqlite.schema import STEPS, open_file
from tests.infra.stores.samples import CORPUS, stored

_WRITE_FOREVER = """
import sys
from pathlib import Path
from infra.stores.sqlite import SqliteStore
from tests.infra.stores.samples import stored
store = SqliteStore(Path(sys.argv[1]))
number = int(sys.argv[2])
while True:
    store.write([stored(f"k{number + at:06}", f"خبر رقم {number + at}", "نص الخبر") for at in range(20)])
    number += 20
    print(number, flush=True)
"""


def _writer(path: Path, first: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITE_FOREVER, str(path), str(first)], stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("pause", [0.0, 0.013, 0.05])
def test_a_writer_killed_at_any_moment_leaves_whole_batches(tmp_path: Path, pause: float) -> None:
    path = tmp_path / "search.sqlite"
    process = _writer(path, 0)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    said = [0, *map(int, process.stdout.read().split())][-1]
    process.wait()
    store = SqliteStore(path)
    articles = store.counts()["articles"]
    assert articles % 20 == 0
    assert articles >= said
    assert store.search(Query(text="خبر")).total == articles
    assert len(list(store.export())) == articles
    store._connection.execute("INSERT INTO words(words) VALUES('integrity-check')")
    assert store._connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_two_processes_write_while_a_third_reads(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    store = SqliteStore(path)
    processes = [_writer(path, 0), _writer(path, 500_000)]
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        seen = [store.search(Query(text="خبر", limit=0)).total for _ in range(5)]
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert seen == sorted(seen)
    assert store.search(Query()).total == store.counts()["articles"] >= 40


def test_a_file_of_a_newer_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    open_file(path).execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    with pytest.raises(StoreError, match="upgrade Rasid"):
        SqliteStore(path)


def test_an_older_file_is_copied_and_then_brought_forward(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    store = SqliteStore(path)
    store.write(CORPUS)
    store.close()

    def step(connection: apsw.Connection) -> None:
        connection.execute("CREATE TABLE later(x)")

    connection = open_file(path, (*STEPS, step))
    assert connection.execute("SELECT count(*) FROM later").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(STEPS) + 1,)
    connection.close()
    copy = apsw.Connection(str(tmp_path / f"search.sqlite.version{len(STEPS)}"))
    assert copy.execute("SELECT count(*) FROM articles").fetchone() == (len(CORPUS),)


def test_a_step_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    open_file(path).close()

    def step(connection: apsw.Connection) -> None:
        connection.execute("CREATE TABLE later(x)")
        connection.execute("INSERT INTO nowhere VALUES(1)")

    with pytest.raises(StoreError):
        open_file(path, (*STEPS, step))
    connection = open_file(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)


def test_what_is_no_database_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be looked at by the library" * 20)
    with pytest.raises(StoreError, match=r"search\.sqlite"):
        SqliteStore(path)


def test_what_another_connection_writes_is_seen_at_once(tmp_path: Path) -> None:
    one, other = SqliteStore(tmp_path / "s.sqlite"), SqliteStore(tmp_path / "s.sqlite")
    assert one.search(Query(text="خبر")).total == 0
    other.write([stored("x", "خبر")])
    assert one.search(Query(text="خبر")).total == 1
    other.delete(["x"])
    assert one.search(Query(text="خبر")).total == 0


def test_the_names_in_an_older_file_are_counted_like_those_of_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "search.sqlite"
    named = "SELECT n.entity, n.text, u.rowid, u.outlet, u.country FROM named n JOIN naming u ON u.name = n.id"
    store = SqliteStore(path)
    store.write(CORPUS)
    before = set(store._connection.execute(named))
    store._connection.execute("DROP TABLE named; DROP TABLE naming; DROP INDEX revised; PRAGMA user_version = 1")
    store.close()
    assert set(SqliteStore(path)._connection.execute(named)) == before
    assert len(before) == 10
