"""The command line `rasid`: thin; a command's module is imported when the command is called."""

from __future__ import annotations

import importlib
import sys

import click

from processors.errors import RasidError

_COMMANDS = {
    "airflow": "infra.cli.airflow",
    "analyze": "infra.cli.analyze",
    "archive": "infra.cli.archive",
    "backup": "infra.cli.backup",
    "config": "infra.cli.config",
    "crawl": "infra.cli.crawl",
    "date": "infra.cli.date",
    "demo": "infra.cli.demo",
    "diff": "infra.cli.articles",
    "doctor": "infra.cli.doctor",
    "entities": "infra.cli.entities",
    "es": "infra.cli.es",
    "export": "infra.cli.articles",
    "health": "infra.cli.health",
    "import": "infra.cli.articles",
    "forget": "infra.cli.forget",
    "ingest": "infra.cli.crawl",
    "kibana": "infra.cli.kibana",
    "names": "infra.cli.names",
    "outlets": "infra.cli.outlets",
    "quarantine": "infra.cli.upkeep",
    "reprocess": "infra.cli.upkeep",
    "restore": "infra.cli.backup",
    "run": "infra.cli.crawl",
    "search": "infra.cli.search",
    "serve": "infra.cli.serve",
    "show": "infra.cli.articles",
    "status": "infra.cli.upkeep",
    "story": "infra.cli.story",
    "tag": "infra.cli.tag",
    "tokens": "infra.cli.text",
    "watch": "infra.cli.watch",
}


class _Lazy(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=_Lazy)
def rasid() -> None:
    """Rasid راصد: media monitoring for the Arabic press. State lies under RASID_HOME (see `rasid config`)."""


def main() -> None:
    """Run the command line; a `RasidError` goes to stderr as one plain message, exit status 2."""
    try:
        rasid()
    except RasidError as error:
        click.echo(f"rasid: {error}", err=True)
        sys.exit(2)
