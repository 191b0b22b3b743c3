"""The run as a whole: bounds, what is fetched and how it is handed over, errors of the sink, signals, events."""

from __future__ import annotations

import gzip
import os
import signal
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from spiders.crawl import CrawlOptions

PAGE = "<html><h1>خبر</h1></html>".encode()


def site_of(serve, pages: int, body: bytes = PAGE):
    server = serve({f"/a/{number}": body for number in range(pages)})
    server.feed(*(f"{server.base}/a/{number}" for number in range(pages)))
    return server


def test_the_bound_on_pages_counts_the_feed_too(serve, outlet, crawl) -> None:
    server = site_of(serve, 20)
    result = crawl(outlet(server.base), max_pages=6)
    assert len(result.exchanges) == 6
    assert result.stats[0].finished == "max_pages"
    assert (result.stats[0].discovered, result.stats[0].captured) == (20, 6)
    own = crawl(outlet(server.base, politeness={"delay": 0, "max_pages": 3}), max_pages=6)
    assert len(own.exchanges) == 3


def test_the_bound_on_bytes_ends_the_outlet(serve, outlet, crawl) -> None:
    server = site_of(serve, 20, b"x" * 10_000)
    result = crawl(outlet(server.base, politeness={"delay": 0, "concurrency": 1}), max_bytes=45_000)
    assert 45_000 <= result.stats[0].bytes < 60_000
    assert result.stats[0].finished == "max_bytes"


def test_variants_of_one_address_are_one_page_fetched_without_what_tracks(serve, outlet, crawl) -> None:
    server = serve({"/a/1": PAGE, "/a/%D8%AE%D9%80%D8%A8%D8%B1": PAGE})
    server.feed(
        f"{server.base}/a/1?utm_source=rss&amp;fbclid=x#top",
        f"{server.base}/a/1",
        f"{server.base}/a/1/amp",
        f"{server.base}/a/خـبر",
    )
    result = crawl(outlet(server.base))
    assert set(result.articles) == {f"{server.base}/a/1", f"{server.base}/a/%D8%AE%D9%80%D8%A8%D8%B1"}
    assert all(item.canonical_url == item.url for item in result.articles.values())
    assert result.stats[0].discovered == 2


def test_an_exchange_holds_the_decoded_body_and_every_header_as_it_came(serve, outlet, crawl) -> None:
    def twice(to) -> None:
        body = gzip.compress(PAGE)
        to.send_response(200)
        for name, value in (
            ("Link", "<a>"),
            ("Link", "<b>"),
            ("Content-Encoding", "gzip"),
            ("X-Time", "صباح".encode().decode("latin-1")),
        ):
            to.send_header(name, value)
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body)

    server = serve({"/a/2": twice, "/a/1": lambda to: to.answer(status=302, Location="/a/2")})
    server.feed(f"{server.base}/a/1")
    before = datetime.now(UTC)
    page = crawl(outlet(server.base)).articles[f"{server.base}/a/1"]
    assert page.body == PAGE
    assert [value for name, value in page.headers if name == "Link"] == ["<a>", "<b>"]
    assert ("X-Archive-Orig-Content-Encoding", "gzip") in page.headers
    assert not any(name.lower() == "content-encoding" for name, _ in page.headers)
    assert (page.url, page.final_url) == (f"{server.base}/a/1", f"{server.base}/a/2")
    assert before <= page.fetched_at <= datetime.now(UTC)


def test_what_waits_from_an_earlier_run_is_fetched_and_nothing_twice(serve, outlet, crawl) -> None:
    server = site_of(serve, 3)
    server.routes["/a/old"] = PAGE
    waiting = [f"{server.base}/a/old", f"{server.base}/a/1", f"{server.base}/a/1?utm_source=x"]
    crawl(outlet(server.base), state={"due": waiting})
    asked = Counter(path for path in server.asked if path.startswith("/a/"))
    assert asked == {"/a/0": 1, "/a/1": 1, "/a/2": 1, "/a/old": 1}


def test_a_changed_lastmod_in_a_sitemap_brings_the_page_again(serve, outlet, crawl) -> None:
    entry = "<url><loc>{}</loc><lastmod>{}</lastmod></url>"

    def sitemap(first: str) -> bytes:
        rows = entry.format(f"{server.base}/a/1", first) + entry.format(
            f"{server.base}/a/2", "2026-07-01T10:00:00+03:00"
        )
        return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{rows}</urlset>".encode()

    server = serve({"/a/1": PAGE, "/a/2": PAGE})
    server.routes["/map.xml"] = sitemap("2026-07-01T10:00:00+03:00")
    own = outlet(server.base, sources=[{"type": "sitemap", "url": f"{server.base}/map.xml"}])
    first = crawl(own)
    assert len(first.articles) == 2
    server.routes["/map.xml"] = sitemap("2026-07-01T07:00:00Z")
    assert not crawl(own, state=first.state).articles
    server.routes["/map.xml"] = sitemap("2026-07-02T07:00:00Z")
    assert list(crawl(own, state=first.state).articles) == [f"{server.base}/a/1"]


