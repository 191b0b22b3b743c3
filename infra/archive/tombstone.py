"""Taking records out of a WARC file without moving the others: a tombstone of exactly their length takes their place.

Locators are offsets, so nothing else may move. The tombstone is one gzip member that holds a ``metadata`` record and is
brought to length by the comment field of its header (RFC 1952 §2.3.1), which every reader passes over.
"""

from __future__ import annotations

import io
import os
import shutil
import struct
import zlib
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from infra.archive.records import warc_date

_FCOMMENT = 0x10
_HEADER = b"\x1f\x8b\x08" + bytes([_FCOMMENT]) + b"\x00" * 4 + b"\x00\xff"


def bury(path: Path, offsets: Collection[int], reason: str) -> int:
    """Put tombstones in place of the exchanges whose response begins at the offsets; return how many were replaced.

    The file is copied, the copy changed and renamed, so that a kill leaves the old or the new one. ValueError where
    an exchange is too short to hold a tombstone.
    """
    spans = [span for span in _exchanges(path) if span[1] in offsets]
    copy = path.with_name(path.name + ".burying")
    shutil.copyfile(path, copy)
    with copy.open("r+b") as file:
        for start, _, end in spans:
            file.seek(start)
            file.write(_tombstone(end - start, reason))
        file.flush()
        os.fsync(file.fileno())
    copy.replace(path)
    return len(spans)


def _exchanges(path: Path) -> list[tuple[int, int, int]]:
    """Return (start of the request, start of the response, end) of each exchange."""
    found: list[tuple[int, int, int]] = []
    with path.open("rb") as file:
        records = ArchiveIterator(file)
        before = None
        for record in records:
            record.content_stream().read()
            records.read_to_end()
            offset = records.get_record_offset()
            end = offset + records.get_record_length()
            if record.rec_type in ("response", "revisit"):
                found.append((before if before is not None else offset, offset, end))
            before = offset if record.rec_type == "request" else None
    return found


def _tombstone(length: int, reason: str) -> bytes:
    record = _record(reason)
    packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packed.compress(record) + packed.flush()
    trailer = struct.pack("<II", zlib.crc32(record), len(record))
    padding = length - len(_HEADER) - len(body) - len(trailer) - 1
    if padding < 0:
        raise ValueError(f"an exchange of {length} bytes is too short for a tombstone")
    return _HEADER + b" " * padding + b"\x00" + body + trailer


def _record(reason: str) -> bytes:
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
    note = f"Removed: {reason}".encode()
    named = {"WARC-Date": warc_date(datetime.now(UTC)), "Content-Type": "text/plain"}
    made = writer.create_warc_record(
        "urn:rasid:removed", "metadata", payload=io.BytesIO(note), length=len(note), warc_headers_dict=named
    )
    writer.write_record(made)
    return buffer.getvalue()
