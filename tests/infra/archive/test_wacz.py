"""A WACZ by the rules of its specification: hashes hold, the index leads to records, pages are listed, nothing else."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from infra.archive import Archive, ArchiveError
from infra.archive.wacz import surt, write_wacz
from infra.cli import rasid
from infra.config import load_settings
from infra.sink import open_ledger
from tests.infra.pages import capture_pages, html

DAY = datetime(2026, 3, 1, 8, tzinfo=UTC)
URLS = [f"https://outlet.example/news/{number}?b=2&a=1" for number in range(1, 4)]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path / "home"))
    settings = load_settings()
    pages = [(url, html(f"عنوان الخبر رقم {n} عن الحديقة"), DAY + timedelta(days=n)) for n, url in enumerate(URLS)]
    capture_pages(settings, [*pages, (URLS[0], pages[0][1], DAY + timedelta(days=9))])
    return tmp_path


def export(home, *options):
    target = home / "out.wacz"
    result = CliRunner().invoke(rasid, ["archive", "export", str(target), *options])
    assert result.exception is None, result.exception
    return zipfile.ZipFile(target)


def index_of(file):
    """Yield the lines of the index block by block, as a reader that fetches ranges does."""
    head, *blocks = file.read("indexes/index.idx").decode().splitlines()
    assert head.startswith("!meta 0 ")
    assert json.loads(head.split(" ", 2)[2])["format"] == "cdxj-gzip-1.0"
    packed = file.read("indexes/index.cdx.gz")
    for block in blocks:
        place = json.loads(block.split(" ", 2)[2])
        part = packed[place["offset"] : place["offset"] + place["length"]]
        assert place["digest"] == f"sha256:{hashlib.sha256(part).hexdigest()}"
        lines = gzip.decompress(part).decode().splitlines()
        assert lines[0].startswith(block.split(" {", 1)[0])
        yield from lines


def test_every_file_is_named_with_its_hash_and_size_and_the_package_with_its_own(home) -> None:
    file = export(home)
    package = json.loads(file.read("datapackage.json"))
    assert (package["profile"], package["wacz_version"]) == ("data-package", "1.1.1")
    told = {item["path"]: (item["hash"], item["bytes"]) for item in package["resources"]}
    names = set(file.namelist()) - {"datapackage.json", "datapackage-digest.json"}
    assert set(told) == names
    for name in names:
        data = file.read(name)
        assert told[name] == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
    seal = json.loads(file.read("datapackage-digest.json"))
    assert seal == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(file.read('datapackage.json')).hexdigest()}",
    }
    assert file.getinfo("archive/rasid.warc.gz").compress_type == zipfile.ZIP_STORED


def test_each_line_of_the_sorted_index_leads_to_its_record(home) -> None:
    file = export(home)
    records, lines = file.read("archive/rasid.warc.gz"), list(index_of(file))
    assert lines == sorted(lines)
    kinds = []
    for line in lines:
        key, stamp, rest = line.split(" ", 2)
        place = json.loads(rest)
        start = int(place["offset"])
        data = records[start : start + int(place["length"])]
        (record,) = ArchiveIterator(io.BytesIO(data), check_digests="raise")
        assert record.rec_headers.get_header("WARC-Target-URI") == place["url"]
        assert record.rec_headers.get_header("WARC-Payload-Digest") == place["digest"]
        assert (key, stamp) == (
            surt(place["url"]),
            f"{record.rec_headers.get_header('WARC-Date')[:19]}".translate(_BARE),
        )
        record.content_stream().read()
        kinds.append((record.rec_type, place["mime"]))
    assert sorted(kinds) == [*[("response", "text/html")] * 3, ("revisit", "warc/revisit")]


_BARE = str.maketrans("", "", "-:T")


def test_the_pages_are_listed_with_titles_and_moments(home) -> None:
    head, *pages = map(json.loads, export(home).read("pages/pages.jsonl").decode().splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [page["url"] for page in pages] == [*URLS, URLS[0]]
    assert pages[0]["title"] == pages[3]["title"] == "عنوان الخبر رقم 0 عن الحديقة"
    assert pages[3]["ts"] == "2026-03-10T08:00:00.000000Z"
    assert len({page["id"] for page in pages}) == 4


def test_a_revisit_alone_brings_the_payload_that_it_repeats_but_lists_only_itself(home) -> None:
    file = export(home, "--from", "2026-03-08")
    assert len(list(index_of(file))) == 2
    (page,) = map(json.loads, file.read("pages/pages.jsonl").decode().splitlines()[1:])
    assert page["ts"].startswith("2026-03-10")


def test_days_and_outlets_bound_what_is_exported(home) -> None:
    assert len(list(index_of(export(home, "--to", "2026-03-02", "--outlet", "outlet")))) == 2
    result = CliRunner().invoke(rasid, ["archive", "export", str(home / "none.wacz"), "--outlet", "other"])
    assert "no capture matches" in str(result.exception)
    assert not list(home.glob("none.wacz*"))


def test_a_file_that_is_there_is_not_overwritten(home) -> None:
    (home / "out.wacz").write_text("mine")
    result = CliRunner().invoke(rasid, ["archive", "export", str(home / "out.wacz")])
    assert isinstance(result.exception, ArchiveError)
    assert (home / "out.wacz").read_text() == "mine"


def test_a_record_that_is_gone_is_told_by_its_place(home) -> None:
    settings = load_settings()
    archive = Archive(settings.archive_url, settings.home / "spool")
    (settings.home / "archive" / archive.files()[0]).unlink()
    with pytest.raises(ArchiveError, match=r"warc\.gz:\d+: no readable record here"):
        export_all(archive, home, settings)


def export_all(archive, home, settings):
    from infra.archive.wacz import Exported
    from infra.ledger.past import article_captures

    rows = article_captures(open_ledger(settings).engine)
    write_wacz(archive, [Exported(locator=a, payload_locator=b) for a, b in rows], home / "x.wacz", "x")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Outlet.example/A/b?z=1&a=2", "example,outlet)/a/b?a=2&z=1"),
        ("http://outlet.example:8080", "example,outlet:8080)/"),
        ("https://www2.outlet.example:443/", "example,outlet)/"),
        ("https://outlet.example/?q=نفط", "example,outlet)/?q=%D9%86%D9%81%D8%B7"),
    ],
)
def test_keys_of_the_index_are_those_that_replayweb_page_looks_up(url, key) -> None:
    assert surt(url) == key
