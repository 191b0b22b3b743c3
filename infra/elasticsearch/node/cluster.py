"""One cluster of test nodes: started, harmed and stopped."""

from __future__ import annotations

import json
import secrets
import shutil
import signal
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.elasticsearch.node import process
from infra.elasticsearch.node.certificates import write_certificates
from infra.elasticsearch.node.distribution import cache_folder, install
from infra.elasticsearch.node.jdk import NodeError
from infra.elasticsearch.node.settings import ADMIN, write_config


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One node: its name and its ports on loopback."""

    name: str
    http_port: int
    transport_port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A cluster on loopback. Its state lies in the cache folder, so that another process finds it again."""

    name: str
    heap: str
    security: bool
    password: str
    nodes: tuple[Node, ...]

    @property
    def folder(self) -> Path:
        """Where configuration, data and logs lie."""
        return cache_folder() / "clusters" / self.name

    @property
    def urls(self) -> list[str]:
        """The address of every node."""
        return [f"{'https' if self.security else 'http'}://127.0.0.1:{node.http_port}" for node in self.nodes]

    @property
    def ca(self) -> Path | None:
        """The certificate of the authority that signed the nodes', where security is on."""
        return self.folder / "certificates" / "ca.pem" if self.security else None

    @property
    def admin(self) -> tuple[str, str] | None:
        """Name and password of the superuser, where security is on."""
        return (ADMIN, self.password) if self.security else None

    def start(self, indexes: Iterable[int] | None = None) -> None:
        """Start all nodes, or those named, at once; return when they are up."""
        home = install()
        chosen = range(len(self.nodes)) if indexes is None else indexes
        started = [(folder, process.launch(home, folder, self.heap)) for folder in map(self._at, chosen)]
        for folder, starter in started:
            process.wait_until_up(starter, folder)

    def kill(self, index: int) -> None:
        """End a node as a power cut does (SIGKILL)."""
        process.send(self._at(index), signal.SIGKILL, wait=True)

    def stop(self, index: int) -> None:
        """Shut a node down in good order (SIGTERM)."""
        process.send(self._at(index), signal.SIGTERM, wait=True)

    def pause(self, index: int) -> None:
        """Freeze a node (SIGSTOP)."""
        process.send(self._at(index), signal.SIGSTOP, wait=False)

    def resume(self, index: int) -> None:
        """Let a frozen node go on (SIGCONT)."""
        process.send(self._at(index), signal.SIGCONT, wait=False)

    def alive(self) -> list[bool]:
        """Say of each node whether it runs."""
        return [process.node_pid(self._at(index)) is not None for index in range(len(self.nodes))]

    def down(self) -> None:
        """End every node and remove its data."""
        for index in range(len(self.nodes)):
            self.kill(index)
        shutil.rmtree(self.folder)

    def _at(self, index: int) -> Path:
        return self.folder / self.nodes[index].name


def create(name: str, *, nodes: int = 1, heap: str = "512m", security: bool = False) -> Cluster:
    """Write the configuration of a new cluster; `Cluster.start` starts it."""
    home = install()
    ports = process.free_ports(2 * nodes)
    cluster = Cluster(
        name=name,
        heap=heap,
        security=security,
        password=secrets.token_urlsafe(16) if security else "",
        nodes=tuple(
            Node(name=f"{name}-{n + 1}", http_port=ports[2 * n], transport_port=ports[2 * n + 1]) for n in range(nodes)
        ),
    )
    if cluster.folder.exists():
        raise NodeError(
            f"{cluster.folder} is there: `python -m infra.elasticsearch.node down --name {name}` removes it"
        )
    cluster.folder.mkdir(parents=True)
    _write(cluster, home)
    return cluster


def _write(cluster: Cluster, home: Path) -> None:
    certificates = cluster.folder / "certificates" if cluster.security else None
    if certificates:
        write_certificates(certificates)
    for node in cluster.nodes:
        write_config(
            home,
            cluster.folder / node.name,
            cluster=f"rasid-{cluster.name}",
            name=node.name,
            http_port=node.http_port,
            transport_ports={each.name: each.transport_port for each in cluster.nodes},
            certificate_dir=certificates,
            password=cluster.password,
        )
    state = cluster.folder / "state.json"
    state.touch(mode=0o600)
    state.write_text(json.dumps(asdict(cluster)))


def running(name: str) -> Cluster:
    """Return the cluster that ``up`` has made under this name; `NodeError` where there is none."""
    state = cache_folder() / "clusters" / name / "state.json"
    if not state.is_file():
        raise NodeError(f"no cluster {name!r}; `python -m infra.elasticsearch.node up --name {name}` starts one")
    data = json.loads(state.read_text())
    return Cluster(**{**data, "nodes": tuple(Node(**node) for node in data["nodes"])})
