"""`rasid kibana`: what analysts open, put into a Kibana and fetched from it."""

from __future__ import annotations

import json

import click

from infra.config import api_key, load_settings
from infra.kibana.build import FILE
from infra.kibana.client import Kibana

_URL = click.option("--url", required=True, help="Address of Kibana, such as https://kibana.example:5601.")
_SPACE = click.option("--space", help="Space of Kibana; the default one where not given.")


@click.group()
def kibana() -> None:
    """Install and export data views, searches and dashboards.

    Signs in with the API key of the settings (RASID_ELASTICSEARCH_API_KEY_FILE), which must be allowed to manage saved
    objects; verifies the certificate against RASID_ELASTICSEARCH_CA where that is set.
    """


@kibana.command()
@_URL
@_SPACE
def install(url: str, space: str | None) -> None:
    """Put Rasid's objects into Kibana, over those of the same ids. May be run again.

    Example: rasid kibana install --url https://kibana.example:5601
    """
    count = _connected(url, space).install(FILE.read_bytes())
    click.echo(f"installed {count} objects")


@kibana.command()
@_URL
@_SPACE
def export(url: str, space: str | None) -> None:
    """Write Rasid's objects as they stand in Kibana, with what analysts changed, to stdout as NDJSON.

    Example: rasid kibana export --url https://kibana.example:5601 > changed.ndjson
    """
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    found = _connected(url, space).export([(one["type"], one["id"]) for one in lines])
    click.echo(found, nl=False)


def _connected(url: str, space: str | None) -> Kibana:
    settings = load_settings()
    return Kibana(url=url, space=space, api_key=api_key(settings), ca=settings.elasticsearch_ca or None)
