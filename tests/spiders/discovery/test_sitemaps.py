"""Sitemaps, their indexes and their gzip."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.discovery import UnreadableSourceError
from spiders.discovery.records import MAX_LINKS
from spiders.discovery.sitemaps import read_sitemap, unpack

BASE = "https://sahifa.example/sitemap.xml"
BOUND = 1024 * 1024
NS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"


def read(text: str | bytes, **keys):
    body = text.encode() if isinstance(text, str) else text
    return read_sitemap(body, BASE, **{"max_bytes": BOUND, **keys})


def test_entries_come_with_the_moment_of_their_change_in_one_form() -> None:
    findings = read(
        f"<urlset {NS}><url><loc> https://sahifa.example/1 </loc><lastmod>2026-07-14T10:00:00+03:00</lastmod></url>"
        "<url><loc>/2</loc><lastmod>2026-07-14</lastmod></url><url><loc>/3</loc></url><url><lastmod>2026</lastmod></url></urlset>"
    )
    assert [(link.url, link.lastmod) for link in findings.links] == [
        ("https://sahifa.example/1", "2026-07-14T07:00:00+00:00"),
        ("https://sahifa.example/2", "2026-07-14"),
        ("https://sahifa.example/3", None),
    ]
    assert findings.links[1].newest == datetime(2026, 7, 15, tzinfo=UTC)


def test_a_news_sitemap_dates_its_entries_by_their_publication() -> None:
    news = "<news:news><news:publication_date>2026-07-14T10:00Z</news:publication_date></news:news>"
    (link,) = read(f"<urlset {NS}><url><loc>/1</loc>{news}</url></urlset>").links
    assert (link.lastmod, link.newest) == (None, datetime(2026, 7, 14, 10, tzinfo=UTC))


def test_an_index_gives_news_first_then_the_newest_and_leaves_out_what_is_older_than_asked_for() -> None:
    parts = {
        "/posts-2019-05.xml": "2019-06-01",
        "/news-2026-3.xml": None,
        "/posts-2026-06.xml": "2026-07-01T00:00:00Z",
        "/pages.xml": None,
        "/sitemap-news.xml": "2026-07-14T09:00:00Z",
        "/posts-2025-12.xml": None,
    }
    rows = "".join(
        f"<sitemap><loc>{name}</loc>{f'<lastmod>{at}</lastmod>' if at else ''}</sitemap>" for name, at in parts.items()
    )
    findings = read(f"<sitemapindex {NS}>{rows}</sitemapindex>", since=datetime(2026, 1, 1, tzinfo=UTC))
    assert [part.url.rsplit("/", 1)[1] for part in findings.follow] == [
        "sitemap-news.xml",
        "news-2026-3.xml",
        "posts-2026-06.xml",
        "posts-2025-12.xml",
        "pages.xml",
    ]
    assert findings.left_out == 1


def test_a_text_file_of_addresses_is_a_sitemap_too() -> None:
    assert [link.url for link in read("https://sahifa.example/1\r\n\r\nhttps://sahifa.example/خبر\n# x").links] == [
        "https://sahifa.example/1",
        "https://sahifa.example/خبر",
    ]


def test_gzip_is_undone_within_the_bound_and_a_torn_end_is_read_as_far_as_it_goes() -> None:
    text = f"<urlset {NS}>" + "".join(f"<url><loc>/{number}</loc></url>" for number in range(2000)) + "</urlset>"
    whole = gzip.compress(text.encode())
    assert len(read(whole).links) == 2000
    assert 0 < len(read(whole[:-400]).links) < 2000
    with pytest.raises(UnreadableSourceError, match="too large after decompression"):
        read(gzip.compress(b"<urlset>" + b" " * 2 * BOUND))
    with pytest.raises(UnreadableSourceError, match="broken gzip"):
        read(b"\x1f\x8b" + b"\xff" * 50)


def test_the_bound_holds_to_the_byte() -> None:
    assert len(unpack(gzip.compress(b"x" * BOUND), BOUND)) == BOUND
    with pytest.raises(UnreadableSourceError):
        unpack(gzip.compress(b"x" * (BOUND + 1)), BOUND)


def test_more_entries_than_the_protocol_allows_are_left_out_and_counted() -> None:
    text = "<urlset>" + "<url><loc>/1</loc></url>" * (MAX_LINKS + 7) + "</urlset>"
    findings = read(text, max_bytes=10 * BOUND)
    assert (len(findings.links), findings.left_out) == (MAX_LINKS, 7)


@pytest.mark.parametrize("text", ["", "no address", "<html/>", "<rss/>", "<!DOCTYPE x [<!ENTITY a 'b'>]><urlset/>"])
def test_what_is_no_sitemap_is_unreadable(text) -> None:
    with pytest.raises(UnreadableSourceError):
        read(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sitemap_or_unreadable(body) -> None:
    for prefix in (
        b"",
        b"\x1f\x8b\x08",
        b"<urlset><url><loc>",
        b"<sitemapindex><sitemap><loc>http://[</loc></sitemap><sitemap><loc>",
    ):
        try:
            read(prefix + body)
        except UnreadableSourceError:
            continue
