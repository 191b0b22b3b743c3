"""Listings: links by selector, the next page, how far back, and which links are articles at all."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from spiders.discovery import UnreadableSourceError, read_source, select
from spiders.outlet import Outlet

BASE = "https://sahifa.example"
LATE, EARLY = datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


def outlet_of(source: dict[str, object], **keys: object) -> Outlet:
    values = {
        "id": "sahifa",
        "names": {"ar": "صحيفة", "latin": "Sahifa"},
        "country": "IQ",
        "kind": "portal",
        "timezone": "Asia/Baghdad",
        "homepage": BASE,
        "hosts": ["sahifa.example"],
        "sources": [{"type": "listing", "url": f"{BASE}/latest", **source}],
    }
    return Outlet.model_validate({**values, **keys})


def read(html: str | bytes, source: dict[str, object] | None = None, page: int = 1, since=None, **keys: object):
    outlet = outlet_of(source or {}, **keys)
    body = html.encode() if isinstance(html, str) else html
    return read_source(
        body,
        f"{BASE}/latest",
        "text/html",
        source=outlet.sources[0],
        outlet=outlet,
        page=page,
        since=since,
        max_bytes=10**7,
    )


def chosen(html: str, source: dict[str, object] | None = None, **keys: object):
    outlet = outlet_of(source or {}, **keys)
    return select(read(html, source, **keys).links, outlet.sources[0], outlet)


def test_selectors_may_name_the_link_what_holds_it_or_an_attribute() -> None:
    html = "<a class=card href=/1>أ</a><div class=box><a href='2'>ب</a></div><li data-to='/3'>ج</li><a href='/'>د</a>"
    source = {"links": ["a.card", "div.box", "li::attr(data-to)"]}
    assert [link.url for link in read(html, source).links] == [f"{BASE}/1", f"{BASE}/2", f"{BASE}/3"]


def test_a_base_element_moves_relative_links() -> None:
    html = "<base href='https://sahifa.example/ar/'><a href='news/1'>خبر</a>"
    assert [link.url for link in read(html).links] == [f"{BASE}/ar/news/1"]


def test_the_next_page_comes_from_its_selector_or_its_pattern() -> None:
    html = "<a href=/news/1>خبر</a><ul><li class=more><a href='?page=5'>التالي</a></li></ul>"
    (following,) = read(html, {"next": ["a.nothing", "li.more"]}, page=4).follow
    assert (following.url, following.page) == (f"{BASE}/latest?page=5", 5)
    (templated,) = read(html, {"page_url": f"{BASE}/p/{{page}}"}, page=4).follow
    assert templated.url == f"{BASE}/p/5"
    assert read("<p>لا أخبار</p>", {"page_url": f"{BASE}/p/{{page}}"}).follow == ()
    assert read(html).follow == ()


CARDS = {
    "time element": "<div><a href='/news/{0}'>خبر</a><time datetime='{1}'>أمس</time></div>",
    "arabic text": "<div><a href='/news/{0}'>خبر</a><span>{2}</span></div>",
    "url": "<div><a href='/{3}/خبر-{0}'>خبر</a></div>",
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_pages_are_followed_back_to_the_date_and_no_further(card) -> None:
    days = [
        ("2026-05-02T10:00:00+03:00", "2 أيار 2026", "2026/05/02"),
        ("2026-05-01T10:00:00+03:00", "1 أيار 2026", "2026/05/01"),
    ]
    html = (
        "<main>"
        + "".join(card.format(number, *day) for number, day in enumerate(days))
        + "<a class=n href='?p=2'>»</a></main>"
    )
    source = {"links": "div a", "next": "a.n"}
    assert len(read(html, source, since=EARLY).follow) == 1
    assert read(html, source, since=LATE).follow == ()


def test_one_pinned_old_article_does_not_end_the_search_nor_do_undated_ones() -> None:
    pinned = CARDS["time element"].format(1, "2019-01-01T00:00:00Z") + CARDS["time element"].format(
        2, "2026-07-14T00:00:00Z"
    )
    source = {"links": "div a", "next": "a.n"}
    assert read(f"{pinned}<a class=n href='?p=2'>»</a>", source, since=LATE).follow
    assert read("<div><a href=/news/1>خبر</a></div><a class=n href='?p=2'>»</a>", source, since=LATE).follow


def test_without_selectors_or_patterns_a_link_must_look_like_an_article() -> None:
    articles = ["/news/184223", "/رئيس-الوزراء-يزور-البصرة-اليوم", "/a?id=99887", "/2026/07/14/خبر"]
    others = ["/politics", "/", "/2026/07/14/", "/contact-us", "/style/12345.css"]
    links = [*articles, *others, "https://facebook.com/sahifa/12345", "whatsapp://send?text=12345"]
    picked = chosen("".join(f"<a href='{link}'>x</a>" for link in links))
    assert picked.found[0].url == f"{BASE}/news/184223"
    assert len(picked.found) == 4
    assert picked.refused == ()
    assert picked.passed_over == {
        "not an article's address": 5,
        "host not the outlet's": 1,
        "scheme not http or https": 1,
    }


def test_the_definitions_patterns_decide_on_written_and_readable_forms() -> None:
    html = "".join(
        f"<a href='{link}'>x</a>" for link in ["/أخبار/خبر-1", "/أخبار/وسم/1", "/رياضة/خبر-2", "/amp/أخبار/خبر-3"]
    )
    picked = chosen(html, {"links": "a"}, article_url=r"/أخبار/", not_article_url=r"/وسم/|/amp/")
    assert len(picked.found) == 1
    assert picked.found[0].canonical_url.startswith(f"{BASE}/%D8%A3")


def test_a_selected_link_to_another_site_is_refused() -> None:
    picked = chosen("<a href='https://other.example/1'>x</a>", {"links": "a"})
    assert picked.refused == (("https://other.example/1", "host not the outlet's"),)


def test_a_page_nested_too_deep_is_refused_before_it_is_parsed() -> None:
    started = time.process_time()
    with pytest.raises(UnreadableSourceError, match="deep"):
        read(b"<div>" * 1_000_000)
    assert time.process_time() - started < 5


def test_a_page_of_very_many_links_costs_little_even_when_it_is_dated() -> None:
    html = "<main><div>" + "".join(f"<a href='/news/{number}'>x</a>" for number in range(30_000)) + "</div></main>"
    started = time.process_time()
    assert len(read(html, since=EARLY).links) == 30_000
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00" * 100, b"\xff\xfe\xd8\xa7", b"<a href='http://[x'>x</a>", b"<base href='http://[x'><a href=1>x</a>"],
)
def test_odd_bytes_are_a_listing_of_nothing_much(body) -> None:
    assert len(read(body).links) <= 1
