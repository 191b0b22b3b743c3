"""Three real nodes, one replica: one dies, all stop, disks fill; ledger and index agree afterwards."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch.node import Cluster
from infra.ingest import IngestReport
from infra.ledger.articles import waiting_captures
from tests.infra.conftest import fresh_names, real_cluster
from tests.infra.elasticsearch.desk import Desk, new_desk

_LONG = pytest.mark.timeout(600)  # three nodes that start at once on a busy machine take minutes
_DISK = "cluster.routing.allocation.disk"
FEW, SUITE, SOAK = 600, 2000, 20_000
PATIENCE = 300.0  # seconds that three nodes may take to come back on a busy machine


@pytest.fixture(scope="module")
def three() -> Iterator[Cluster]:
    with real_cluster(nodes=3) as cluster:
        yield cluster


@pytest.fixture
def desk(three: Cluster, tmp_path: Path) -> Iterator[Desk]:
    client = Elasticsearch(three.urls, request_timeout=30, max_retries=0, retry_on_timeout=False)
    # One of three may be dead from the test before: the majority goes on, and a start takes long.
    with fresh_names(client.options(max_retries=20)) as names:
        yield new_desk(client, names, tmp_path)
    client.close()


def admin(desk: Desk) -> Elasticsearch:
    """A client for the test's own calls, which turns to another node where one is dead."""
    return desk.client.options(max_retries=20)


def start_dead(desk: Desk, cluster: Cluster) -> None:
    cluster.start([index for index, alive in enumerate(cluster.alive()) if not alive])
    health = admin(desk).cluster.health(wait_for_nodes="3", timeout="25s")
    assert not health["timed_out"], health


def wait_for(desk: Desk, status: str) -> None:
    health = admin(desk).cluster.health(index=desk.names.alias, wait_for_status=status, timeout="25s")
    assert not health["timed_out"], health


def holder(desk: Desk, cluster: Cluster) -> int:
    """The node that holds the primary of the first month."""
    shards = cast(list[dict[str, Any]], admin(desk).cat.shards(index=desk.names.alias, format="json").body)
    node = next(shard["node"] for shard in shards if shard["prirep"] == "p")
    return [one.name for one in cluster.nodes].index(node)


def ingest_through(desk: Desk, count: int, harm: Callable[[], None]) -> IngestReport:
    """Ingest; ``harm`` comes while the batch that follows the third is under way."""
    desk.capture(count)
    harming: list[Future[None]] = []

    def begin() -> None:
        wait_for(desk, "green")  # each month has its replica on another node
        harming.append(pool.submit(harm))

    with ThreadPoolExecutor(1) as pool:
        report = desk.ingest(desk.store(patience=PATIENCE), pause=at_batch(3, begin))
    harming[0].result()
    return report


def at_batch(number: int, act: Callable[[], None]) -> Callable[[str], None]:
    """Call ``act`` once ``number`` batches are stored, before the ledger knows of the last."""
    batches = itertools.count(1)

    def pause(_point: str) -> None:
        if next(batches) == number:
            act()

    return pause


def lose_a_node(desk: Desk, cluster: Cluster, count: int) -> None:
    start_dead(desk, cluster)

    def harm() -> None:
        cluster.kill(holder(desk, cluster))
        assert waiting_captures(desk.ledger.engine) > 0

    report = ingest_through(desk, count, harm)
    assert cluster.alive().count(True) == 2
    assert report.created == count
    desk.assert_agreement(count)


def stop_them_all(desk: Desk, cluster: Cluster, count: int, seconds: float) -> None:
    def harm() -> None:
        for index in range(3):
            cluster.kill(index)
        time.sleep(seconds)
        cluster.start()

    report = ingest_through(desk, count, harm)
    assert report.created == count
    desk.assert_agreement(count)


@_LONG
def test_a_node_may_die_in_the_middle_of_an_ingest(
    desk: Desk, three: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="rasid.elasticsearch"):
        lose_a_node(desk, three, SUITE)
    assert "out of reach" in caplog.text
    assert "trying again in" in caplog.text


@_LONG
def test_an_ingest_waits_for_a_disk_at_its_flood_stage_mark(
    desk: Desk, three: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    desk.capture(FEW)
    with caplog.at_level(logging.WARNING, logger="rasid.elasticsearch"), ThreadPoolExecutor(1) as pool:
        report = desk.ingest(desk.store(patience=PATIENCE), pause=at_batch(3, lambda: flood(desk, pool)))
    assert report.created == FEW
    desk.assert_agreement(FEW)
    assert "disk usage exceeded flood-stage watermark" in caplog.text
    assert "trying again in" in caplog.text
    assert "goes on, after" in caplog.text


def flood(desk: Desk, pool: ThreadPoolExecutor) -> None:
    """Put the marks where every disk is beyond them, until the cluster has blocked the indices; then free space."""
    marks = {"low": "3000tb", "high": "2000tb", "flood_stage": "1000tb"}  # of space that must be free
    settings: dict[str, Any] = {f"{_DISK}.watermark.{mark}": free for mark, free in marks.items()}
    settings |= {f"{_DISK}.threshold_enabled": True, "cluster.info.update.interval": "10s"}
    admin(desk).cluster.put_settings(persistent=settings)
    until = time.monotonic() + 60
    while not blocked(desk):
        assert time.monotonic() < until, "no flood-stage block within a minute"
        time.sleep(0.2)

    def free() -> None:
        time.sleep(2)
        admin(desk).cluster.put_settings(persistent=dict.fromkeys(settings))

    pool.submit(free)


def blocked(desk: Desk) -> bool:
    found = admin(desk).indices.get_settings(index=desk.names.alias, flat_settings=True).body.values()
    return all("index.blocks.read_only_allow_delete" in index["settings"] for index in found)


@_LONG
def test_the_whole_cluster_may_stop_during_an_ingest(
    desk: Desk, three: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="rasid.elasticsearch"):
        stop_them_all(desk, three, FEW, seconds=3)
    assert "out of reach" in caplog.text
    assert "trying again in" in caplog.text


@pytest.mark.soak
def test_a_node_may_die_in_the_middle_of_a_long_ingest(desk: Desk, three: Cluster) -> None:
    lose_a_node(desk, three, SOAK)


@pytest.mark.soak
def test_the_whole_cluster_may_stop_for_a_minute(desk: Desk, three: Cluster) -> None:
    stop_them_all(desk, three, SOAK, seconds=60)
