"""A part of the archive as one WACZ 1.1.1 file (Web Archive Collection Zipped, specs.webrecorder.net/wacz/1.1.1).

A zip file with the records as they lie in the archive, a CDXJ index in gzip blocks, the list of pages, and a
datapackage.json with the SHA-256 of each: what ReplayWeb.page opens without a server.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser
from warcio.archiveiterator import ArchiveIterator

from infra.archive.folder import Archive, ArchiveError
from infra.archive.records import decode, payload_digest, warc_date
from infra.archive.writer import warcinfo
from processors.arabic.charsets import decode as decode_text
from processors.records import RawPage
from spiders.extract.general import title_of

_RECORDS, _INDEX, _PAGES = "archive/rasid.warc.gz", "indexes/index.cdx.gz", "pages/pages.jsonl"
_BLOCK = 3000  # lines of a block of the index: what a reader fetches to find one page
_CHUNK = 1 << 16
_WWW = re.compile(r"^(https?://)www\d*\.", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One capture to be exported: its record, and the record of its payload (the same, but for a revisit)."""

    locator: str
    payload_locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What went into the file."""

    pages: int
    records: int
    bytes: int


@dataclass(slots=True)
class _Package:
    """The parts written so far: CDXJ lines and pages."""

    records: IO[bytes]
    lines: list[str]
    pages: list[str]

    def add(self, data: bytes, page: RawPage, kind: str, digest: str, title: str | None, *, listed: bool) -> None:
        offset = self.records.tell()
        self.records.write(data)
        about = {
            "url": page.final_url,
            "mime": "warc/revisit" if kind == "revisit" else _mime(page),
            "status": str(page.status),
            "digest": digest,
            "length": str(len(data)),
            "offset": str(offset),
            "filename": Path(_RECORDS).name,
        }
        self.lines.append(f"{surt(page.final_url)} {page.fetched_at:%Y%m%d%H%M%S} {json.dumps(about)}")
        if listed:
            name = hashlib.sha256(f"{page.final_url} {page.fetched_at}".encode()).hexdigest()[:20]
            entry = {"id": name, "url": page.final_url, "ts": warc_date(page.fetched_at)}
            self.pages.append(json.dumps(entry | ({"title": title} if title else {}), ensure_ascii=False))


def write_wacz(archive: Archive, captures: Iterable[Exported], target: Path, title: str) -> Report:
    """Write the captures and the payloads that they refer to; ArchiveError where the file is there or nothing to write.

    The file appears under its name once it is whole.
    """
    if target.exists():
        raise ArchiveError(f"{target} exists; choose another name or remove it")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        path = Path(folder) / "records"
        with path.open("wb") as records:
            records.write(warcinfo(Path(_RECORDS).name))
            package = _Package(records, [], [])
            _copy(archive, captures, package)
        if not package.pages:
            raise ArchiveError("no capture matches, so there is nothing to export; `rasid status` shows what is there")
        unfinished = target.with_name(target.name + ".part")
        _zip(unfinished, path, package, title)
        unfinished.rename(target)
    return Report(pages=len(package.pages), records=len(package.lines), bytes=target.stat().st_size)


def _copy(archive: Archive, captures: Iterable[Exported], package: _Package) -> None:
    names: dict[str, str | None] = {}
    for capture in captures:
        for locator in dict.fromkeys((capture.payload_locator, capture.locator)):
            if locator in names:
                continue
            data = _record(archive, locator)
            record = next(iter(ArchiveIterator(io.BytesIO(data))))
            page = decode(record, locator)
            digest = record.rec_headers.get_header("WARC-Payload-Digest") or payload_digest(page.body)
            names[locator] = _title(page) if page.body else names.get(capture.payload_locator)
            package.add(data, page, record.rec_type, digest, names[locator], listed=locator == capture.locator)


def _title(page: RawPage) -> str | None:
    return title_of(LexborHTMLParser(decode_text(page.body, page.header("content-type")).text))


def _record(archive: Archive, locator: str) -> bytes:
    """Return the gzip member at a locator as it lies there."""
    name, _, offset = locator.rpartition(":")
    unpacker, parts = zlib.decompressobj(wbits=31), list[bytes]()
    try:
        with archive.open(name) as file:
            file.seek(int(offset))
            while not unpacker.eof and (chunk := file.read(_CHUNK)):
                unpacker.decompress(chunk)
                parts.append(chunk[: len(chunk) - len(unpacker.unused_data)])
    except (OSError, zlib.error) as error:
        raise ArchiveError(f"{locator}: no readable record here: {error}") from error
    return b"".join(parts)


def _zip(target: Path, records: Path, package: _Package, title: str) -> None:
    index, secondary = _index(package.lines)
    head = json.dumps({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"})
    parts: dict[str, bytes | Path] = {
        _RECORDS: records,
        _INDEX: index,
        "indexes/index.idx": secondary,
        _PAGES: "\n".join([head, *package.pages, ""]).encode(),
    }
    about = json.dumps(_datapackage(parts, title), ensure_ascii=False, indent=2).encode()
    seal = {"path": "datapackage.json", "hash": _sha256(about)}
    # Stored, not deflated: a reader seeks in the records, which are compressed one by one already.
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=True) as file:
        for name, content in parts.items():
            file.write(content, name) if isinstance(content, Path) else file.writestr(name, content)
        file.writestr("datapackage.json", about)
        file.writestr("datapackage-digest.json", json.dumps(seal))


def _index(lines: list[str]) -> tuple[bytes, bytes]:
    """Return the sorted CDXJ lines in gzip blocks, and the index of the blocks."""
    packed, blocks = io.BytesIO(), [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': Path(_INDEX).name})}"]
    rows = sorted(lines)
    for start in range(0, len(rows), _BLOCK):
        part = rows[start : start + _BLOCK]
        member = gzip.compress("".join(f"{line}\n" for line in part).encode(), mtime=0)
        place = {
            "offset": packed.tell(),
            "length": len(member),
            "digest": _sha256(member),
            "filename": Path(_INDEX).name,
        }
        blocks.append(f"{' '.join(part[0].split(' ', 2)[:2])} {json.dumps(place)}")
        packed.write(member)
    return packed.getvalue(), ("\n".join(blocks) + "\n").encode()


def _datapackage(parts: dict[str, bytes | Path], title: str) -> dict[str, Any]:
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "software": "Rasid",
        "created": warc_date(datetime.now(UTC)),
        "resources": [
            {"name": Path(name).name, "path": name, "hash": _sha256(content), "bytes": _size(content)}
            for name, content in parts.items()
        ],
    }


def _size(content: bytes | Path) -> int:
    return content.stat().st_size if isinstance(content, Path) else len(content)


def _sha256(content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return f"sha256:{hashlib.sha256(content).hexdigest()}"
    with content.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _mime(page: RawPage) -> str:
    return (page.header("content-type") or "unk").split(";", 1)[0].strip() or "unk"


def surt(url: str) -> str:
    """Return the sort-friendly form of a URL by which ReplayWeb.page looks pages up in an index."""
    parts = urlsplit(_WWW.sub(r"\1", url).lower())
    port = f":{parts.port}" if parts.port and parts.port != _PORTS.get(parts.scheme) else ""
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True), key=lambda pair: pair[0])
    query = f"?{urlencode(pairs)}" if parts.query else ""
    return f"{','.join(reversed((parts.hostname or '').split('.')))}{port}){parts.path or '/'}{query}"
