"""`rasid es`: what an administrator does to the Elasticsearch cluster."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import click

from infra.cli.common import emit, note
from infra.config import Settings, load_settings
from infra.elasticsearch.templates import Names, mapping_version
from infra.stores.elasticsearch import ElasticsearchStore, connect
from infra.stores.elasticsearch.connection import administrator
from infra.stores.elasticsearch.drift import lacking, told
from infra.stores.elasticsearch.migrate import Migrator
from infra.stores.elasticsearch.setup import grant as make_keys
from infra.stores.elasticsearch.setup import set_up


@click.group()
def es() -> None:
    """Prepare the Elasticsearch cluster: templates, keys, state.

    Administrators sign in by the environment (never by an argument, which everybody on the machine could read):
    RASID_ELASTICSEARCH_ADMIN and RASID_ELASTICSEARCH_ADMIN_PASSWORD; else the API key of the settings is used.
    """


def _names(settings: Settings) -> Names:
    return Names(prefix=settings.elasticsearch_prefix)


@es.command()
@click.option("--delete-after", type=click.IntRange(1), help="Days after which a month's articles are deleted.")
def setup(delete_after: int | None) -> None:
    """Put the index templates and, where the cluster offers it, the life cycle. May be run again.

    Example: rasid es setup
    """
    settings = load_settings()
    with closing(administrator(settings)) as client:
        for what in set_up(client, _names(settings), delete_after_days=delete_after):
            click.echo(f"put {what}")


@es.command()
@click.option("--expires", help="Time after which the keys expire, such as 90d; never where not given.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the keys.")
def grant(expires: str | None, into: Path) -> None:
    """Make two API keys with few privileges: one for ingest, one for analysts; each into a file only you can read.

    Example: rasid es grant --into keys --expires 90d
    """
    settings = load_settings()
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(administrator(settings)) as client:
        for key in make_keys(client, _names(settings), expiration=expires):
            file = into / f"{key.name}.key"
            file.unlink(missing_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
                opened.write(key.encoded + "\n")
            click.echo(f"{key.name} (id {key.id}): {file}")
    click.echo("set RASID_ELASTICSEARCH_API_KEY_FILE to the file of the ingest key", err=True)


@es.command()
@click.option("--back", is_flag=True, help="Read the version before again, with all that was written since.")
def migrate(back: bool) -> None:
    """Build the next version of the indices from the present one, then read that; no search sees half of it.

    Writers wait meanwhile and go on in the new version. The old version stays, so that --back is possible; delete its
    indices when you are content.

    Example: rasid es migrate
    """
    settings = load_settings()
    with closing(administrator(settings)) as client:
        migrator = Migrator(client, _names(settings))
        done = migrator.back() if back else migrator.forward()
        emit({"before": done.before, "now": done.now, "articles": done.articles})


@es.command()
def status() -> None:
    """Show the indices, the mapping's version and which indices are older than the template, as JSON.

    Example: rasid es status
    """
    settings = load_settings()
    names = _names(settings)
    client, reading = connect(settings), float(settings.elasticsearch_patience)
    with closing(ElasticsearchStore(client, names=names, reading=reading)) as store:
        counts = store.counts()  # the first question: where the cluster is out of reach this says so
        found = client.options(ignore_status=404).indices.get_alias(name=names.alias).body
        indices = sorted(name for name in found if names.parts(name))
        older = lacking(client, names, reading)
        emit({**counts, "alias": names.alias, "indices": indices, "mapping_version": mapping_version(), "older": older})
    if older:
        note(told(older))
