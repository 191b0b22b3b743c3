"""`rasid kibana`: what analysts open, put into a Kibana and fetched from it."""

from __future__ import annotations

import json
import sys

import click

from infra.config import api_key, load_settings
from infra.elasticsearch.templates import Names
from infra.kibana.build import ndjson, saved_objects
from infra.kibana.client import Kibana
from infra.kibana.rules import rules as built
from infra.stores.elasticsearch.connection import account

_URL = click.option("--url", required=True, help="Address of Kibana, such as https://kibana.example:5601.")
_SPACE = click.option("--space", help="Space of Kibana; the default one where not given.")


@click.group()
def kibana() -> None:
    """Install and export data views, searches, dashboards and alert rules.

    Signs in as an administrator where RASID_ELASTICSEARCH_ADMIN and RASID_ELASTICSEARCH_ADMIN_PASSWORD are set, else
    with the API key of the settings (RASID_ELASTICSEARCH_API_KEY_FILE), which must be allowed to manage saved objects
    and rules; verifies the certificate against RASID_ELASTICSEARCH_CA where that is set. What is installed reads the
    indices of the setting elasticsearch_prefix.
    """


@kibana.command()
@_URL
@_SPACE
def install(url: str, space: str | None) -> None:
    """Put Rasid's objects into Kibana, over those of the same ids. May be run again.

    Example: rasid kibana install --url https://kibana.example:5601
    """
    count = _connected(url, space).install(ndjson(_prefix()).encode())
    click.echo(f"installed {count} objects")


@kibana.command()
@_URL
@_SPACE
def export(url: str, space: str | None) -> None:
    """Write Rasid's objects as they stand in Kibana, with what analysts changed, to stdout as NDJSON.

    Example: rasid kibana export --url https://kibana.example:5601 > changed.ndjson
    """
    found = _connected(url, space).export([(one.type, one.id) for one in saved_objects(_prefix())])
    click.echo(found, nl=False)


@kibana.group()
def rules() -> None:
    """Install and export alert rules: changed headlines, breaking news, silence, lag, errors, missing volume."""


@rules.command("install")
@_URL
@_SPACE
def install_rules(url: str, space: str | None) -> None:
    """Put Rasid's alert rules into Kibana; those that are there are brought up to date, with the actions that
    analysts gave them. May be run again.

    Example: rasid kibana rules install --url https://kibana.example:5601
    """
    connected, prefix = _connected(url, space), _prefix()
    for rule in built(Names(prefix=prefix)):
        made = connected.put_rule(rule.id(prefix, space), rule.made(), rule.changed())
        click.echo(f"{'made' if made else 'changed'} {rule.name}")


@rules.command("export")
@_URL
@_SPACE
def export_rules(url: str, space: str | None) -> None:
    """Write Rasid's alert rules as they stand in Kibana, with what analysts changed, to stdout as NDJSON.

    Example: rasid kibana rules export --url https://kibana.example:5601 > rules.ndjson
    """
    connected, prefix = _connected(url, space), _prefix()
    for rule in built(Names(prefix=prefix)):
        found = connected.rule(rule.id(prefix, space))
        if found is None:
            click.echo(f"{rule.name}: not in this Kibana; `rasid kibana rules install` makes it", err=True)
        else:
            sys.stdout.write(json.dumps(found, ensure_ascii=False, sort_keys=True) + "\n")


def _prefix() -> str:
    return load_settings().elasticsearch_prefix


def _connected(url: str, space: str | None) -> Kibana:
    settings = load_settings()
    ca = settings.elasticsearch_ca or None
    return Kibana(url=url, space=space, api_key=api_key(settings), ca=ca, account=account())
