"""Who asks a cluster that is gone hears of it in seconds; who writes keeps waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from infra.cli import rasid
from infra.config import load_settings
from infra.elasticsearch.templates import Names
from infra.stores import open_store
from infra.stores.base import Query, StoreError
from infra.stores.elasticsearch import ElasticsearchStore
from tests.infra.stores.samples import stored


@pytest.fixture
def mute() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def absent() -> str:
    """An address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def _env(url: str, home: Path) -> dict[str, str]:
    return {
        "RASID_HOME": str(home),
        "RASID_STORE": "elasticsearch",
        "RASID_ELASTICSEARCH_URL": url,
        "RASID_ELASTICSEARCH_PATIENCE": "1",
    }


@pytest.mark.parametrize("command", [("search", "دجلة"), ("status",), ("es", "status")])
@pytest.mark.parametrize("kind", ["absent", "mute"])
def test_a_reader_hears_in_seconds_that_the_cluster_is_gone(
    command: tuple[str, ...], kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    started = time.monotonic()
    result = CliRunner().invoke(rasid, command, env=_env(request.getfixturevalue(kind), tmp_path))
    assert time.monotonic() - started < 20  # of a patience of 1 s, on a machine under load; a writer's is 300 s
    assert isinstance(result.exception, StoreError)
    told = {"absent": "out of reach.*RASID_ELASTICSEARCH_URL", "mute": "in time.*RASID_ELASTICSEARCH_PATIENCE"}
    with pytest.raises(StoreError, match=told[kind]):
        raise result.exception


def test_what_nobody_waits_for_is_patient(absent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class EnoughError(Exception):
        pass

    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 12:
            raise EnoughError

    # No pause of a reader is longer than its patience of 1 s: 12 of them never come to 20 s.
    monkeypatch.setattr("infra.stores.elasticsearch.patience.time.sleep", wait)
    settings = load_settings(env=_env(absent, tmp_path))
    acts: list[Callable[[ElasticsearchStore], object]] = [
        lambda store: store.search(Query()),
        lambda store: store.write([stored("a")]),
    ]
    for patient, act in ((True, acts[0]), (False, acts[1])):
        waits.clear()
        store = open_store(settings, patient=patient)
        assert isinstance(store, ElasticsearchStore)
        with closing(store), pytest.raises(EnoughError):
            act(store)
        assert sum(waits) > 20


def test_a_store_that_has_written_waits_for_its_own_articles(elasticsearch_url: str, names: Names) -> None:
    with closing(ElasticsearchStore(Elasticsearch(elasticsearch_url), names=names, reading=0.5)) as store:
        store.write([stored("a")])
        assert store.counts()["articles"] == 1
