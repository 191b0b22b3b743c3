"""Appending to a WARC file: whole records, flushed to the disk before anyone is told that they are there."""

from __future__ import annotations

import fcntl
import io
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from warcio.warcwriter import WARCWriter

from infra.archive.records import Reference, encode
from processors.records import RawPage

OPEN = ".open"


class WarcFile:
    """The WARC files of one run: ``rasid-RUN-00000.warc.gz`` and so on, each with the suffix ``.open`` until closed.

    An exclusive lock (flock) is held on the open file, so that a recovery never touches what a living process writes.
    """

    def __init__(self, folder: Path, run: str, max_bytes: int, on_close: Callable[[Path], None] | None = None) -> None:
        self._folder, self._run, self._max_bytes, self._on_close = folder, run, max_bytes, on_close
        self._number = 0
        self._file: io.BufferedWriter | None = None
        self._name = ""

    def append(
        self,
        page: RawPage,
        *,
        kind: str,
        request_headers: Iterable[tuple[str, str]] = (),
        refers_to: Reference | None = None,
        origin: str | None = None,
    ) -> str:
        """Append one exchange and return its locator (NAME:OFFSET); it is on the disk when this returns.

        ``origin`` is the place in another's file that a page was taken from: no request of Rasid's led to it.
        """
        data, start = encode(page, kind=kind, request_headers=request_headers, refers_to=refers_to, origin=origin)
        # A full file is closed before the next record, not after its last: what a kill leaves out of the ledger must
        # lie in a file that a recovery reads.
        if self._file is not None and self._file.tell() >= self._max_bytes:
            self.close()
        file = self._current()
        locator = f"{self._name}:{file.tell() + start}"
        _durably(file, data)
        return locator

    def close(self) -> None:
        """Close the file in hand under its final name."""
        if self._file is None:
            return
        path = self._folder / self._name
        path.with_name(path.name + OPEN).rename(path)
        self._file.close()
        self._file = None
        if self._on_close:
            self._on_close(path)

    def __enter__(self) -> WarcFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _current(self) -> io.BufferedWriter:
        if self._file is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._name = f"rasid-{self._run}-{self._number:05d}.warc.gz"
            self._number += 1
            self._file = (self._folder / (self._name + OPEN)).open("xb")
            fcntl.flock(self._file, fcntl.LOCK_EX)
            _durably(self._file, warcinfo(self._name))
        return self._file


def _durably(file: io.BufferedWriter, data: bytes) -> None:
    file.write(data)
    file.flush()
    os.fsync(file.fileno())


def warcinfo(name: str) -> bytes:
    """Return the record that opens a file."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    about = {"software": "Rasid", "format": "WARC File Format 1.1", "created": datetime.now(UTC).isoformat()}
    writer.write_record(writer.create_warcinfo_record(name, about))
    return buffer.getvalue()
