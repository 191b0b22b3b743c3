"""Between a `RawPage` and WARC 1.1 records (ISO 28500:2017; revisit profile identical-payload-digest)."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import iso_date_to_datetime
from warcio.warcwriter import WARCWriter

from processors.records import RawPage

REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
# Extension fields (ISO 28500 §5: unrecognised fields are ignored by other readers): from them the ledger is rebuilt.
OUTLET, KIND, REQUESTED = "WARC-Rasid-Outlet", "WARC-Rasid-Kind", "WARC-Rasid-Requested-URI"
ORIGIN = "WARC-Rasid-Origin"
# A body is kept after decoding, so headers that describe the wire form are renamed, as browser-based archivers do.
_WIRE = {"content-encoding", "transfer-encoding"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The earlier record whose payload a revisit repeats."""

    locator: str
    url: str
    fetched_at: datetime


def payload_digest(body: bytes) -> str:
    """Return the labelled SHA-256 of a payload in base32, the form of WARC-Payload-Digest."""
    return "sha256:" + base64.b32encode(hashlib.sha256(body).digest()).decode("ascii")


def encode(
    page: RawPage,
    *,
    kind: str,
    request_headers: Iterable[tuple[str, str]],
    refers_to: Reference | None,
    origin: str | None = None,
) -> tuple[bytes, int]:
    """Return the bytes of the request record and the response (or revisit) record, and where the second begins.

    ``origin`` says where a page of another's archive stood; its request is not known, so there is no record of one.
    """
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version="1.1")
    date = warc_date(page.fetched_at)
    response = _response(writer, page, kind, refers_to, date)
    if origin is not None:
        response.rec_headers.add_header(ORIGIN, origin)
        writer.write_record(response)
        return buffer.getvalue(), 0
    request = writer.create_warc_record(
        page.final_url,
        "request",
        http_headers=StatusAndHeaders(f"GET {page.final_url} HTTP/1.1", list(request_headers), is_http_request=True),
        warc_headers_dict={
            "WARC-Date": date,
            "WARC-Concurrent-To": response.rec_headers.get_header("WARC-Record-ID"),
        },
    )
    # The request goes first: whoever finds a whole response record has the whole exchange.
    writer.write_record(request)
    start = buffer.tell()
    writer.write_record(response)
    return buffer.getvalue(), start


def _response(writer: WARCWriter, page: RawPage, kind: str, refers_to: Reference | None, date: str) -> Any:
    named = {
        "WARC-Date": date,
        "WARC-Payload-Digest": payload_digest(page.body),
        OUTLET: page.outlet_id or "",
        KIND: kind,
        REQUESTED: page.url,
    }
    if refers_to:
        named |= {
            "WARC-Profile": REVISIT_PROFILE,
            "WARC-Refers-To-Target-URI": refers_to.url,
            "WARC-Refers-To-Date": warc_date(refers_to.fetched_at),
        }
    body = b"" if refers_to else page.body
    return writer.create_warc_record(
        page.final_url,
        "revisit" if refers_to else "response",
        payload=io.BytesIO(body),
        length=len(body),  # without it warcio replaces the payload digest by one of its own
        http_headers=StatusAndHeaders(_status_line(page.status), _kept_headers(page), protocol="HTTP/1.1"),
        warc_headers_dict=named,
    )


def decode(record: Any, locator: str) -> RawPage:
    """Turn a response or revisit record into a page (the body of a revisit is empty: its payload lies elsewhere)."""
    named = record.rec_headers
    target = named.get_header("WARC-Target-URI")
    http = record.http_headers
    return RawPage(
        url=named.get_header(REQUESTED) or target,
        final_url=target,
        outlet_id=named.get_header(OUTLET) or None,
        fetched_at=iso_date_to_datetime(named.get_header("WARC-Date")).replace(tzinfo=UTC),
        status=int(http.get_statuscode()) if http else 200,
        headers=tuple((str(name), str(value)) for name, value in http.headers) if http else (),
        body=record.content_stream().read(),
        locator=locator,
    )


def warc_date(moment: datetime) -> str:
    """Return a UTC moment as WARC 1.1 writes it: W3CDTF with a fraction of a second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _kept_headers(page: RawPage) -> list[tuple[str, str]]:
    renamed = [(f"X-Archive-Orig-{name}" if name.lower() in _WIRE else name, value) for name, value in page.headers]
    kept = [(name, value) for name, value in renamed if name.lower() != "content-length"]
    return [*kept, ("Content-Length", str(len(page.body)))]


def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Unknown"
