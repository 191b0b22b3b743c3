"""Letting old evidence go: whole WARC files whose every record is older than a number of days.

Locators are offsets into files, so a file goes whole or stays. The ledger is marked before the file is removed: a kill
between the two leaves a file that the next run finds marked, and removes. The other way round the ledger would promise
evidence that is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from infra.archive import Archive, ArchiveError
from infra.config import Settings
from infra.ledger import Ledger
from infra.ledger.pruned import FileUse, files_in_use, is_referred_to, mark_pruned, pruned_at
from infra.sink import adopt, ledger_of, open_archive
from processors.records import RawPage

_OURS = "rasid-"  # what somebody else laid into the folder is not Rasid's to remove
WAITS = "captures in it wait for `rasid ingest`"
REFERRED = "younger captures refer to pages in it"
YOUNGER = "it was begun, or holds a record made, since then"


class PrunedError(ArchiveError):
    """The evidence asked for was dropped by age; ``at`` says when."""

    def __init__(self, locator: str, at: datetime) -> None:
        super().__init__(f"{locator}: dropped from the archive on {at:%Y-%m-%d} for its age (`rasid archive prune`)")
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class PrunedFile:
    """A file that went (or would go), the captures in it that the ledger knows, and its size in bytes."""

    name: str
    captures: int
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What went, and which old files stay: name -> why."""

    files: tuple[PrunedFile, ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)

    @property
    def captures(self) -> int:
        """Return the number of captures in the files."""
        return sum(item.captures for item in self.files)

    @property
    def bytes(self) -> int:
        """Return the size of the files."""
        return sum(item.bytes for item in self.files)


def prune(
    settings: Settings,
    days: int,
    now: datetime,
    *,
    dry_run: bool = False,
    pause: Callable[[str], None] | None = None,
) -> Pruned:
    """Remove the closed files whose every record is older than ``days``; with ``dry_run`` only say which.

    A file stays while a capture in it waits, or while a younger capture refers to a page in it (revisit records).
    ``pause`` is called between ledger and archive, for tests.
    """
    archive, before = open_archive(settings), now - timedelta(days=days)
    with ledger_of(settings) as ledger:
        if not dry_run:
            adopt(ledger, archive)
        uses = files_in_use(ledger.engine)
        going, held = _choose(archive, uses, before)
        gone = []
        for name in sorted(going):
            found = PrunedFile(name=name, captures=uses[name].captures if name in uses else 0, bytes=archive.size(name))
            if dry_run or _remove(ledger, archive, name, before, now, going, pause or (lambda _: None)):
                gone.append(found)
            else:
                held[name] = REFERRED
    return Pruned(files=tuple(gone), held=held)


def evidence(settings: Settings, locator: str) -> RawPage:
    """Return an archived page; `PrunedError` says since when it is gone for its age."""
    try:
        return open_archive(settings).read(locator)
    except ArchiveError as error:
        if (at := pruned_day(settings, locator)) is None:
            raise
        raise PrunedError(locator, at) from error


def pruned_day(settings: Settings, locator: str) -> datetime | None:
    """Return when the evidence at a locator was pruned, None where it was not."""
    with ledger_of(settings) as ledger:
        return pruned_at(ledger.engine, locator)


def _choose(archive: Archive, uses: Mapping[str, FileUse], before: datetime) -> tuple[set[str], dict[str, str]]:
    """Return the files that go, and of the old ones that stay the reasons."""
    closed = {name for name in archive.closed() if name.startswith(_OURS)}
    old = {name for name in closed if name not in uses or uses[name].is_old(before)}
    waiting = {name for name in old if name in uses and uses[name].waiting}
    free = _unreferred(old - waiting, uses)
    # The ledger may know less than the file holds (feeds of long ago, other people's pages taken in today).
    held = dict.fromkeys(waiting, WAITS) | _younger(archive, free, before)
    free = _unreferred(free - held.keys(), uses)
    return free, held | dict.fromkeys((old - free - held.keys()) & _referred(uses, free), REFERRED)


def _younger(archive: Archive, names: set[str], before: datetime) -> dict[str, str]:
    """Return the files that hold a younger record than the ledger knows of, or cannot be read, each with the reason."""
    held = {}
    for name in sorted(names):
        try:
            if archive.newest(name) >= before:
                held[name] = YOUNGER
        except ArchiveError as error:
            held[name] = str(error)
    return held


def _unreferred(names: set[str], uses: Mapping[str, FileUse]) -> set[str]:
    """Take out what a file that stays refers to, until nothing more has to stay."""
    left = set(names)
    while held := left & _referred(uses, left):
        left -= held
    return left


def _referred(uses: Mapping[str, FileUse], going: set[str]) -> set[str]:
    return {name for owner, use in uses.items() if owner not in going for name in use.refers_to}


def _remove(
    ledger: Ledger,
    archive: Archive,
    name: str,
    before: datetime,
    now: datetime,
    going: set[str],
    pause: Callable[[str], None],
) -> bool:
    if not mark_pruned(ledger.engine, name, before, now.astimezone(UTC), going):
        return False
    pause("marked")
    # A crawl that looked before the mark and wrote after it: the file stays until that capture is old as well.
    if is_referred_to(ledger.engine, name, going):
        return False
    archive.remove(name)
    return True
