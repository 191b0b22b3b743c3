"""WARC files of others: what becomes a page, what is counted, and how what is broken costs one record alone."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from datetime import UTC, datetime

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from infra.archive.imported import ForeignFile

HTML = "<html><body><h1>موسم التمور يبدأ في البساتين</h1><p>نص الخبر</p></body></html>".encode()
CHUNKED = b"10\r\n" + HTML[:16] + b"\r\n%x\r\n" % len(HTML[16:]) + HTML[16:] + b"\r\n0\r\n\r\n"
WANTED = "https://outlet.example/news/1"
DATE = "2024-03-05T06:07:08Z"


class Warc:
    """Builds a file record by record, as the tools that wrote it would."""

    def __init__(self, *, gz: bool = True, version: str = "1.0") -> None:
        self.buffer, self.offsets = io.BytesIO(), list[int]()
        self._writer = WARCWriter(self.buffer, gzip=gz, warc_version=version)

    def add(self, kind="response", url=WANTED, body=HTML, http=(), status="200 OK", drop=(), **named) -> None:
        head = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8"), *http], protocol="HTTP/1.1")
        content = None if kind in ("warcinfo", "resource", "metadata", "conversion") else head
        headers = {"WARC-Date": DATE, **{name.replace("_", "-"): value for name, value in named.items()}}
        record = self._writer.create_warc_record(
            url, kind, payload=io.BytesIO(body), length=len(body), http_headers=content, warc_headers_dict=headers
        )
        for name in drop:
            record.rec_headers.remove_header(name)
        self.offsets.append(self.buffer.tell())
        self._writer.write_record(record)


def read(tmp_path, warc, name="foreign.warc.gz", change=lambda data: data):
    path = tmp_path / name
    path.write_bytes(change(warc.buffer.getvalue() if isinstance(warc, Warc) else warc))
    wanted = ForeignFile(path, lambda url: None if "outlet.example" in url else "host of no outlet")
    return list(wanted)


@pytest.mark.parametrize(
    ("body", "http"),
    [
        (HTML, ()),
        (gzip.compress(HTML, mtime=0), (("Content-Encoding", "gzip"),)),
        (zlib.compress(HTML), (("Content-Encoding", "deflate"),)),
        (CHUNKED, (("Transfer-Encoding", "chunked"),)),
        (HTML, (("Transfer-Encoding", "chunked"),)),
        (HTML, (("Content-Encoding", "gzip"),)),
        (HTML, (("X-Crawler-Content-Encoding", "br"),)),
    ],
    ids=["plain", "gzip", "deflate", "chunked", "chunked by header alone", "gzip by header alone", "common crawl"],
)  # fmt: skip
def test_the_body_is_the_page_as_a_browser_saw_it_at_its_own_date(tmp_path, body, http) -> None:
    warc = Warc()
    warc.add("warcinfo", body=b"software: Heritrix")
    warc.add(body=body, http=http)
    found = read(tmp_path, warc)
    assert [item.reason for item in found] == ["record of type warcinfo", ""]
    assert (found[1].page.body, found[1].page.url, found[1].page.status) == (HTML, WANTED, 200)
    assert found[1].page.fetched_at == datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_file_that_is_not_compressed_is_read_too(tmp_path, version) -> None:
    warc = Warc(gz=False, version=version)
    warc.add(body=HTML + b"\r\n\r\nWARC/1.0 is written in the page itself")
    warc.add(url="https://outlet.example/news/2")
    assert [item.page.url for item in read(tmp_path, warc, "plain.warc")] == [WANTED, "https://outlet.example/news/2"]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"kind": "request"}, "record of type request"),
        ({"kind": "metadata"}, "record of type metadata"),
        ({"kind": "conversion"}, "record of type conversion"),
        ({"kind": "resource", "url": "dns:outlet.example"}, "not http"),
        ({"url": "https://elsewhere.example/1"}, "host of no outlet"),
        ({"status": "404 Not Found"}, "status 404"),
        ({"status": "301 Moved"}, "status 301"),
        ({"WARC_Truncated": "length"}, "truncated or in segments"),
        ({"http": (("Content-Encoding", "snappy"),)}, "content encoding snappy"),
        ({"kind": "revisit", "body": b""}, "revisit of a record that is not in this file"),
    ],
)
def test_what_is_no_page_is_left_with_its_reason_and_is_not_broken(tmp_path, record, reason) -> None:
    warc = Warc()
    warc.add(**record)
    assert [(item.reason, item.broken, item.page) for item in read(tmp_path, warc)] == [(reason, False, None)]


def test_a_resource_record_is_a_page_without_http(tmp_path) -> None:
    warc = Warc()
    warc.add("resource", Content_Type="text/html")
    (found,) = read(tmp_path, warc)
    assert (found.page.body, found.page.header("content-type")) == (HTML, "text/html")


@pytest.mark.parametrize(
    "named",
    [
        {"WARC_Refers_To_Target_URI": WANTED, "WARC_Refers_To_Date": DATE},
        {"WARC_Payload_Digest": "sha1:" + base64.b32encode(hashlib.sha1(HTML).digest()).decode()},
    ],
    ids=["by address and date", "by digest"],
)
def test_a_revisit_gives_the_payload_it_repeats_at_its_own_date(tmp_path, named) -> None:
    warc = Warc()
    warc.add()
    warc.add("revisit", body=b"", **{**named, "WARC-Date": "2024-03-06T00:00:00Z"})
    first, again = read(tmp_path, warc)
    assert again.page.body == first.page.body == HTML
    assert again.page.fetched_at == datetime(2024, 3, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "digest",
    [
        "sha1:" + base64.b32encode(hashlib.sha1(HTML).digest()).decode(),
        "sha1:" + hashlib.sha1(HTML).hexdigest(),
        "sha256:" + hashlib.sha256(HTML).hexdigest(),
        "SHA-256:" + base64.b32encode(hashlib.sha256(HTML).digest()).decode().lower(),
        "md5:" + hashlib.md5(HTML).hexdigest(),
        "blake9:0000",
    ],
)
def test_digests_are_held_in_every_form_that_archivers_write(tmp_path, digest) -> None:
    warc = Warc()
    warc.add(WARC_Payload_Digest=digest)
    assert read(tmp_path, warc)[0].page is not None


def test_a_payload_that_its_digest_denies_is_broken(tmp_path) -> None:
    warc = Warc()
    warc.add(WARC_Payload_Digest="sha1:" + hashlib.sha1(b"another page").hexdigest())
    (found,) = read(tmp_path, warc)
    assert (found.page, found.broken, found.reason) == (None, True, "the payload's digest does not hold")


def _three() -> Warc:
    warc = Warc()
    for number in (1, 2, 3):
        warc.add(url=f"https://outlet.example/news/{number}")
    return warc


def test_a_broken_record_costs_itself_alone(tmp_path) -> None:
    warc = _three()
    second, third = warc.offsets[1:]

    def spoil(data: bytes) -> bytes:
        middle = (second + third) // 2
        return data[:middle] + bytes(byte ^ 0x55 for byte in data[middle : middle + 40]) + data[middle + 40 :]

    found = read(tmp_path, warc, change=spoil)
    assert [item.page and item.page.url[-1] for item in found] == ["1", None, "3"]
    assert (found[1].broken, found[1].offset) == (True, second)


def test_a_file_cut_short_gives_what_is_whole(tmp_path) -> None:
    found = read(tmp_path, _three(), change=lambda data: data[:-30])
    assert [(bool(item.page), item.reason) for item in found] == [(True, ""), (True, ""), (False, "cut short")]


@pytest.mark.parametrize(
    "data", [b"", b"not a WARC at all", gzip.compress(b"neither is this", mtime=0), b"\x1f\x8b\x08"]
)
def test_what_is_no_warc_gives_no_page_and_no_crash(tmp_path, data) -> None:
    found = read(tmp_path, data)
    assert not any(item.page for item in found)
    assert bool(found) is bool(data)
    assert all(item.broken for item in found)
