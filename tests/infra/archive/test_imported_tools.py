"""WARC files as Heritrix 3 and Common Crawl News write them, byte by byte: nothing is lost without a reason."""

from __future__ import annotations

import base64
import gzip
import hashlib
from collections import Counter
from datetime import UTC, datetime

from infra.archive.imported import ForeignFile

HTML = "<html><body><h1>افتتاح جسر المشاة فوق القناة</h1><p>نص الخبر كاملاً.</p></body></html>".encode()
SITE = "https://outlet.example/news/"
HERITRIX = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
HTTP = "application/http; msgtype=response"
CRAWL = "application/http;msgtype=response"


def record(kind, url, block, *, date="2019-07-14T09:30:00Z", media=HTTP, length=None, **named) -> bytes:
    """One record as bytes; ``length`` where the header is to say something else than is true."""
    lines = [f"WARC-Type: {kind}", *([f"WARC-Target-URI: {url}"] if url else []), f"WARC-Date: {date}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in named.items()]
    lines += ["WARC-Record-ID: <urn:uuid:0e7a6f5c-0000-4000-8000-000000000000>", f"Content-Type: {media}"]
    lines.append(f"Content-Length: {len(block) if length is None else length}")
    return "\r\n".join(["WARC/1.0", *lines, "", ""]).encode() + block + b"\r\n\r\n"


def answer(body=HTML, *lines, status="200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html;charset=UTF-8", *lines, "", ""]).encode() + body


def sha1(data) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()


def chunked(data) -> bytes:
    return b"%x\r\n%b\r\n%x\r\n%b\r\n0\r\n\r\n" % (9, data[:9], len(data) - 9, data[9:])


def heritrix() -> list[bytes]:
    page, packed = answer(), gzip.compress(HTML, mtime=0)
    repeated = {"WARC_Payload_Digest": sha1(HTML), "WARC_Profile": HERITRIX, "WARC_Truncated": "length"}
    return [
        record("warcinfo", "", b"software: Heritrix/3.4.0\r\n", media="application/warc-fields"),
        record(
            "response",
            "dns:outlet.example",
            b"20190714093000\noutlet.example.\t300\tIN\tA\t192.0.2.7\n",
            media="text/dns",
        ),
        record("response", SITE + "1", page, WARC_Payload_Digest=sha1(HTML), WARC_IP_Address="192.0.2.7"),
        record("request", SITE + "1", b"GET /news/1 HTTP/1.0\r\n\r\n", media="application/http; msgtype=request"),
        record("metadata", SITE + "1", b"fetchTimeMs: 81\r\n", media="application/warc-fields"),
        record("response", SITE + "2", answer(chunked(packed), "Transfer-Encoding: chunked", "Content-Encoding: gzip")),
        record("revisit", SITE + "1", answer(b""), date="2019-08-01T10:00:00Z", **repeated),
        record("response", SITE + "3", page[:-20], WARC_Truncated="time"),
        record("response", SITE + "4", answer(b"", "Location: /", status="302 Found")),
        record("response", SITE + "5", page, length=len(page) + 500),
    ]


def read(path, data):
    path.write_bytes(data)
    return list(ForeignFile(path, lambda url: None if "outlet.example" in url else "host of no outlet"))


def test_a_file_of_heritrix_gives_its_pages_and_a_reason_for_all_else(tmp_path) -> None:
    members = [gzip.compress(item, mtime=0) for item in heritrix()]
    found = read(tmp_path / "WEB-20190714093000-00000.warc.gz", b"".join(members))
    pages = [item.page for item in found if item.page]
    assert len(found) == len(members)
    assert [(page.url[-1], page.body == HTML, page.fetched_at) for page in pages] == [
        ("1", True, datetime(2019, 7, 14, 9, 30, tzinfo=UTC)),
        ("2", True, datetime(2019, 7, 14, 9, 30, tzinfo=UTC)),
        ("1", True, datetime(2019, 8, 1, 10, tzinfo=UTC)),
    ]
    assert Counter(item.reason for item in found if not item.page) == {
        "record of type warcinfo": 1,
        "not http": 1,
        "record of type request": 1,
        "record of type metadata": 1,
        "truncated or in segments": 1,
        "status 302": 1,
        "shorter than its Content-Length": 1,
    }
    assert [item.reason for item in found if item.broken] == ["shorter than its Content-Length"]


def test_a_file_of_common_crawl_news_gives_its_pages(tmp_path) -> None:
    """No digest on one; bodies unpacked by the crawler, whose headers say how they were sent."""
    sent = ("X-Crawler-Content-Encoding: gzip", f"Content-Length: {len(HTML)}", "X-Crawler-Content-Length: 77")
    named = {"WARC_Identified_Payload_Type": "text/html", "WARC_Payload_Digest": sha1(HTML), "media": CRAWL}
    data = [
        record("warcinfo", "", b"isPartOf: CC-NEWS\r\n", media="application/warc-fields"),
        record("request", SITE + "1", b"GET /news/1 HTTP/1.1\r\n\r\n", media="application/http; msgtype=request"),
        record("response", SITE + "1", answer(HTML, *sent), WARC_Block_Digest=sha1(answer(HTML, *sent)), **named),
        record("response", SITE + "2", answer(HTML, *sent), media=CRAWL, WARC_Identified_Payload_Type="text/html"),
        record("response", "https://other.example/1", answer(), media=CRAWL),
    ]
    members = [gzip.compress(item, mtime=0) for item in data]
    found = read(tmp_path / "CC-NEWS-20190714093000-00001.warc.gz", b"".join(members) + members[2][:90])
    assert [item.page.body for item in found if item.page] == [HTML, HTML]
    assert [item.reason for item in found if not item.page] == [
        "record of type warcinfo",
        "record of type request",
        "host of no outlet",
        "cut short",
    ]


def test_a_file_packed_as_a_whole_is_read_where_memory_holds_it(tmp_path) -> None:
    """Against the standard (one gzip member a record), yet made by hand often enough."""
    whole = gzip.compress(b"".join(heritrix()[:6]), mtime=0)
    found = read(tmp_path / "whole.warc.gz", whole)
    assert [item.page.url[-1] for item in found if item.page] == ["1", "2"]
