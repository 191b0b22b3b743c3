"""After a crash: cut the torn tail of a WARC file, and tell which captures it holds."""

from __future__ import annotations

import fcntl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from infra.archive.records import KIND, decode, payload_digest
from infra.archive.writer import OPEN
from processors.records import RawPage

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """A capture found in a file that a dead process left open."""

    page: RawPage
    kind: str
    digest: str
    revisit: bool


def recover(folder: Path) -> Iterator[Recovered]:
    """Close every file that no living process holds; yield its captures first, so that the ledger can adopt them.

    A file is renamed only after its captures were consumed: a crash in the midst of a recovery repeats it.
    """
    for path in sorted(folder.glob("*.warc.gz" + OPEN)):
        with path.open("r+b") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if not path.exists():
                continue
            file.truncate(whole_length(path))
            yield from captures(path, path.name.removesuffix(OPEN))
            path.rename(path.with_name(path.name.removesuffix(OPEN)))


def whole_length(path: Path) -> int:
    """Return the number of bytes up to the end of the last whole gzip member (RFC 1952)."""
    end = position = 0
    member = zlib.decompressobj(wbits=31)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            while chunk:
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return end
                position += len(chunk) - len(member.unused_data)
                chunk = member.unused_data
                if member.eof:
                    end = position
                    member = zlib.decompressobj(wbits=31)
    return end


def captures(path: Path, name: str) -> Iterator[Recovered]:
    """Yield the response and revisit records of a WARC file as captures."""
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        for record in records:
            if record.rec_type in ("response", "revisit"):
                page = decode(record, f"{name}:{records.get_record_offset()}")
                digest = record.rec_headers.get_header("WARC-Payload-Digest") or payload_digest(page.body)
                kind = record.rec_headers.get_header(KIND) or "article"
                yield Recovered(page=page, kind=kind, digest=digest, revisit=record.rec_type == "revisit")
