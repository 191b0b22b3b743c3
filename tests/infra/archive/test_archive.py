"""WARC files: what is appended can be read and verified, here and by warcio; a torn tail is cut."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from infra.archive import Archive, ArchiveError, Reference, recover
from infra.archive.records import payload_digest
from processors.records import RawPage

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
HTML = "<h1>عنوان</h1>".encode()


def page(number: int = 1, body: bytes = HTML) -> RawPage:
    return RawPage(
        url=f"http://outlet.example/{number}",
        final_url=f"http://outlet.example/{number}/",
        outlet_id="outlet",
        fetched_at=NOW,
        headers=(("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")),
        body=body,
    )


@pytest.fixture
def archive(tmp_path):
    return Archive(str(tmp_path / "archive"), tmp_path / "spool")


def test_a_page_comes_back_as_it_went_in(archive) -> None:
    with archive.writer("run", 1 << 20) as writer:
        locator = writer.append(page(), kind="article", request_headers=(("User-Agent", "Rasid"),))
        assert archive.read(locator).body == HTML  # readable while the file is still open
    found = archive.read(locator)
    assert (found.url, found.final_url, found.outlet_id) == (page().url, page().final_url, "outlet")
    assert (found.fetched_at, found.status, found.body) == (NOW, 200, HTML)
    assert [value for name, value in found.headers if name == "Set-Cookie"] == ["a=1", "b=2"]


def test_the_files_hold_request_and_response_with_digests(archive) -> None:
    with archive.writer("run", 1 << 20) as writer:
        writer.append(page(), kind="article", request_headers=(("User-Agent", "Rasid"),))
    (name,) = archive.files()
    with archive.open(name) as file:
        records = [(record.rec_type, record.rec_headers) for record in ArchiveIterator(file, check_digests="raise")]
    assert [kind for kind, _ in records] == ["warcinfo", "request", "response"]
    assert records[1][1].get_header("WARC-Concurrent-To") == records[2][1].get_header("WARC-Record-ID")
    assert records[2][1].get_header("WARC-Payload-Digest").startswith("sha256:")


def test_the_same_bytes_again_become_a_revisit_record_without_payload(archive) -> None:
    with archive.writer("run", 1 << 20) as writer:
        first = writer.append(page(), kind="article")
        reference = Reference(locator=first, url=page().url, fetched_at=NOW)
        again = writer.append(page(), kind="article", refers_to=reference)
    assert archive.read(again).body == b""
    digests = []
    with archive.open(archive.files()[0]) as file:
        for record in ArchiveIterator(file):
            digests.append(record.rec_headers.get_header("WARC-Payload-Digest"))
    assert digests[2] == digests[4] == payload_digest(HTML)
    assert [problem for problem in archive.verify() if problem] == []


def test_a_file_is_closed_when_it_is_full_and_the_next_one_opened(archive) -> None:
    with archive.writer("run", 4096) as writer:
        locators = [
            writer.append(page(number, random.Random(number).randbytes(3000)), kind="article") for number in range(4)
        ]
    assert len(archive.files()) > 1
    assert [archive.read(locator).url for locator in locators] == [page(number).url for number in range(4)]


def test_verify_finds_one_changed_byte(archive, tmp_path) -> None:
    with archive.writer("run", 1 << 20) as writer:
        writer.append(page(1), kind="article")
    path = tmp_path / "archive" / archive.files()[0]
    data = bytearray(path.read_bytes())
    data[-40] ^= 0xFF
    path.write_bytes(bytes(data))
    assert any(problem for problem in archive.verify())


@pytest.mark.parametrize("torn", [1, 7, 100, 300])
def test_a_torn_tail_is_cut_and_the_whole_captures_are_adopted(archive, tmp_path, torn) -> None:
    writer = archive.writer("run", 1 << 20)
    whole = writer.append(page(1), kind="article")
    writer.append(page(2), kind="article")
    writer._file.close()  # a killed process closes nothing and renames nothing
    (path,) = (tmp_path / "archive").glob("*.open")
    path.write_bytes(path.read_bytes()[:-torn])
    found = list(recover(tmp_path / "archive"))
    assert [item.page.url for item in found] == [page(1).url]
    assert found[0].page.locator == whole
    assert archive.read(whole).body == HTML
    assert [problem for problem in archive.verify() if problem] == []
    assert list(recover(tmp_path / "archive")) == []


def test_a_recovery_leaves_alone_what_a_living_process_writes(archive, tmp_path) -> None:
    with archive.writer("run", 1 << 20) as writer:
        writer.append(page(1), kind="article")
        assert list(recover(tmp_path / "archive")) == []


def test_a_wrong_locator_is_an_error_that_names_it(archive) -> None:
    with pytest.raises(ArchiveError, match=r"nothing\.warc\.gz:7"):
        archive.read("nothing.warc.gz:7")


def test_a_remote_archive_takes_a_file_when_it_is_closed(tmp_path) -> None:
    archive = Archive("memory://rasid-archive", tmp_path / "spool")
    with archive.writer("run", 1 << 20) as writer:
        locator = writer.append(page(), kind="article")
        assert archive.read(locator).body == HTML
    assert list((tmp_path / "spool").iterdir()) == []
    assert archive.read(locator).body == HTML
    assert io.BytesIO(archive.open(archive.files()[0]).__enter__().read()).read(2) == b"\x1f\x8b"


def test_what_a_killed_process_left_in_the_spool_is_uploaded(tmp_path) -> None:
    archive = Archive("memory://rasid-left-over", tmp_path / "spool")
    writer = archive.writer("run", 1 << 20)
    locator = writer.append(page(), kind="article")
    writer._on_close = None
    writer.close()
    archive.upload_left_over()
    assert list((tmp_path / "spool").iterdir()) == []
    assert archive.read(locator).body == HTML
