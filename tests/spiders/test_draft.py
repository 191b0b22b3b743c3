"""Drafts of definitions: they are valid, extract the page they came from, and guess nothing that the page lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import yaml

from infra.demo import build_site
from infra.demo.layouts import LAYOUTS
from processors.records import RawPage
from spiders.check import check_outlet
from spiders.draft import DraftError, Known, draft, id_of
from spiders.outlet import Outlet, load_outlet
from spiders.page import extract

NOW = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)
SITE = build_site(NOW)
TEXT = (
    "أعلنت مديرية الآثار في المحافظة عن العثور على خان قديم يعود إلى العصر العثماني قرب سوق الصفارين.",
    "وأوضح رئيس فريق التنقيب أن الخان يضم اثنتي عشرة غرفة حول فناء مبلط بالآجر، وأن أعمال الصيانة ستبدأ في الربيع.",
    "وطالب أهالي المحلة بتحويل المكان إلى متحف صغير للحرف اليدوية التي اشتهرت بها المدينة طوال قرنين.",
)
PAGE = """<html lang="ar-IQ"><head><title>العثور على خان عثماني قرب سوق الصفارين | صدى الجسر</title>
<link rel="alternate" type="application/rss+xml" title="الأخبار" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" title="comments" href="/comments/feed.xml">
<link rel="alternate" type="application/atom+xml" href="https://feeds.elsewhere.example/sada">
<meta name="generator" content="WordPress 6.8">
<meta property="article:published_time" content="2026-07-13T09:00:00{offset}"></head>
<body><div class="topic css-9f2a"><h1 class="topic-title">العثور على خان عثماني قرب سوق الصفارين</h1>
<div class="topic-text"><p>{0}</p><div class="share-box">شارك هذا الخبر مع أصدقائك</div><p>{1}</p><p>{2}</p></div>
</div><ul><li><a href="/news/5001">أ</a><li><a href="/news/5002">ب</a><li><a href="/news/5003">ج</a></ul></body>"""


def page(html: str, url: str = "https://www.sada-aljisr.example/news/5000") -> RawPage:
    return RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, body=html.encode())


def own(offset: str = "+03:00", html: str = PAGE) -> RawPage:
    return page(html.format(*TEXT, offset=offset))


def demo_page(name: str) -> RawPage:
    url = next(SITE.urls(name))
    answer = SITE.respond(name, url.removeprefix(SITE.bases[name]))
    headers = (("Content-Type", answer.content_type),)
    return RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, headers=headers, body=answer.body)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_draft_extracts_the_page_it_came_from_and_passes_its_own_check(name, tmp_path) -> None:
    made = draft(demo_page(name), Known(id="drafted", allow_private=True))
    truth = SITE.truth(made.article.url)
    assert made.article.headline == truth.headline
    assert all(line in made.article.body for line in truth.paragraphs)
    (tmp_path / "drafted.yaml").write_text(made.text, encoding="utf-8")
    case = tmp_path / "drafted" / "first"
    case.mkdir(parents=True)
    (case / "page.html").write_bytes(demo_page(name).body)
    (case / "expected.yaml").write_text(made.expected, encoding="utf-8")
    assert check_outlet(load_outlet(tmp_path / "drafted.yaml"), tmp_path) == ()


@pytest.mark.parametrize("name", ["barid_alrafidain", "maraya", "sanabil", "diwan_alnil", "ufuq_alkhaleej"])
def test_the_guessed_selectors_read_another_page_of_the_outlet_too(name) -> None:
    made = draft(demo_page(name), Known(allow_private=True))
    believed = Outlet.model_validate(
        yaml.safe_load(
            made.text.replace("verified: false", "verified: true").replace("timezone: null", "timezone: UTC")
        )
    )
    url = list(SITE.urls(name))[2]
    answer = SITE.respond(name, url.removeprefix(SITE.bases[name]))
    other = replace(demo_page(name), url=url, final_url=url, body=answer.body)
    article, truth = extract(other, believed), SITE.truth(url)
    assert article.headline == truth.headline
    assert all(line in article.body for line in truth.paragraphs)


def test_what_the_page_says_is_taken_with_its_evidence() -> None:
    made = draft(own(), robots="Sitemap: /sitemap-news.xml\nUser-agent: *\nDisallow: /admin\n")
    outlet = made.outlet
    assert (outlet.id, outlet.names.ar, outlet.country) == ("sada_aljisr", "صدى الجسر", "IQ")
    assert (outlet.timezone, outlet.hosts) == ("Asia/Baghdad", ("sada-aljisr.example",))
    assert [source.url for source in outlet.sources] == [
        "https://www.sada-aljisr.example/feed.xml",
        "https://www.sada-aljisr.example/sitemap-news.xml",
    ]
    assert outlet.article_url == r"/news/\d{3,}"
    assert "# software: WordPress 6.8" in made.text
    assert "https://feeds.elsewhere.example/sada" in made.text
    assert "country (lang of the page is ar-IQ), and the page's times carry +03:00" in made.text


def test_selectors_avoid_names_made_by_a_build_and_drop_what_is_no_text() -> None:
    layout = draft(own()).outlet.layouts[0]
    assert (layout.headline, layout.body) == (("h1.topic-title",), ("div.topic-text",))
    assert "css-9f2a" not in str(layout)


def test_what_the_page_does_not_say_is_null_and_marked() -> None:
    made = draft(own("", PAGE.replace("ar-IQ", "ar")))
    assert (made.outlet.country, made.outlet.timezone, made.outlet.kind) == (None, None, None)
    assert made.outlet.enabled is False
    assert all(f"{key}: null  # TODO" in made.text for key in ("country", "timezone", "kind"))


def test_a_zone_that_the_times_of_the_page_contradict_is_not_inferred() -> None:
    made = draft(own("+05:00"))
    assert made.outlet.timezone is None
    assert "carry +05:00, which is not Asia/Baghdad" in made.text


def test_what_the_operator_says_goes_before_what_the_page_says() -> None:
    made = draft(own(), Known(id="mine", country="KW", kind="daily", timezone="Asia/Kuwait"))
    outlet = made.outlet
    assert (outlet.id, outlet.country, outlet.kind, outlet.timezone) == ("mine", "KW", "daily", "Asia/Kuwait")


def test_a_page_cannot_break_out_of_the_yaml() -> None:
    hostile = 'اسم"\n"enabled: true\u2028enabled: true # \u0085 \x07'
    html = PAGE.replace("صدى الجسر", hostile).replace("WordPress 6.8", "x&#10;enabled: true&#x85;enabled: true")
    made = draft(own(html=html))
    assert made.outlet.enabled is False
    assert yaml.safe_load(made.text)["enabled"] is False


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Known(timezone="Baghdad"), "is not an IANA time zone"),
        (Known(country="iq"), "country"),
        (Known(id="A b"), "id"),
    ],
)
def test_what_the_operator_says_wrong_is_named(known, words) -> None:
    with pytest.raises(DraftError, match=words):
        draft(own(), known)


def test_a_page_without_an_article_is_refused_with_the_reason() -> None:
    with pytest.raises(DraftError, match="no article .*give the address or file of one article's page"):
        draft(page("<html><body><h1>404</h1></body></html>"))


@pytest.mark.parametrize(
    ("host", "outlet_id"),
    [
        ("alsada.iq", "alsada"),
        ("ar.sada-news.com", "sada_news"),
        ("news.example", "news"),
        ("127.0.0.11", "127_0_0_11"),
    ],
)
def test_an_id_comes_from_the_host(host, outlet_id) -> None:
    assert id_of(host) == outlet_id
