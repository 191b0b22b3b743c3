"""The archive as a whole: a local folder, or a local spool before an fsspec URL (s3://, gs://)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, cast

import fsspec
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.timeutils import iso_date_to_datetime

from infra.archive.records import decode
from infra.archive.tombstone import bury
from infra.archive.writer import OPEN, WarcFile
from processors.errors import RasidError
from processors.records import RawPage


class ArchiveError(RasidError):
    """A record that cannot be read; the message names the file and the offset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What `Archive.verify` found wrong with one record."""

    locator: str
    message: str


class Archive:
    """Reads pages by locator and hands out writers. ``url`` is a folder or an fsspec URL, ``spool`` a local folder."""

    def __init__(self, url: str, spool: Path) -> None:
        self.remote = "://" in url and not url.startswith("file://")
        self.url = url.rstrip("/")
        self.folder = spool if self.remote else Path(url.removeprefix("file://"))

    def writer(self, run: str, max_bytes: int) -> WarcFile:
        """Return a writer for one run; files move to the remote place when they are closed."""
        return WarcFile(self.folder, run, max_bytes, self.upload if self.remote else None)

    def upload(self, path: Path) -> None:
        """Copy a closed file to the remote place; the local one goes once the sizes agree."""
        filesystem, base = fsspec.core.url_to_fs(self.url)
        filesystem.makedirs(base, exist_ok=True)
        target = f"{base}/{path.name}"
        filesystem.put_file(str(path), target)
        if filesystem.size(target) != path.stat().st_size:
            raise ArchiveError(f"{path.name}: the copy at {self.url} is incomplete; the local file is kept")
        path.unlink()

    def upload_left_over(self) -> None:
        """Upload closed files that a killed process left in the spool."""
        for path in sorted(self.folder.glob("*.warc.gz")) if self.remote else ():
            self.upload(path)

    def bury(self, name: str, offsets: Collection[int], reason: str) -> None:
        """Replace exchanges of a closed file by tombstones; a remote file is fetched, changed and put back."""
        path = self.folder / name
        if path.exists():
            bury(path, offsets, reason)
            return
        if not self.remote:
            raise ArchiveError(f"{name} is not among the closed files of {self.folder}; is a crawl writing it?")
        filesystem, base = fsspec.core.url_to_fs(self.url)
        self.folder.mkdir(parents=True, exist_ok=True)
        filesystem.get_file(f"{base}/{name}", str(path))
        bury(path, offsets, reason)
        self.upload(path)

    def read(self, locator: str) -> RawPage:
        """Return the page of a locator; `ArchiveError` names file and offset where there is none."""
        name, _, offset = locator.rpartition(":")
        try:
            with self.open(name) as file:
                file.seek(int(offset))
                return decode(next(iter(ArchiveIterator(file))), locator)
        except (OSError, ValueError, StopIteration, ArchiveLoadFailed, AttributeError, TypeError) as error:
            raise ArchiveError(f"{locator}: no readable record here: {error or type(error).__name__}") from error

    def open(self, name: str) -> AbstractContextManager[IO[bytes]]:
        """Open a file of the archive wherever it lies: being written, local, or remote."""
        for path in (self.folder / name, self.folder / (name + OPEN)):
            if path.exists():
                return path.open("rb")
        if self.remote:
            return cast("AbstractContextManager[IO[bytes]]", fsspec.open(f"{self.url}/{name}", "rb"))
        raise FileNotFoundError(f"{name} is not in {self.folder}")

    def files(self) -> tuple[str, ...]:
        """Return the names of all files, oldest run first."""
        names = {path.name.removesuffix(OPEN) for path in self.folder.glob("*.warc.gz*")}
        if self.remote:
            filesystem, base = fsspec.core.url_to_fs(self.url)
            names |= {str(found).rsplit("/", 1)[-1] for found in filesystem.glob(f"{base}/*.warc.gz")}
        return tuple(sorted(names))

    def closed(self) -> tuple[str, ...]:
        """Return the names of the files that no process writes any more, oldest run first."""
        return tuple(name for name in self.files() if not (self.folder / (name + OPEN)).exists())

    def size(self, name: str) -> int:
        """Return the bytes of a closed file."""
        if (path := self.folder / name).exists() or not self.remote:
            return path.stat().st_size
        filesystem, base = fsspec.core.url_to_fs(self.url)
        return int(filesystem.size(f"{base}/{name}"))

    def newest(self, name: str) -> datetime:
        """Return the latest date that any record of a file bears; that which opens it says when it was begun."""
        try:
            with self.open(name) as file:
                dates = [record.rec_headers.get_header("WARC-Date") for record in ArchiveIterator(file)]
        except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
            raise ArchiveError(f"{name}: not readable to its end: {error}; see `rasid archive verify`") from error
        # The form of a date in UTC (W3CDTF) sorts as time does, but for fractions of one second.
        newest: datetime = iso_date_to_datetime(max(dates))
        return newest.replace(tzinfo=UTC)

    def remove(self, name: str) -> None:
        """Remove a closed file, wherever it lies; nothing happens where it is gone already."""
        (self.folder / name).unlink(missing_ok=True)
        if self.remote:
            filesystem, base = fsspec.core.url_to_fs(self.url)
            if filesystem.exists(f"{base}/{name}"):
                filesystem.rm_file(f"{base}/{name}")

    def check(self, locator: str) -> Problem | None:
        """Read one capture against its digests; None where it holds."""
        name, _, offset = locator.rpartition(":")
        try:
            with self.open(name) as file:
                file.seek(int(offset))
                record = next(iter(ArchiveIterator(file, check_digests=True)))
                record.content_stream().read()
                failed = record.digest_checker.passed is False
                return Problem(locator=locator, message="; ".join(record.digest_checker.problems)) if failed else None
        except (ArchiveLoadFailed, OSError, ValueError, StopIteration) as error:
            return Problem(locator=locator, message=f"unreadable: {error or type(error).__name__}")

    def verify(self) -> Iterator[Problem | None]:
        """Check block and payload digests of every record: a `Problem`, or None for a record that holds."""
        for name in self.files():
            with self.open(name) as file:
                yield from _verify_file(name, file)


def _verify_file(name: str, file: IO[bytes]) -> Iterator[Problem | None]:
    records = ArchiveIterator(file, check_digests=True)
    offset = 0
    try:
        for record in records:
            offset = records.get_record_offset()
            record.content_stream().read()
            failed = record.digest_checker.passed is False
            message = "; ".join(record.digest_checker.problems)
            yield Problem(locator=f"{name}:{offset}", message=message) if failed else None
    except (ArchiveLoadFailed, OSError, ValueError, EOFError) as error:
        yield Problem(locator=f"{name}:{offset}", message=f"unreadable after this record: {error}")
