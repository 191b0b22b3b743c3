"""Reading WARC files of others (ISO 28500, 0.18 to 1.1): Common Crawl News, Heritrix, wget, browser-based archivers.

Every gzip member is read by itself, so what is broken costs one record and the next one is found again.
"""

from __future__ import annotations

import base64
import hashlib
import io
import mmap
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser
from warcio.timeutils import iso_date_to_datetime

from processors.records import RawPage

_GZIP = b"\x1f\x8b\x08"
_CHUNK = 1 << 16  # bytes; 64 KiB of gzip unpack to 64 MiB at most
_MOST = 64 << 20
"""Bytes of one member beyond which it is passed over: no article's page comes near, and memory has to hold it."""
_NOT_MODIFIED = "server-not-modified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """One record: its page, or why it is none. ``broken`` sets a record that can't be read apart from one not wanted.

    The page's body is the payload as a browser saw it, its date the one of the capture.
    """

    offset: int
    page: RawPage | None = None
    reason: str = ""
    broken: bool = False


@dataclass(slots=True)
class ForeignFile:
    """Reads one file. ``wanted`` says of a URL whether its page is to be decoded at all (None), or why not."""

    path: Path
    wanted: Callable[[str], str | None]
    _places: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Foreign]:
        for offset, data in _blocks(self.path, 0):
            yield from self._records(offset, data)

    def _records(self, offset: int, data: bytes | str) -> Iterator[Foreign]:
        if isinstance(data, str):
            yield Foreign(offset=offset, reason=data, broken=True)
            return
        try:
            for record in ArchiveIterator(io.BytesIO(data), no_record_parse=True):
                yield self._one(offset, record)
        except Exception as error:  # a record from outside can break any parser; the file goes on
            why = f"unreadable: {type(error).__name__}: {' '.join(str(error).split())[:100]}"
            yield Foreign(offset=offset, reason=why, broken=True)

    def _one(self, offset: int, record: Any) -> Foreign:
        named, block = record.rec_headers, record.raw_stream.read()
        url = (named.get_header("WARC-Target-URI") or "").strip().strip("<>")
        if reason := self._refusal(record.rec_type, named, url):
            return Foreign(offset=offset, reason=reason)
        if int(named.get_header("Content-Length") or len(block)) != len(block):
            return Foreign(offset=offset, reason="shorter than its Content-Length", broken=True)
        if _holds(named.get_header("WARC-Block-Digest"), block) is False:
            return Foreign(offset=offset, reason="the block's digest does not hold", broken=True)
        if record.rec_type == "revisit":
            return self._revisit(offset, named, url)
        return self._page(offset, record.rec_type, named, url, block)

    def _refusal(self, kind: str, named: Any, url: str) -> str | None:
        if kind not in ("response", "resource", "revisit"):
            return f"record of type {kind}"
        if not url.startswith(("http://", "https://")):
            return "not http"
        if reason := self.wanted(url):
            return reason
        # A revisit is cut by its nature, and ISO 28500 has writers (Heritrix) say so.
        truncated = kind != "revisit" and named.get_header("WARC-Truncated")
        cut = truncated or named.get_header("WARC-Segment-Number")
        return "truncated or in segments" if cut else None

    def _page(self, offset: int, kind: str, named: Any, url: str, block: bytes) -> Foreign:
        head, raw = (None, block) if kind == "resource" else _http(block)
        if head is not None and head.get_statuscode() != "200":
            return Foreign(offset=offset, reason=f"status {head.get_statuscode()}")
        body = _decoded(raw, head)
        if isinstance(body, str):
            return Foreign(offset=offset, reason=body)
        digest = named.get_header("WARC-Payload-Digest")
        # What the payload is, as sent, joined or decoded, archivers see differently; one of the three must hold.
        if digest and all(_holds(digest, form) is False for form in (raw, body, _dechunked(raw, head))):
            return Foreign(offset=offset, reason="the payload's digest does not hold", broken=True)
        date = named.get_header("WARC-Date")
        self._places[digest or ""] = self._places[_visit(url, date)] = offset
        headers = _kept(head) if head else (("Content-Type", named.get_header("Content-Type") or ""),)
        return Foreign(offset=offset, page=_raw_page(url, date, headers, body))

    def _revisit(self, offset: int, named: Any, url: str) -> Foreign:
        """Return the page that the revisit repeats, at its own date; it must have come before, in this file."""
        key = _visit(named.get_header("WARC-Refers-To-Target-URI") or url, named.get_header("WARC-Refers-To-Date"))
        not_modified = _NOT_MODIFIED in (named.get_header("WARC-Profile") or "")
        digest = None if not_modified else named.get_header("WARC-Payload-Digest")
        place = self._places.get(key, self._places.get(digest) if digest else None)
        if place is None:
            return Foreign(offset=offset, reason="revisit of a record that is not in this file")
        # Read again: to keep every page until a revisit might come would take the memory of the whole file.
        before = next(self._records(*next(_blocks(self.path, place)))).page
        if before is None:
            return Foreign(offset=offset, reason="revisit of a record that cannot be read", broken=True)
        return Foreign(offset=offset, page=_raw_page(url, named.get_header("WARC-Date"), before.headers, before.body))


def _raw_page(url: str, date: str, headers: tuple[tuple[str, str], ...], body: bytes) -> RawPage:
    moment = iso_date_to_datetime(date).replace(tzinfo=UTC)
    return RawPage(url=url, final_url=url, outlet_id=None, fetched_at=moment, headers=headers, body=body)


def _visit(url: str, date: str | None) -> str:
    return f"{url} {date}"


def _blocks(path: Path, offset: int) -> Iterator[tuple[int, bytes | str]]:
    """Yield (offset, uncompressed bytes) of each gzip member from an offset on, a message in place of a broken one."""
    if path.stat().st_size == 0:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if data[:3] != _GZIP:
            yield from _plain(data, offset)
            return
        while 0 <= offset < len(data):
            end, found = _member(data, offset)
            yield offset, found
            offset = end if isinstance(found, bytes) else _next(data, offset + 1)


def _next(data: mmap.mmap, offset: int) -> int:
    """Return where the next member that begins as a WARC record does lies, or -1."""
    offset = data.find(_GZIP, offset)
    while offset >= 0 and not _begins(data, offset):
        offset = data.find(_GZIP, offset + 1)
    return offset


def _begins(data: mmap.mmap, offset: int) -> bool:
    try:
        return zlib.decompressobj(wbits=31).decompress(data[offset : offset + 512], 5) == b"WARC/"
    except zlib.error:
        return False


def _member(data: mmap.mmap, offset: int) -> tuple[int, bytes | str]:
    """Return the end of the member and its content; a message where it is broken (its end is then its offset)."""
    unpacker, parts, size, position = zlib.decompressobj(wbits=31), list[bytes](), 0, offset
    while not unpacker.eof:
        chunk = data[position : position + _CHUNK]
        if not chunk:
            return offset, "cut short"
        try:
            part = unpacker.decompress(chunk)
        except zlib.error as error:
            return offset, f"not gzip: {error}"
        position += len(chunk) - len(unpacker.unused_data)
        size += len(part)
        if size > _MOST:
            return (
                offset,
                f"larger than {_MOST >> 20} MiB (one gzip member for a whole file? `warcio recompress` mends it)",
            )
        parts.append(part)
    return position, b"".join(parts)


def _plain(data: mmap.mmap, offset: int) -> Iterator[tuple[int, bytes | str]]:
    """Yield the records of a file that is not compressed, from an offset on."""
    while offset < len(data):
        following = data.find(b"\r\n\r\nWARC/", offset + 1)
        end = following + 4 if following >= 0 else len(data)
        length = _declared(data[offset : min(end, offset + _CHUNK)])
        # The content may hold what looks like the next record: what its own header says goes before.
        while following >= 0 and length is not None and end - offset < length:
            following = data.find(b"\r\n\r\nWARC/", end)
            end = following + 4 if following >= 0 else len(data)
        yield offset, data[offset:end] if data[offset : offset + 5] == b"WARC/" else "no WARC record"
        offset = end


def _declared(head: bytes) -> int | None:
    top, found, _ = head.partition(b"\r\n\r\n")
    for line in top.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return len(top) + len(found) + int(value)
    return None


def _http(block: bytes) -> tuple[StatusAndHeaders, bytes]:
    stream = io.BytesIO(block)
    head = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/2.0", "HTTP/3"], verify=False).parse(stream)
    return head, stream.read()


def _dechunked(raw: bytes, head: StatusAndHeaders | None) -> bytes:
    chunked = head is not None and "chunked" in (head.get_header("Transfer-Encoding") or "").lower()
    # Many archivers keep the header and store the body already joined; the reader tells the two apart.
    return bytes(ChunkedDataReader(io.BytesIO(raw)).read()) if chunked and raw else raw


def _decoded(raw: bytes, head: StatusAndHeaders | None) -> bytes | str:
    """Return the body without transfer and content encoding, or the reason why nobody can undo it."""
    body = _dechunked(raw, head)
    named = (head.get_header("Content-Encoding") or "").strip().lower().removeprefix("x-") if head else ""
    if not named or named == "identity":
        return body
    if named not in BufferedReader.DECOMPRESSORS:
        return f"content encoding {named[:20]}"
    # As with chunks: where the bytes are no gzip although the header says so, they are decoded already.
    reader, parts, size = BufferedReader(io.BytesIO(body), decomp_type=named), list[bytes](), 0
    while part := reader.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > _MOST:
            return "too large"
    return b"".join(parts)


def _kept(head: StatusAndHeaders) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in head.headers)


def _holds(digest: str | None, data: bytes) -> bool | None:
    """Return whether a labelled digest (in base32, hexadecimal or base64) is that of the data; None: unknown."""
    name, colon, value = (digest or "").partition(":")
    name = name.strip().lower().replace("-", "")
    if not colon or name not in ("sha1", "sha256", "sha512", "md5"):
        return None
    made = hashlib.new(name, data, usedforsecurity=False).digest()
    written = value.strip()
    forms = (
        base64.b32encode(made).decode().rstrip("="),
        made.hex().upper(),
        base64.b64encode(made).decode().rstrip("="),
    )
    return written.upper().rstrip("=") in forms[:2] or written.rstrip("=") == forms[2]
