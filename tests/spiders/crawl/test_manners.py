"""What a server asks for is kept: robots.txt, Retry-After, delays, rights; and it is told who asks."""

from __future__ import annotations

import re
import time
from itertools import pairwise

import pytest

PAGE = "<html><h1>خبر</h1></html>".encode()


def test_every_request_says_who_asks_and_is_handed_over_as_sent(serve, outlet, crawl) -> None:
    server = serve({"/a/1": PAGE})
    server.feed(f"{server.base}/a/1")
    result = crawl(outlet(server.base))
    for request in server.requests:
        assert re.fullmatch(r"Rasid/\d\S* \(\+desk@example\.org\)", request["user-agent"])
    sent = {name.lower(): value for name, value in result.articles[f"{server.base}/a/1"].request_headers}
    asked = next(request for request in server.requests if request["path"] == "/a/1")
    assert {name: asked[name] for name in sent} == sent
    assert {"host", "user-agent", "accept-language"} <= set(sent)


def test_robots_txt_is_asked_first_and_obeyed(serve, outlet, crawl) -> None:
    server = serve({"/robots.txt": b"User-agent: *\nDisallow: /a/private/\n", "/a/1": PAGE, "/a/private/2": PAGE})
    server.feed(f"{server.base}/a/1", f"{server.base}/a/private/2")
    result = crawl(outlet(server.base))
    assert server.asked[0] == "/robots.txt"
    assert server.asked.count("/robots.txt") == 1
    assert "/a/private/2" not in server.asked
    assert result.refusals == [(f"{server.base}/a/private/2", "robots.txt disallows")]
    assert list(result.articles) == [f"{server.base}/a/1"]


def test_robots_txt_can_address_rasid_by_name_and_holds_for_the_target_of_a_redirect(serve, outlet, crawl) -> None:
    robots = b"User-agent: rasid\nDisallow: /a/secret\n\nUser-agent: *\nDisallow: /\n"
    server = serve(
        {"/robots.txt": robots, "/a/1": PAGE, "/a/2": lambda to: to.answer(status=301, Location="/a/secret")}
    )
    server.feed(f"{server.base}/a/1", f"{server.base}/a/2")
    result = crawl(outlet(server.base))
    assert list(result.articles) == [f"{server.base}/a/1"]
    assert "/a/secret" not in server.asked
    assert result.stats[0].refused == {"robots.txt disallows": 1}


def test_a_robots_txt_that_cannot_be_read_closes_the_host_for_now_and_a_missing_one_opens_it(
    serve, outlet, crawl
) -> None:
    server = serve({"/robots.txt": lambda to: to.answer(status=503), "/a/1": PAGE})
    server.feed(f"{server.base}/a/1")
    closed = crawl(outlet(server.base))
    assert closed.failures == [(f"{server.base}/feed", "robots.txt: status 503", 503)]
    assert not closed.exchanges
    ignored = crawl(outlet(server.base, politeness={"delay": 0, "obey_robots": False}))
    assert list(ignored.articles) == [f"{server.base}/a/1"]
    server.routes["/robots.txt"] = lambda to: to.answer(status=403)
    assert list(crawl(outlet(server.base)).articles) == [f"{server.base}/a/1"]


def test_the_crawl_delay_of_robots_txt_is_kept_when_it_is_longer(serve, outlet, crawl) -> None:
    server = serve({"/robots.txt": b"User-agent: *\nCrawl-delay: 0.3\n", "/a/1": PAGE, "/a/2": PAGE})
    times = []
    for path in ("/a/1", "/a/2"):
        server.routes[path] = lambda to: (times.append(time.monotonic()), to.answer(PAGE))
    server.feed(f"{server.base}/a/1", f"{server.base}/a/2")
    crawl(outlet(server.base))
    assert times[1] - times[0] >= 0.28


def test_the_outlets_delay_parts_its_requests(serve, outlet, crawl) -> None:
    times = []
    server = serve({"*": lambda to: (times.append(time.monotonic()), to.answer(PAGE))})
    server.feed(*(f"{server.base}/a/{number}" for number in range(3)))
    crawl(outlet(server.base, politeness={"delay": 0.2, "concurrency": 4}), delay=None)
    assert all(later - earlier >= 0.18 for earlier, later in pairwise(times))


def test_retry_after_is_waited_for_and_then_the_page_is_taken(serve, outlet, crawl) -> None:
    times = []

    def busy_once(to) -> None:
        times.append(time.monotonic())
        if len(times) == 1:
            return to.answer(status=429, Retry_After="1")
        return to.answer(PAGE)

    server = serve({"/a/1": busy_once})
    server.feed(f"{server.base}/a/1")
    result = crawl(outlet(server.base))
    assert list(result.articles) == [f"{server.base}/a/1"]
    assert times[1] - times[0] >= 0.95
    assert result.failures == []


