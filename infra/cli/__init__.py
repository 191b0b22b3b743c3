"""The command line `rasid`: thin; a command's module is imported when the command is called."""

from __future__ import annotations

import importlib
import os
import sys

import click

from infra.config import load_settings
from infra.exits import Exit, heed_sigterm
from infra.logs import LOG, configure, is_json, masked
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
@click.option("--log-format", type=click.Choice(["text", "json"]), help="Log lines for people, or JSON lines.")
@click.pass_obj
def rasid(process: object, log_format: str | None) -> None:
    """Rasid راصد: media monitoring for the Arabic press. State lies under RASID_HOME (see `rasid config`).

    Exit status: 0 done; 1 done, but something needs a look; 2 not done, since something given is wrong.
    """
    if process is not _OWN:
        return
    if log_format:
        os.environ["RASID_LOG_FORMAT"] = log_format  # for every `load_settings` of this process
    configure(load_settings())


_OWN = object()
"""Given to the group by `main`: the process is the command's own, so its logging may be set up."""


def main() -> None:
    """Run the command line and exit with one of `Exit`; what is wrong goes to stderr as one message."""
    heed_sigterm()
    try:
        status = rasid(standalone_mode=False, obj=_OWN)
    except RasidError as error:
        _complain(str(error))
        status = Exit.WRONG
    except click.ClickException as error:
        error.show()
        status = Exit.WRONG
    except (click.Abort, KeyboardInterrupt):
        status = Exit.INTERRUPTED
    except BrokenPipeError:
        # Whoever read has heard enough (`rasid export | head`); Python would complain of it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = Exit.LOOK
    sys.exit(status if isinstance(status, int) else Exit.DONE)


def _complain(message: str) -> None:
    if is_json():
        LOG.error(message)
    else:
        click.echo(f"rasid: {masked(message)}", err=True)
