"""One file that holds everything of RASID_HOME, taken while Rasid runs, and the way back."""

from __future__ import annotations

import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw
from sqlalchemy import make_url

from infra.archive.writer import OPEN
from infra.config import Settings
from infra.stores import SEARCH_FILE
from processors.errors import RasidError

# What an operator wrote; everything else can be made again from the archive.
_OWN = ("rasid.toml", "outlets", "entities.yaml", "searches.yaml", "watchlists")
_LEDGER = "ledger.sqlite"


class BackupError(RasidError):
    """A back-up that cannot be made or taken back; the message says why and what to do."""


def backup(settings: Settings, target: Path, *, with_archive: bool = True) -> list[str]:
    """Write a tar file and return the names in it.

    The ledger is copied before the store and the store before the archive: what a later part has more than an earlier
    one is known articles to a later run, never a gap. BackupError where the file exists or a part lies elsewhere.
    """
    if target.exists():
        raise BackupError(f"{target} exists; choose another name or remove it")
    _only_local(settings, with_archive=with_archive)
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(target.name + ".part")
    try:
        with tarfile.open(unfinished, "w") as tar, tempfile.TemporaryDirectory(dir=target.parent) as folder:
            for name, path in _parts(settings, Path(folder), with_archive=with_archive):
                _add(tar, name, path)
            names = tar.getnames()
        unfinished.rename(target)
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename} went while it was copied (`rasid archive prune`?); try again") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return names


def restore(settings: Settings, source: Path) -> list[str]:
    """Unpack a back-up into an empty RASID_HOME and return the names in it; BackupError where something is there."""
    home = settings.home
    if home.exists() and any(home.iterdir()):
        raise BackupError(f"{home} is not empty; set RASID_HOME to a new folder, or move this one away")
    try:
        with tarfile.open(source) as tar:
            home.mkdir(parents=True, exist_ok=True)
            tar.extractall(home, filter="data")
            return tar.getnames()
    except (OSError, tarfile.TarError) as error:
        raise BackupError(f"{source}: not readable as a back-up: {error}") from error


def _only_local(settings: Settings, *, with_archive: bool) -> None:
    url = make_url(settings.ledger_url)
    if url.get_backend_name() != "sqlite":
        raise BackupError(f"the ledger is on {url.get_backend_name()}; use that server's own tool (pg_dump) for it")
    if with_archive and "://" in settings.archive_url:
        raise BackupError(f"the archive is at {settings.archive_url}; copy it there, and give --without-archive here")


def _parts(settings: Settings, folder: Path, *, with_archive: bool) -> Iterator[tuple[str, Path]]:
    yield from _copied(Path(make_url(settings.ledger_url).database or ""), folder / _LEDGER, _copy_ledger)
    yield from _copied(settings.home / SEARCH_FILE, folder / SEARCH_FILE, _copy_search)
    for name in _OWN:
        if (settings.home / name).exists():
            yield name, settings.home / name
    archive = Path(settings.archive_url)
    if with_archive and archive.is_dir():
        yield "archive", archive


def _add(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """Add a file or folder; a WARC file that is closed meanwhile goes in under its new name."""
    tar.add(path, name, recursive=False)
    for inner in sorted(path.iterdir()) if path.is_dir() else ():
        if inner.suffix != OPEN:
            _add(tar, f"{name}/{inner.name}", inner)
            continue
        try:
            tar.add(inner, f"{name}/{inner.name}")
        except FileNotFoundError:
            _add(tar, f"{name}/{inner.stem}", inner.with_suffix(""))


def _copied(source: Path, copy: Path, method: Callable[[Path, Path], None]) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        method(source, copy)
        yield copy.name, copy


def _copy_ledger(source: Path, copy: Path) -> None:
    with sqlite3.connect(source) as there, sqlite3.connect(copy) as here:
        there.backup(here)


def _copy_search(source: Path, copy: Path) -> None:
    # Through apsw: two SQLite libraries in one process must never open one file.
    there, here = apsw.Connection(str(source)), apsw.Connection(str(copy))
    with here.backup("main", there, "main") as running:
        while not running.done:
            running.step(1000)
    here.close()
    there.close()
