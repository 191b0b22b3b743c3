"""The site without a socket: pages, feeds, sitemaps, definitions, truth."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from infra.demo import build_site
from infra.demo.layouts import LAYOUTS
from spiders.outlet import load_registry

NOW = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def path_of(site, url):
    name = next(name for name, base in site.bases.items() if url.startswith(base + "/"))
    return name, url.removeprefix(site.bases[name])


def test_definitions_load_strictly_and_own_their_pages(site, tmp_path) -> None:
    site.write_definitions(tmp_path)
    registry = load_registry(tmp_path)
    assert list(registry) == sorted(LAYOUTS)
    assert registry == {name: site.outlet(name) for name in registry}
    for name, outlet in registry.items():
        assert all(outlet.owns(url) for url in site.urls(name))
        assert outlet.allow_private
    assert {tuple(source.type for source in outlet.sources) for outlet in registry.values()} == {
        ("feed",), ("feed", "feed"), ("sitemap",), ("listing",),
    }  # fmt: skip


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_every_page_prints_its_truth_in_its_encoding(site, name) -> None:
    for url in site.urls(name):
        truth, response = site.truth(url), site.respond(*path_of(site, url))
        text = LexborHTMLParser(response.body.decode(LAYOUTS[name].encoding)).text(separator="\n")
        for part in (truth.headline, *truth.paragraphs, truth.kicker, truth.lead, truth.byline):
            assert part is None or part in text


def test_the_old_outlet_is_windows_1256_and_its_server_names_no_charset(site) -> None:
    response = site.respond(*path_of(site, next(site.urls("diwan_alnil"))))
    assert response.content_type == "text/html"
    assert b"charset=windows-1256" in response.body
    with pytest.raises(UnicodeDecodeError):
        response.body.decode("utf-8")
    feed = site.respond("diwan_alnil", "/rss.asp").body
    assert len(etree.fromstring(feed).findall(".//item")) == site.content.count("diwan_alnil")


def test_feeds_announce_every_article_of_their_outlet(site) -> None:
    rss = etree.fromstring(site.respond("barid_alrafidain", "/feed/").body)
    rdf = etree.fromstring(site.respond("maraya", "/rdf.xml").body)
    atom = etree.fromstring(site.respond("sanabil", "/feed.atom").body)
    items = json.loads(site.respond("sanabil", "/feed.json").body)["items"]
    assert [link.text for link in rss.iterfind(".//item/link")] == list(site.urls("barid_alrafidain"))
    assert [link.text for link in rdf.iterfind(".//{*}item/{*}link")] == list(site.urls("maraya"))
    assert [link.get("href") for link in atom.iterfind(".//{*}entry/{*}link")] == list(site.urls("sanabil"))
    assert [item["url"] for item in items] == list(site.urls("sanabil"))


def test_sitemap_index_leads_to_gzipped_sitemaps_with_every_article(site) -> None:
    index = etree.fromstring(site.respond("asdaa_alsahel", "/sitemap.xml").body)
    news, every = (path_of(site, loc.text)[1] for loc in index.iter(f"{SITEMAP}loc"))
    rows = etree.fromstring(gzip.decompress(site.respond("asdaa_alsahel", every).body))
    assert [loc.text for loc in rows.iter(f"{SITEMAP}loc")] == list(site.urls("asdaa_alsahel"))
    recent = etree.fromstring(gzip.decompress(site.respond("asdaa_alsahel", news).body))
    titles = [title.text for title in recent.iterfind(".//{*}news/{*}title")]
    assert titles == [site.truth(url).headline for url in list(site.urls("asdaa_alsahel"))[: len(titles)]]
    assert len(titles) > 5


def test_listing_pages_lead_through_every_article_and_end() -> None:
    site = build_site(NOW, pages=400)
    found, path = [], "/latest/"
    while path:
        tree = LexborHTMLParser(site.respond("ufuq_alkhaleej", path).body.decode())
        found += [node.attributes["href"] for node in tree.css("a.card-link")]
        following = tree.css_first(".pagination a.next")
        path = path_of(site, following.attributes["href"])[1] if following else None
    assert found == list(site.urls("ufuq_alkhaleej"))
    assert site.respond("ufuq_alkhaleej", "/latest/?page=99").status == 404


def test_the_newest_articles_are_yesterdays_in_baghdad_and_a_day_gives_one_site(site) -> None:
    zone = ZoneInfo("Asia/Baghdad")
    newest = max(site.truth(url).published for url in site.urls())
    assert newest.astimezone(zone).date() == NOW.astimezone(zone).date() - timedelta(days=1)
    later = build_site(NOW + timedelta(hours=3))
    assert [later.truth(url) for url in later.urls()] == [site.truth(url) for url in site.urls()]
    with pytest.raises(ValueError, match="naive"):
        build_site(datetime(2026, 7, 14))


def test_unknown_paths_and_wrong_slugs_are_404(site) -> None:
    url = next(site.urls("sanabil"))
    for path in (
        "/nothing",
        "/feed/",
        "/sitemap.xml",
        path_of(site, url)[1] + "x",
        "/ar/story/99999-x",
        "/latest/?page=0",
    ):
        assert site.respond("sanabil", path).status == 404
    with pytest.raises(KeyError):
        site.truth(url + "x")


def test_robots_txt_keeps_the_private_part_closed_and_names_the_sitemap(site) -> None:
    assert b"Disallow: /private/" in site.respond("maraya", "/robots.txt").body
    assert b"/sitemap.xml" in site.respond("asdaa_alsahel", "/robots.txt").body
    assert b"Sitemap" not in site.respond("ufuq_alkhaleej", "/robots.txt").body


def test_the_correction_switch_changes_one_page_and_its_times(site) -> None:
    before = {url: (site.respond(*path_of(site, url)).etag, site.truth(url)) for url in site.urls("barid_alrafidain")}
    site.switches["barid_alrafidain"].correct = True
    changed = [url for url in site.urls("barid_alrafidain") if site.truth(url) != before[url][1]]
    assert len(changed) == 1
    (url,) = changed
    assert site.respond(*path_of(site, url)).etag != before[url][0]
    assert site.truth(url).modified > site.truth(url).published


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_a_broken_layout_hides_the_fields_but_not_the_text(site, name) -> None:
    site.switches[name].break_layout = True
    url = next(site.urls(name))
    html = site.respond(*path_of(site, url)).body.decode(LAYOUTS[name].encoding)
    tree = LexborHTMLParser(html)
    layout = site.outlet(name).layout_at(NOW.date())
    for selector in (*layout.headline, *layout.body) if layout else ("h1",):
        assert tree.css_first(selector) is None
    assert site.truth(url).paragraphs[0] in html
    assert "datePublished" not in html
    assert LAYOUTS[name].printed_date(site.truth(url).published) not in html
