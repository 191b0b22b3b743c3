"""The real Elasticsearch that the tests share: one node a session, or the cluster of RASID_TEST_ELASTICSEARCH_URL."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from elasticsearch import Elasticsearch

from infra.demo import Site, build_site, serve
from infra.elasticsearch.node import Cluster, NodeError, create, running
from infra.elasticsearch.node.distribution import cache_folder
from infra.elasticsearch.templates import Names
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.setup import set_up

_MARK = "pytest-"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The demo's outlets of today, served on loopback for one module, whose tests may break them."""
    made = build_site(datetime.now(UTC))
    with serve(made):
        yield made


def _remove_orphans() -> None:
    """End nodes of test runs that were killed."""
    folder = cache_folder() / "clusters"
    for cluster in folder.glob(f"{_MARK}*") if folder.is_dir() else ():
        owner = cluster.name.split("-")[1]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists() and Path("/proc/self").exists():
            with contextlib.suppress(NodeError):
                running(cluster.name).down()


@contextlib.contextmanager
def real_cluster(*, nodes: int = 1, security: bool = False, heap: str = "512m") -> Iterator[Cluster]:
    """A cluster of the tests' own; without a JDK or Maven the test is skipped, under CI=true it fails."""
    name = f"{_MARK}{os.getpid()}-{uuid4().hex[:4]}"
    try:
        _remove_orphans()
        cluster = create(name, nodes=nodes, security=security, heap=heap)
    except NodeError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"no Elasticsearch node: {error}")
        pytest.skip(f"no Elasticsearch node: {error}")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.down()


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """The address of a cluster without security."""
    given = os.environ.get("RASID_TEST_ELASTICSEARCH_URL")
    if given:
        yield given
        return
    with real_cluster() as cluster:
        yield cluster.urls[0]


@pytest.fixture(scope="session")
def secured() -> Iterator[Cluster]:
    """A cluster of one node with security and TLS on."""
    with real_cluster(security=True) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def es(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    """A client of the shared node."""
    client = Elasticsearch(elasticsearch_url, request_timeout=60)
    yield client
    client.close()


@pytest.fixture
def names(es: Elasticsearch) -> Iterator[Names]:
    """Names of indices that no other test uses, their templates put; all is removed afterwards."""
    with fresh_names(es) as own:
        yield own


class Pool:
    """Names that are used again by one test after the other: emptying indices is ten times faster than making them."""

    def __init__(self, es: Elasticsearch, stack: contextlib.ExitStack) -> None:
        self._es, self._stack = es, stack
        self._free: list[Names] = []

    @contextlib.contextmanager
    def names(self) -> Iterator[Names]:
        """Names of indices that hold nothing."""
        own = self._free.pop() if self._free else self._stack.enter_context(fresh_names(self._es))
        yield own
        store = ElasticsearchStore(self._es, names=own)
        self._es.options(ignore_status=404).indices.refresh(index=own.alias)
        store.delete([one.enriched.article.id for one in store.export()])
        self._es.options(ignore_status=404).indices.refresh(index=own.alias)
        self._free.append(own)


@pytest.fixture(scope="session")
def pool(es: Elasticsearch) -> Iterator[Pool]:
    """Names for tests that need an empty store."""
    with contextlib.ExitStack() as stack:
        yield Pool(es, stack)


@contextlib.contextmanager
def fresh_names(es: Elasticsearch) -> Iterator[Names]:
    """Names of indices that nobody else uses, for fixtures of any scope."""
    own = Names(prefix=f"t{uuid4().hex[:8]}")
    set_up(es, own)
    try:
        yield own
    finally:
        found = es.options(ignore_status=404).indices.get(index=f"{own.prefix}-*")
        for index in found.body:
            es.options(ignore_status=404).indices.delete(index=index)
        for template in es.indices.get_index_template(name=f"{own.prefix}-*")["index_templates"]:
            es.indices.delete_index_template(name=template["name"])
