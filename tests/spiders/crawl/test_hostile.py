"""Servers that mean harm: each is refused or noted with its reason, and the run goes on to the page that is sound."""

from __future__ import annotations

import gzip
import resource
import time
import zlib
from datetime import UTC, datetime

import brotli
import pytest

GOOD = "<html><h1>افتتاح جسر جديد على دجلة</h1><p>قال مدير الطرق إن الجسر يفتح غدا.</p></html>".encode()
MIB = 1024 * 1024


def reasons(result) -> dict[str, int]:
    return dict(result.stats[0].refused)


def only_good_came(result, base) -> None:
    assert list(result.articles) == [f"{base}/a/good"]
    assert result.articles[f"{base}/a/good"].body == GOOD
    assert result.stats[0].finished == "finished"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_in_any_content_encoding_is_cut_while_it_unpacks(serve, outlet, crawl, encoding) -> None:
    zstd = pytest.importorskip("backports.zstd") if encoding == "zstd" else None
    plain = b"<p>" + b"\x00" * (96 * MIB)
    pack = {
        "gzip": lambda: gzip.compress(plain, 1),
        "deflate": lambda: zlib.compress(plain, 1),
        "br": lambda: brotli.compress(plain, quality=1),
        "zstd": lambda: zstd.compress(plain),
    }[encoding]()
    server = serve({"/a/good": GOOD, "/a/bomb": lambda to: to.answer(pack, Content_Encoding=encoding)})
    server.feed(f"{server.base}/a/bomb", f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert reasons(result) == {"too large": 1}
    assert result.refusals == [(f"{server.base}/a/bomb", "too large")]


def test_bombs_within_bombs_never_hold_more_than_the_bound(serve, outlet, crawl) -> None:
    nested = gzip.compress(gzip.compress(b"x" * (32 * MIB)))
    server = serve({"/a/good": GOOD, "/a/bomb": lambda to: to.answer(nested, Content_Encoding="gzip, gzip")})
    server.feed(f"{server.base}/a/bomb", f"{server.base}/a/good")
    result = crawl(outlet(server.base), max_body_bytes=2 * MIB)
    only_good_came(result, server.base)
    assert reasons(result) == {"too large": 1}


def test_a_line_of_200_mib_is_dropped_at_the_bound(serve, outlet, crawl) -> None:
    sent = []

    def endless_line(to) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.send_header("Connection", "close")
        to.end_headers()
        to.close_connection = True
        for _ in range(200):
            to.wfile.write(b"a" * MIB)
            sent.append(MIB)

    server = serve({"/a/good": GOOD, "/a/long": endless_line})
    server.feed(f"{server.base}/a/long", f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert reasons(result) == {"too large": 1}
    assert sum(sent) < 100 * MIB


def test_a_declared_length_beyond_the_bound_is_not_even_read(serve, outlet, crawl) -> None:
    def declare(to) -> None:
        to.send_response(200)
        to.send_header("Content-Length", str(300 * MIB))
        to.end_headers()
        to.close_connection = True

    server = serve({"/a/good": GOOD, "/a/long": declare})
    server.feed(f"{server.base}/a/long", f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert reasons(result) == {"too large": 1}


def test_headers_without_end_are_dropped(serve, outlet, crawl) -> None:
    sent = []

    def headers(to) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100_000):
            to.wfile.write(b"X-%d: " % number + b"a" * 1000 + b"\r\n")
            sent.append(1000)

    server = serve({"/a/good": GOOD, "/a/head": headers})
    server.feed(f"{server.base}/a/head", f"{server.base}/a/good")
    result = crawl(outlet(server.base), retries=0)
    only_good_came(result, server.base)
    assert result.failures == [(f"{server.base}/a/head", "connection lost", None)]
    assert sum(sent) < 20 * MIB


def test_entities_that_multiply_are_refused_without_being_expanded(serve, outlet, crawl) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    prolog = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "لول">{levels}]>'
    laughs = f"{prolog}<rss><channel><item><link>&l11;</link></item></channel></rss>"
    server = serve({"/laughs": laughs.encode(), "/a/good": GOOD})
    server.feed(f"{server.base}/a/good")
    sources = [{"type": "feed", "url": f"{server.base}/laughs"}, {"type": "feed", "url": f"{server.base}/feed"}]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    result = crawl(outlet(server.base, sources=sources))
    only_good_came(result, server.base)
    assert reasons(result) == {"XML with entities of its own": 1}
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before < 512 * 1024  # KiB


def test_an_external_entity_is_not_fetched(serve, outlet, crawl) -> None:
    item = "<rss><channel><item><link>&x;</link></item></channel></rss>"
    feed = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + item
    server = serve({"/feed": feed.encode()})
    result = crawl(outlet(server.base))
    assert reasons(result) == {"XML with entities of its own": 1}
    assert all(b"root:" not in item.body for item in result.exchanges)


def test_a_zipped_sitemap_that_is_a_bomb_is_refused(serve, outlet, crawl) -> None:
    server = serve(
        {
            "/bomb.xml.gz": lambda to: to.answer(
                gzip.compress(b"<urlset>" + b" " * (64 * MIB)), Content_Type="application/gzip"
            )
        }
    )
    result = crawl(outlet(server.base, sources=[{"type": "sitemap", "url": f"{server.base}/bomb.xml.gz"}]))
    assert reasons(result) == {"too large after decompression": 1}


@pytest.mark.parametrize("kind", ["circle", "ever further"])
def test_a_redirect_without_end_is_left(serve, outlet, crawl, kind) -> None:
    def onward(to) -> None:
        number = int(to.path.rsplit("/", 1)[1])
        following = (number + 1) % 3 if kind == "circle" else number + 1
        to.answer(status=302, Location=f"/a/r/{following}")

    server = serve({"/a/good": GOOD, "*": onward, "/robots.txt": b"", "/.well-known/tdmrep.json": b"[]"})
    server.feed(f"{server.base}/a/r/0", f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert reasons(result) == {"endless redirect": 1}
    assert len([path for path in server.asked if path.startswith("/a/r/")]) <= 12


def listing_page(number: int, links: list[str]) -> bytes:
    anchors = "".join(f"<a class=card href='{link}'>خبر</a>" for link in links)
    return f"<html>{anchors}<a class=next href='/list?p={number + 1}'>التالي</a></html>".encode()


def test_a_listing_without_end_stops_at_its_bound(serve, outlet, crawl) -> None:
    def page(to) -> None:
        if not to.path.startswith("/list"):
            return to.answer(GOOD if to.path.startswith("/a/") else b"")
        number = int(to.path.partition("p=")[2] or 1)
        return to.answer(listing_page(number, [f"/a/{number}"]))

    server = serve({"*": page, "/robots.txt": b"", "/.well-known/tdmrep.json": b"[]"})
    source = {"type": "listing", "url": f"{server.base}/list", "links": "a.card", "next": "a.next", "max_pages": 4}
    result = crawl(outlet(server.base, sources=[source]))
    assert sorted(result.articles) == [f"{server.base}/a/{number}" for number in range(1, 5)]
    assert reasons(result) == {"bound on documents of a source": 1}
    since = crawl(outlet(server.base, sources=[source]), since=datetime(2020, 1, 1, tzinfo=UTC), max_depth=7)
    assert len(since.articles) == 7


def test_a_listing_that_repeats_itself_is_left_at_once(serve, outlet, crawl) -> None:
    def page(to) -> None:
        number = int(to.path.partition("p=")[2] or 1)
        to.answer(listing_page(number, ["/a/good"]))

    server = serve({"*": page, "/robots.txt": b"", "/.well-known/tdmrep.json": b"[]", "/a/good": GOOD})
    source = {"type": "listing", "url": f"{server.base}/list", "links": "a.card", "next": "a.next", "max_pages": 50}
    result = crawl(outlet(server.base, sources=[source]))
    only_good_came(result, server.base)
    assert reasons(result) == {"pagination repeats itself": 1}
    assert sum(path.startswith("/list") for path in server.asked) == 2


def test_a_feed_may_point_anywhere_but_is_followed_only_home(serve, outlet, crawl) -> None:
    other = serve({"*": GOOD})
    server = serve({"/a/good": GOOD})
    outside = {
        "file:///etc/passwd": "scheme not http or https",
        "ftp://127.0.0.1/a/x": "scheme not http or https",
        "data:text/html,/a/": "scheme not http or https",
        "http://10.0.0.1/a/x": "private address",
        "http://169.254.169.254/a/meta-data": "private address",
        "http://[::1]/a/x": "private address",
        "http://[::ffff:10.0.0.1]/a/x": "private address",
        "http://evil.example/a/x": "host not the outlet's",
        f"http://127.0.0.1@evil.example{server.base[-6:]}/a/x": "host not the outlet's",
        f"{other.base}/a/x": "port not the outlet's",
        f"http://desk:secret@{server.base.removeprefix('http://')}/a/x": "credentials in the URL",
        "http://[bad/a/x": "not a URL",
        f"{server.base}/a/{'x' * 5000}": "URL too long",
    }
    server.feed(*outside, f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert dict(result.refusals) == outside
    assert sum(reasons(result).values()) == len(outside)
    assert other.asked == []


def test_a_flood_of_foreign_links_is_counted_but_not_written_one_by_one(serve, outlet, crawl) -> None:
    server = serve({"/a/good": GOOD})
    server.feed(*(f"file:///{number}" for number in range(5000)), f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert reasons(result) == {"scheme not http or https": 5000}
    assert len(result.refusals) == 200


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "redirect: scheme not http or https"),
        ("http://192.168.1.1/router", "redirect: private address"),
        ("http://elsewhere.example/", "redirect: host not the outlet's"),
        ("//elsewhere.example/a/x", "redirect: host not the outlet's"),
        ("http://[::1]:80/", "redirect: private address"),
    ],
)
def test_a_redirect_off_the_outlet_is_refused_before_it_is_followed(serve, outlet, crawl, target, reason) -> None:
    server = serve({"/a/good": GOOD, "/a/away": lambda to: to.answer(status=302, Location=target)})
    server.feed(f"{server.base}/a/away", f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert result.refusals == [(f"{server.base}/a/away", reason)]


def test_a_name_that_resolves_to_a_private_address_gets_no_request(serve, outlet, crawl) -> None:
    server = serve({"*": GOOD})
    base = server.base.replace("127.0.0.1", "press.example")
    names = {"press.example": "127.0.0.1"}
    result = crawl(outlet(base, allow_private=False), names=names)
    assert server.asked == []
    assert not result.exchanges
    assert reasons(result) == {"private address": 1}
    server.feed(f"{base}/a/good")
    allowed = crawl(outlet(base, allow_private=True), names=names)
    assert list(allowed.articles) == [f"{base}/a/good"]


def test_a_private_pool_is_not_reused_by_an_outlet_of_the_open_net(serve, outlet, crawl) -> None:
    server = serve({"*": GOOD})
    base = server.base.replace("127.0.0.1", "press.example")
    server.feed(f"{base}/a/good")
    own = outlet(base, allow_private=True, id="own")
    strange = outlet(base, allow_private=False, id="strange")
    result = crawl(own, strange, names={"press.example": "127.0.0.1"})
    assert [stats.captured for stats in result.stats] == [2, 0]
    assert result.stats[1].refused == {"private address": 1}


def test_broken_bytes_nuls_and_emptiness_come_through_as_they_are(serve, outlet, crawl) -> None:
    bodies = {
        "/a/broken": b"<p>\xd8\xa7\xd8 \xff\xfe \xc3(</p>",
        "/a/nul": b"<p>\x00\x00</p>\x00",
        "/a/empty": b"",
        "/a/deep": b"<div>" * 50_000,
        "/a/cp1256": "<p>وزارة النفط</p>".encode("cp1256"),
    }
    server = serve(dict(bodies))
    server.feed(*(server.base + path for path in bodies))
    result = crawl(outlet(server.base))
    assert {url.removeprefix(server.base): item.body for url, item in result.articles.items()} == bodies


def test_a_feed_in_broken_utf8_and_another_charset_than_declared_still_leads_to_its_articles(
    serve, outlet, crawl
) -> None:
    server = serve({"/a/good": GOOD, "/a/ثاني": GOOD})
    entry = "<item><title>وزير الداخلية في البصرة</title><link>{}</link></item>"
    item = "<rss><channel><title>{}</title>" + entry + "</channel></rss>"
    server.routes["/feed"] = item.format("x", f"{server.base}/a/good").encode().replace(b"x", b"\xff\xd8\x00\x0c&nbsp;")
    declared = '<?xml version="1.0" encoding="UTF-8"?>' + item.format("النشرة", f"{server.base}/a/2")
    server.routes["/wrong"] = lambda to: to.answer(declared.encode("cp1256"), Content_Type="text/xml; charset=utf-8")
    server.routes["/a/2"] = GOOD
    sources = [{"type": "feed", "url": server.base + path} for path in ("/feed", "/wrong")]
    result = crawl(outlet(server.base, sources=sources))
    assert sorted(result.articles) == [f"{server.base}/a/2", f"{server.base}/a/good"]


def test_a_server_that_drips_is_cut_off_by_the_clock(serve, outlet, crawl) -> None:
    def drip(to) -> None:
        to.send_response(200)
        to.end_headers()
        for _ in range(100):
            to.wfile.write(b".")
            to.wfile.flush()
            time.sleep(0.1)

    server = serve({"/a/good": GOOD, "/a/slow": drip})
    server.feed(f"{server.base}/a/slow", f"{server.base}/a/good")
    result = crawl(outlet(server.base), timeout=0.6, retries=0)
    only_good_came(result, server.base)
    assert result.failures == [(f"{server.base}/a/slow", "timeout", None)]
    assert result.seconds < 5


def test_an_answer_that_is_no_http_or_cut_short_is_a_failure_of_its_own(serve, outlet, crawl) -> None:
    def garbage(to) -> None:
        to.wfile.write(b"\x00\x01 this is not HTTP\r\n\r\n")
        to.close_connection = True

    def torn(to) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "1000")
        to.end_headers()
        to.wfile.write(b"half")
        to.close_connection = True

    def mislabelled(to) -> None:
        to.answer(b"plain text, not gzip", Content_Encoding="gzip")

    def unknown(to) -> None:
        to.answer(b"????", Content_Encoding="rot13")

    routes = {"/a/garbage": garbage, "/a/torn": torn, "/a/mislabelled": mislabelled, "/a/unknown": unknown}
    server = serve({**routes, "/a/good": GOOD})
    server.feed(*(server.base + path for path in routes), f"{server.base}/a/good")
    result = crawl(outlet(server.base))
    only_good_came(result, server.base)
    assert {url.removeprefix(server.base) for url, _, _ in result.failures} == {
        "/a/garbage",
        "/a/torn",
        "/a/mislabelled",
    }
    assert reasons(result) == {"content encoding unknown": 1}


def test_a_feed_that_is_a_web_page_is_refused_with_its_reason(serve, outlet, crawl) -> None:
    server = serve({"/feed": b"<html><body>Please enable JavaScript</body></html>"})
    result = crawl(outlet(server.base))
    assert reasons(result) == {"no feed: the root is <html>": 1}
    assert [item.kind for item in result.exchanges] == ["feed"]
