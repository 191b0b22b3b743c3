"""What each selector finds on a page, beside what the article holds."""

from __future__ import annotations

from datetime import UTC, datetime

from processors.records import NotArticle, RawPage
from spiders.outlet import Layout, Names, Outlet, Source
from spiders.probe_page import read_page

MORE = "وقال ربان إحدى السفن إن الرياح كانت معتدلة طوال الطريق، وإن الصيادين استقبلوهم بالأهازيج عند مدخل الخور."
TEXT = "وصلت قافلة من الزوارق الصغيرة إلى الميناء القديم صباح اليوم بعد رحلة استمرت ثلاثة أيام في عرض البحر."
LAST = "ومن المقرر أن تبقى القافلة في المدينة أسبوعاً واحداً قبل أن تعود إلى الجزر الجنوبية محملة بالتمور."
PAGE = f"""<html><head><title>زوارق في الميناء القديم</title>
<meta property="article:published_time" content="2026-05-04T09:00:00+03:00"></head><body>
<h1 class="t">زوارق في الميناء القديم</h1><span class="w">هناء الراوي</span>
<div class="b"><p>{TEXT}</p><p>{MORE}</p><p>{LAST}</p></div></body></html>"""


def outlet(**selectors) -> Outlet:
    return Outlet(
        id="sada",
        names=Names(ar="صدى البصرة", latin="Sada"),
        country="IQ",
        kind="portal",
        timezone="Asia/Baghdad",
        homepage="https://sada.example/",
        hosts=("sada.example",),
        sources=(Source(type="feed", url="https://sada.example/feed"),),
        layouts=(Layout(**selectors),),
    )


def reading(html: str = PAGE, **selectors):
    url = "https://sada.example/news/1"
    moment = datetime(2026, 5, 5, tzinfo=UTC)
    page = RawPage(url=url, final_url=url, outlet_id="sada", fetched_at=moment, body=html.encode())
    made = read_page(page, outlet(**selectors))
    return made.article, {field.name: field for field in made.fields}


def test_the_first_alternative_that_matches_is_named_with_the_number_of_its_elements() -> None:
    _, fields = reading(headline=["h1.gone", "h1.t"], body=".b p")
    assert (fields["headline"].selector, fields["headline"].elements) == ("h1.t", 1)
    assert (fields["body"].selector, fields["body"].elements, fields["body"].remark) == (".b p", 3, None)


def test_a_selector_that_finds_nothing_says_who_found_it_instead() -> None:
    _, fields = reading(headline="h1.gone", kicker=".over")
    assert fields["headline"].remark == "the selector finds nothing; found by the general extractor"
    assert fields["kicker"].remark == "the selector finds nothing"
    assert (fields["headline"].found, fields["headline"].used) == (None, "زوارق في الميناء القديم")


def test_a_selector_that_the_page_contradicts_is_told() -> None:
    _, fields = reading(headline=".w")
    assert fields["headline"].found == "هناء الراوي"
    assert fields["headline"].used == "زوارق في الميناء القديم"
    assert "the page says otherwise" in (fields["headline"].remark or "")


def test_a_page_without_an_article_keeps_its_reason_and_what_selectors_find() -> None:
    article, fields = reading("<html><body><h1 class='t'>عنوان</h1></body></html>", headline=".t")
    assert isinstance(article, NotArticle)
    assert (fields["headline"].found, fields["headline"].used) == ("عنوان", None)
