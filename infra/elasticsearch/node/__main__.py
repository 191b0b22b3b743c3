"""``python -m infra.elasticsearch.node install | up | down | status``."""

from __future__ import annotations

import json
import sys

import click

from infra.elasticsearch.node import Cluster, NodeError, create, install, running

_name = click.option("--name", default="local", show_default=True, help="Name of the cluster.")


@click.group()
def node() -> None:
    """Run a real Elasticsearch on loopback for tests. Example: python -m infra.elasticsearch.node up --nodes 3"""


@node.command("install")
def install_command() -> None:
    """Fetch the server and build its plugin, once. Example: python -m infra.elasticsearch.node install"""
    click.echo(install())


@node.command()
@_name
@click.option("--nodes", type=click.IntRange(1, 9), default=1, show_default=True, help="How many nodes.")
@click.option("--heap", default="512m", show_default=True, help="Java heap of each node.")
@click.option("--security/--no-security", default=False, show_default=True, help="Users, API keys and TLS.")
def up(name: str, nodes: int, heap: str, security: bool) -> None:
    """Start a cluster and show its addresses as JSON. Example: python -m infra.elasticsearch.node up --security"""
    cluster = create(name, nodes=nodes, heap=heap, security=security)
    cluster.start()
    _show(cluster)


@node.command()
@_name
def down(name: str) -> None:
    """End a cluster and remove its data. Example: python -m infra.elasticsearch.node down --name local"""
    running(name).down()


@node.command()
@_name
def status(name: str) -> None:
    """Show a cluster's addresses and which nodes run, as JSON. Example: python -m infra.elasticsearch.node status"""
    _show(running(name))


def _show(cluster: Cluster) -> None:
    nodes = [{"url": url, "running": alive} for url, alive in zip(cluster.urls, cluster.alive(), strict=True)]
    # The password opens a throw-away cluster on loopback only.
    shown = {"name": cluster.name, "nodes": nodes, "ca": str(cluster.ca or ""), "admin": cluster.admin}
    click.echo(json.dumps(shown))


if __name__ == "__main__":
    try:
        node()
    except NodeError as error:
        click.echo(f"node: {error}", err=True)
        sys.exit(1)