def test_a_server_that_asks_for_an_hour_is_left_alone(serve, outlet, crawl) -> None:
    server = serve({"/a/1": lambda to: to.answer(status=503, Retry_After="3600"), "/a/2": PAGE})
    server.feed(f"{server.base}/a/1", f"{server.base}/a/2")
    result = crawl(outlet(server.base, politeness={"delay": 0, "concurrency": 1}))
    assert result.failures == [(f"{server.base}/a/1", "status 503, to be asked again in 3600 s", 503)]
    assert server.asked.count("/a/1") == 1
    assert "/a/2" not in server.asked
    assert result.stats[0].finished == "asked to wait"


def test_a_lasting_503_is_tried_thrice_with_growing_pauses(serve, outlet, crawl) -> None:
    times = []
    server = serve({"/a/1": lambda to: (times.append(time.monotonic()), to.answer(status=503))})
    server.feed(f"{server.base}/a/1")
    result = crawl(outlet(server.base), backoff=0.2)
    assert result.failures == [(f"{server.base}/a/1", "status 503", 503)]
    assert len(times) == 3
    assert times[1] - times[0] >= 0.19
    assert times[2] - times[1] >= 0.38


def test_a_403_is_a_failure_and_a_404_a_page_that_is_gone(serve, outlet, crawl) -> None:
    server = serve({"/a/1": lambda to: to.answer(status=403), "/a/2": lambda to: to.answer(status=410)})
    server.feed(f"{server.base}/a/1", f"{server.base}/a/2", f"{server.base}/a/3")
    result = crawl(outlet(server.base))
    assert result.failures == [(f"{server.base}/a/1", "status 403", 403)]
    assert sorted(result.refusals) == [(f"{server.base}/a/2", "gone (410)"), (f"{server.base}/a/3", "gone (404)")]
    assert result.stats[0].http == {200: 1, 403: 1, 410: 1, 404: 1}


def test_an_article_that_leads_to_the_front_page_is_gone(serve, outlet, crawl) -> None:
    server = serve({"/a/1": lambda to: to.answer(status=301, Location="/"), "/": PAGE})
    server.feed(f"{server.base}/a/1")
    assert crawl(outlet(server.base)).refusals == [(f"{server.base}/a/1", "gone (redirected to the front page)")]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"X_Robots_Tag": "noindex, noarchive"}, PAGE),
        ({"X_Robots_Tag": "rasid: noarchive"}, PAGE),
        ({}, b"<head><META content='NOARCHIVE,follow' name=robots></head>"),
    ],
)
def test_noarchive_is_obeyed_unless_the_definition_says_otherwise(serve, outlet, crawl, headers, body) -> None:
    server = serve({"/a/1": lambda to: to.answer(body, **headers)})
    server.feed(f"{server.base}/a/1")
    result = crawl(outlet(server.base))
    assert result.refusals == [(f"{server.base}/a/1", "noarchive")]
    assert not result.articles
    ignoring = crawl(outlet(server.base, terms={"noarchive": "ignore"}))
    assert ignoring.articles[f"{server.base}/a/1"].body == body


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"X_Robots_Tag": "googlebot: noarchive"}, PAGE),
        ({"X_Robots_Tag": "noindex"}, b"<!-- <meta name=robots content=noarchive> -->"),
        ({}, b"<p>noarchive</p><meta name=keywords content=noarchive>"),
        ({"tdm_reservation": "0"}, PAGE),
    ],
)
def test_what_forbids_nothing_to_rasid_is_kept(serve, outlet, crawl, headers, body) -> None:
    server = serve({"/a/1": lambda to: to.answer(body, **headers)})
    server.feed(f"{server.base}/a/1")
    assert list(crawl(outlet(server.base)).articles) == [f"{server.base}/a/1"]


def test_a_reservation_of_text_mining_is_obeyed_wherever_it_stands(serve, outlet, crawl) -> None:
    rules = (
        b'[{"location": "/a/reserved/*", "tdm-reservation": 1}, {"location": "/a/reserved/free", "tdm-reservation": 0}]'
    )
    server = serve(
        {
            "/.well-known/tdmrep.json": rules,
            "/a/header": lambda to: to.answer(PAGE, tdm_reservation="1"),
            "/a/meta": b'<meta name="tdm-reservation" content="1">',
            "/a/reserved/1": PAGE,
            "/a/reserved/free": PAGE,
            "/a/reserved/but": b'<meta name="tdm-reservation" content="0">',
            "/a/open": PAGE,
        }
    )
    names = ["header", "meta", "reserved/1", "reserved/free", "reserved/but", "open"]
    server.feed(*(f"{server.base}/a/{name}" for name in names))
    result = crawl(outlet(server.base))
    kept = sorted(url.removeprefix(f"{server.base}/a/") for url in result.articles)
    assert kept == ["open", "reserved/but", "reserved/free"]
    assert result.stats[0].refused == {"text and data mining reserved": 3}
    assert server.asked.count("/.well-known/tdmrep.json") == 1
    ignoring = crawl(outlet(server.base, terms={"tdm_reservation": "ignore"}))
    assert len(ignoring.articles) == 6