def test_since_and_until_leave_the_entries_beyond_them_out_and_count_them(serve, outlet, crawl) -> None:
    server = serve({"/a/1": PAGE, "/a/2": PAGE, "/a/3": PAGE})
    dates = {"1": "Tue, 14 Jul 2026 10:00:00 +0300", "2": "Tue, 14 Jan 2025 10:00:00 +0300", "3": None}
    items = "".join(
        f"<item><link>{server.base}/a/{name}</link>{f'<pubDate>{date}</pubDate>' if date else ''}</item>"
        for name, date in dates.items()
    )
    server.routes["/feed"] = f"<rss><channel>{items}</channel></rss>".encode()
    result = crawl(outlet(server.base), since=datetime(2026, 1, 1, tzinfo=UTC))
    assert sorted(result.articles) == [f"{server.base}/a/1", f"{server.base}/a/3"]
    assert result.stats[0].refused == {"older than asked for": 1}
    early = crawl(outlet(server.base), until=datetime(2026, 1, 1, tzinfo=UTC))
    assert sorted(early.articles) == [f"{server.base}/a/2", f"{server.base}/a/3"]
    assert early.stats[0].refused == {"newer than asked for": 1}


def test_only_the_urls_asked_for_are_fetched_each_by_its_outlet(serve, outlet, crawl) -> None:
    server, other = site_of(serve, 3), site_of(serve, 1)
    wanted = (f"{server.base}/a/2", "http://unknown.example/a/1")
    result = crawl(outlet(server.base), only=wanted)
    assert list(result.articles) == [f"{server.base}/a/2"]
    assert "/feed" not in server.asked
    assert other.asked == []


def test_an_outlet_that_is_down_does_not_hold_up_the_others(serve, outlet, crawl) -> None:
    server = site_of(serve, 5)
    dead = outlet("http://127.0.0.1:9", id="dead")
    slow = serve({"*": lambda to: (time.sleep(1.5), to.answer(PAGE))})
    slow_outlet = outlet(slow.base, id="slow", politeness={"delay": 0, "obey_robots": False})
    result = crawl(dead, slow_outlet, outlet(server.base))
    down, _, up = result.stats
    assert (down.captured, down.errors, up.captured) == (0, 1, 6)
    assert result.failures[0][1] == "robots.txt: connection refused"
    ends = [event.outlet_id for event in result.events if event.event == "finished"]
    assert ends.index("sahifa") < ends.index("slow")


def test_an_outlet_is_given_up_after_many_failures_in_a_row(serve, outlet, crawl) -> None:
    server = site_of(serve, 60)
    for number in range(60):
        server.routes[f"/a/{number}"] = lambda to: to.answer(status=403)
    result = crawl(outlet(server.base))
    assert result.stats[0].finished == "gave up"
    assert 20 <= result.stats[0].errors < 25


@pytest.mark.parametrize("call", ["discovered", "captured", "due", "refused", "finished"])
def test_an_error_of_the_sink_stops_the_crawl_and_comes_out(serve, outlet, crawl, call) -> None:
    server = site_of(serve, 30)
    server.feed("file:///etc/passwd", *(f"{server.base}/a/{number}" for number in range(30)))
    result = crawl(outlet(server.base), break_at=call)
    assert result.error == "OSError('disk full')"
    assert len([name for name, _ in result.calls if name == call]) == 1


def test_a_page_is_told_of_only_after_the_sink_has_it(serve, outlet, crawl) -> None:
    server = site_of(serve, 4)
    result = crawl(outlet(server.base))
    told = [event.url for event in result.events if event.event == "captured"]
    assert told == [url for name, url in result.calls if name == "captured"]
    assert result.events[-1].event == "finished"
    assert result.calls[-1][0] == "finished"


def test_sigterm_ends_the_run_in_order_and_the_totals_are_kept(serve, outlet, start) -> None:
    server = serve({"*": lambda to: (time.sleep(0.05), to.answer(PAGE))})
    server.feed(*(f"{server.base}/a/{number}" for number in range(400)))
    process, pipe = start((outlet(server.base),))
    deadline = time.monotonic() + 30
    while len(server.asked) < 10 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGTERM)
    assert pipe.poll(10)
    result = pipe.recv()
    process.join(5)
    assert result["error"] is None
    stats = result["stats"][0]
    assert stats.finished == "interrupted"
    assert 0 < stats.captured == len(result["exchanges"]) < 400
    assert result["calls"][-1][0] == "finished"


@pytest.mark.parametrize(
    "wrong",
    [
        {"contact": "desk@example.org\r\nCookie: x"},
        {"contact": "مكتب"},
        {"since": datetime(2026, 1, 1)},
        {"max_pages": 0},
        {"timeout": 0.0},
        {"backoff": -1.0},
    ],
)
def test_options_that_make_no_sense_are_refused_by_name(wrong) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        CrawlOptions(**wrong)
