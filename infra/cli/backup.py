"""`rasid backup` and `rasid restore`."""

from __future__ import annotations

from pathlib import Path

import click

from infra.backup import backup as write_backup
from infra.backup import restore as read_backup
from infra.cli.common import note
from infra.config import load_settings


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--without-archive", is_flag=True, help="Leave the WARC files out: they may be large, or lie elsewhere.")
def backup(file: Path, without_archive: bool) -> None:
    """Write ledger, store, archive and your own definitions into one tar file; Rasid may go on running.

    Example: rasid backup rasid-2026-01-31.tar
    """
    names = write_backup(load_settings(), file, with_archive=not without_archive)
    note(f"{file}: {len(names)} files, {file.stat().st_size / 2**20:.1f} MiB")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
def restore(file: Path) -> None:
    """Unpack a back-up into an empty RASID_HOME. Example: RASID_HOME=/srv/rasid rasid restore rasid-2026-01-31.tar"""
    settings = load_settings()
    note(f"{settings.home}: {len(read_backup(settings, file))} files restored; `rasid doctor` looks them over")
