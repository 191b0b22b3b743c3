"""Feeds of every kind, as real ones are: broken, mislabelled, with links in odd places."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.discovery import UnreadableSourceError
from spiders.discovery.feeds import read_feed

BASE = "https://sahifa.example/rss/news.xml"


def rss(item: str, head: str = "<rss version='2.0'>") -> bytes:
    return f"{head}<channel><link>https://sahifa.example/</link><item>{item}</item></channel></rss>".encode()


def urls(body: bytes, content_type: str | None = None) -> list[str]:
    return [link.url for link in read_feed(body, BASE, content_type).links]


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>https://sahifa.example/1</link>", "https://sahifa.example/1"),
        ("<link>\n https://sahifa.example/\n 1 </link>", "https://sahifa.example/1"),
        ("<link><![CDATA[https://sahifa.example/?id=1&p=2]]></link>", "https://sahifa.example/?id=1&p=2"),
        ("<link>https://sahifa.example/?id=1&p=2&amp;copy=3</link>", "https://sahifa.example/?id=1&p=2&copy=3"),
        ("<link>/news/خبر</link>", "https://sahifa.example/news/خبر"),
        ("<link/><guid>https://sahifa.example/1</guid>", "https://sahifa.example/1"),
        ("<guid isPermaLink='true'>https://sahifa.example/1</guid>", "https://sahifa.example/1"),
        ("<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='https://sahifa.example/1'/>", "https://sahifa.example/1"),
        (
            "<link>https://feeds.example/~r/1</link>"
            "<feedburner:origLink xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>https://sahifa.example/1</feedburner:origLink>",
            "https://sahifa.example/1",
        ),
        ("<title>قال: &laquo;نعم&raquo; & مضى</title><link>https://sahifa.example/1</link>", "https://sahifa.example/1"),
        ("<title><b>مفتوح</title><link>https://sahifa.example/1</link>", "https://sahifa.example/1"),
    ],
)  # fmt: skip
def test_an_items_address_is_found_wherever_feeds_put_it(item, url) -> None:
    assert urls(rss(item)) == [url]


def test_a_guid_that_is_no_address_is_not_one() -> None:
    assert urls(rss("<guid isPermaLink='false'>https://sahifa.example/1</guid>")) == []
    assert urls(rss("<guid>1234-خبر</guid>")) == []


def test_rss_1_without_a_link_gives_the_address_it_is_about() -> None:
    body = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<item rdf:about="https://sahifa.example/7"><title>خبر</title></item></rdf:RDF>'
    )
    assert urls(body.encode()) == ["https://sahifa.example/7"]


def test_atom_prefers_the_web_page_among_the_links_and_keeps_the_moment_of_change() -> None:
    body = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://sahifa.example/ar/"><entry>
      <link rel="self" href="self.xml"/><link rel="enclosure" href="a.mp3"/>
      <link rel="alternate" type="application/json" href="1.json"/><link href="1"/>
      <published>2026-07-01T10:00:00+03:00</published><updated>2026-07-02T10:00:00+03:00</updated></entry></feed>"""
    (link,) = read_feed(body.encode(), BASE).links
    assert link.url == "https://sahifa.example/ar/1"
    assert link.lastmod == "2026-07-02T07:00:00+00:00"
    assert link.newest == datetime(2026, 7, 2, 7, tzinfo=UTC)


def test_a_publication_date_dates_an_entry_but_is_no_change_of_it() -> None:
    item = "<link>/1</link><pubDate>Tue, 14 Jul 2026 10:00:00 +0300</pubDate>"
    (link,) = read_feed(rss(item), BASE).links
    assert (link.lastmod, link.newest) == (None, datetime(2026, 7, 14, 7, tzinfo=UTC))
    (odd,) = read_feed(rss("<link>/1</link><pubDate>الثلاثاء</pubDate>"), BASE).links
    assert odd.newest is None


def test_a_json_feed_gives_its_items() -> None:
    items = [{"url": "/1", "date_modified": "2026-07-02T07:00:00Z"}, {"url": None}, "x", {"id": "2"}, {"url": " "}]
    body = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})
    (link,) = read_feed(b"\xef\xbb\xbf " + body.encode(), BASE).links
    assert (link.url, link.lastmod) == ("https://sahifa.example/1", "2026-07-02T07:00:00+00:00")


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("utf-8", "cp1256"),
        ("windows-1256", "utf-8"),
        ("iso-8859-1", "cp1256"),
        ("utf-16", "utf-8"),
        ("nonsense", "utf-8"),
    ],
)
def test_a_wrongly_declared_encoding_does_not_hide_an_address_in_arabic_letters(declared, encoding) -> None:
    title = "<title>مجلس النواب يصوت على قانون التقاعد الموحد اليوم</title><link>https://sahifa.example/خبر</link>"
    body = rss(title, f'<?xml version="1.0" encoding="{declared}"?><rss>').decode().encode(encoding)
    assert urls(body, f"text/xml; charset={declared}") == ["https://sahifa.example/خبر"]


def test_control_characters_and_a_torn_end_leave_what_is_whole() -> None:
    body = rss("<title>\x00\x0b\x1b</title><link>/1</link>") + b"garbage"
    assert urls(body) == ["https://sahifa.example/1"]
    torn = rss("<link>/1</link></item><item><link>/2</link>")
    assert urls(torn[: torn.index(b"/2")])[0] == "https://sahifa.example/1"


@pytest.mark.parametrize(
    "body", [b"", b" ", b"plain", b"<html><p>x</p></html>", b"{}", b'{"items": 3}', b"[" * 100_000, b"{" * 100_000]
)
def test_what_is_no_feed_is_unreadable_with_a_short_reason(body) -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read_feed(body, BASE)
    assert 0 < len(str(caught.value)) < 80


def test_an_entity_in_an_articles_own_cdata_is_no_declaration() -> None:
    assert urls(rss("<title><![CDATA[<!ENTITY x 'y'>]]></title><link>/1</link>")) == ["https://sahifa.example/1"]


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<item>" * 400_000,
        b"<rss>" + b"<![CDATA[" * 400_000,
        b"<rss>" + b"&" * 2_000_000,
        b"<rss>" + b"<!--" * 500_000,
        b"<?xml " + b"x" * 4_000_000,
        b"<rss><item " + b"a='b' " * 300_000 + b"/></rss>",
    ],
    ids=["deep", "cdata", "ampersands", "comments", "declaration", "attributes"],
)
def test_hostile_marks_cost_no_time(body) -> None:
    started = time.process_time()
    with suppress(UnreadableSourceError):
        read_feed(body, BASE)
    assert time.process_time() - started < 5


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_unreadable(body) -> None:
    for prefix in (
        b"",
        b"<rss><channel><item><link>",
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="',
        b'{"items": [',
    ):
        try:
            findings = read_feed(prefix + body, BASE)
        except UnreadableSourceError:
            continue
        assert all(isinstance(link.url, str) for link in findings.links)
