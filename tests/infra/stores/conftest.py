"""The stores that the contract suite runs over. Another engine adds one line to `FACTORIES` and its own factory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from infra.stores.base import Store
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.sqlite import SqliteStore
from tests.infra.stores.samples import CORPUS

Factory = Callable[[pytest.FixtureRequest, Path], AbstractContextManager[Store]]


@contextmanager
def _sqlite(_request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    store = SqliteStore(folder / "search.sqlite")
    yield store
    store.close()


@contextmanager
def _elasticsearch(request: pytest.FixtureRequest, _folder: Path) -> Iterator[Store]:
    url: str = request.getfixturevalue("elasticsearch_url")
    with request.getfixturevalue("pool").names() as names:
        store = ElasticsearchStore(Elasticsearch(url, request_timeout=60), names=names, patience=30)
        yield store
        store.close()


# Each gives an empty store that finds at once what was written.
FACTORIES: dict[str, Factory] = {"sqlite": _sqlite, "elasticsearch": _elasticsearch}


@pytest.fixture(params=FACTORIES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with FACTORIES[request.param](request, tmp_path) as opened:
        yield opened


@pytest.fixture(params=FACTORIES, scope="module")
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that holds `CORPUS`; tests only read it."""
    with FACTORIES[request.param](request, tmp_path_factory.mktemp("filled")) as opened:
        opened.write(CORPUS)
        yield opened
