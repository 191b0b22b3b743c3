"""Pages of another's archive as captures: whose they are, when they were made, and what may not come back."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from infra.cli import rasid
from infra.config import load_settings
from infra.forget import forget
from infra.running import ingest_waiting
from infra.sink import open_archive, open_ledger
from infra.taking_in import Scope, take_in
from spiders.outlet import Names, Outlet, Terms
from tests.infra.pages import html

URL = "https://www.sada-aljisr.example/news/4711"
DATE = datetime(2024, 3, 5, 6, 7, 8, tzinfo=UTC)
DEFINITION = """id: sada
names: {ar: صدى الجسر, latin: Sada}
country: IQ
kind: portal
timezone: Asia/Baghdad
homepage: https://sada-aljisr.example/
hosts: [sada-aljisr.example]
enabled: false
"""


def outlet(**values) -> Outlet:
    return Outlet(
        id="sada",
        names=Names(ar="صدى الجسر", latin="Sada"),
        country="IQ",
        kind="portal",
        timezone="Asia/Baghdad",
        homepage="https://sada-aljisr.example/",
        hosts=("sada-aljisr.example",),
        enabled=False,
        **values,
    )


def warc(path, *pages):
    """Write (url, body, date) as Common Crawl does: WARC 1.0, seconds, a request beside each response."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, body, date in pages:
            named = {"WARC-Date": date.strftime("%Y-%m-%dT%H:%M:%SZ")}
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=named
            )
            asked = writer.create_warc_record(
                url, "request", http_headers=StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
            )
            writer.write_request_response_pair(asked, record)
    return path


@pytest.fixture
def settings(tmp_path):
    return load_settings({"home": str(tmp_path / "home")}, env={})


@pytest.fixture
def file(tmp_path):
    later = datetime(2024, 3, 9, tzinfo=UTC)
    return warc(
        tmp_path / "CC-NEWS-1.warc.gz",
        (URL, html(), DATE),
        ("https://sada-aljisr.example/", b"<h1>front page</h1>", DATE),
        ("https://elsewhere.example/news/4711", html(), DATE),
        (URL, html(), later),
        (URL, html(extra="وأضيفت إلى الخبر فقرة جديدة تروي ما جرى في اليوم التالي من أيام الافتتاح."), later),
    )


def test_pages_of_an_outlet_become_captures_at_their_own_dates(settings, file) -> None:
    taken = take_in(settings, {"sada": outlet()}, file)
    assert taken.outlets == {"sada": 3}
    assert taken.reasons == {"record of type request": 5, "not an article's address": 1, "host of no outlet": 1}
    captures = open_ledger(settings).captures_of(URL)[::-1]
    assert [(row.fetched_at, row.state) for row in captures][:2] == [
        (DATE, "captured"),
        (datetime(2024, 3, 9, tzinfo=UTC), "unchanged"),
    ]
    assert open_archive(settings).read(captures[0].payload_locator).body == html()
    assert all(problem is None for problem in open_archive(settings).verify())


def test_no_request_is_invented_and_the_record_says_where_it_came_from(settings, file) -> None:
    take_in(settings, {"sada": outlet()}, file)
    archive = open_archive(settings)
    with archive.open(archive.files()[0]) as stream:
        records = [
            (item.rec_type, item.rec_headers.get_header("WARC-Rasid-Origin")) for item in ArchiveIterator(stream)
        ]
    assert [kind for kind, _ in records] == ["warcinfo", "response", "revisit", "response"]
    assert records[1][1] == "CC-NEWS-1.warc.gz:0"


def test_the_same_file_again_changes_nothing_and_no_crawl_asks_for_its_pages(settings, file) -> None:
    take_in(settings, {"sada": outlet()}, file)
    again = take_in(settings, {"sada": outlet()}, file)
    assert (again.outlets, again.reasons["already here"]) == ({}, 3)
    assert open_ledger(settings).due("sada", datetime.now(UTC)) == []


def test_an_article_that_was_taken_down_does_not_come_back(settings, file) -> None:
    forget(settings, URL, "on request")
    taken = take_in(settings, {"sada": outlet()}, file)
    assert (taken.outlets, taken.reasons["taken down before (rasid forget)"]) == ({}, 3)


def test_a_page_that_forbids_archiving_is_left_where_the_outlet_obeys_that(settings, tmp_path) -> None:
    body = html().replace(b"<head>", b'<head><meta name="robots" content="noarchive">')
    path = warc(tmp_path / "a.warc.gz", (URL, body, DATE))
    assert take_in(settings, {"sada": outlet()}, path).reasons["noarchive"] == 1
    assert take_in(settings, {"sada": outlet(terms=Terms(noarchive="ignore"))}, path).outlets == {"sada": 1}


def test_the_command_takes_files_in_and_ingest_makes_articles_of_them(settings, file, monkeypatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(settings.home))
    (settings.home / "outlets").mkdir(parents=True)
    (settings.home / "outlets" / "sada.yaml").write_text(DEFINITION, encoding="utf-8")
    broken = file.with_name("broken.warc.gz")
    broken.write_bytes(file.read_bytes()[:-40])
    result = CliRunner().invoke(rasid, ["archive", "import", "--json", str(broken), str(file)])
    first, second = map(json.loads, result.stdout.splitlines())
    assert (result.exit_code, first["taken"], second["taken"]) == (1, {"sada": 3}, {})
    assert (first["broken"], second["broken"]) == (1, 0)
    assert "cut short" in result.stderr
    report = ingest_waiting(settings)
    assert (report.created, report.updated, report.quarantined) == (1, 1, 0)


@pytest.mark.parametrize(
    ("url", "owner"),
    [
        (URL, "sada"),
        ("https://m.sada-aljisr.example/a/some-long-headline-of-words", "sada"),
        ("https://sada-aljisr.example/private/4711", "not an article's address"),
        ("ftp://sada-aljisr.example/4711", "scheme not http or https"),
        ("https://user:pass@sada-aljisr.example/4711", "credentials in the URL"),
        ("https://sada-aljisr.example.evil.example/4711", "host of no outlet"),
        ("https://[", "not a URL"),
    ],
)
def test_the_scope_of_an_outlet_decides(url, owner) -> None:
    found = Scope({"sada": outlet(not_article_url="/private/")}).outlet_of(url)
    assert (found if isinstance(found, str) else found.id) == owner
