"""Floors of the general extractor: synthetic pages in the layouts of the Arabic web, and the real ones of ../shared."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from processors.records import Article, NotArticle, RawPage
from spiders.page import extract
from tests.quality.pages import CAPTURED, HERE, Page, furniture, pages
from tests.quality.scores import token_f1

SHARED = Path(__file__).parents[3] / "shared" / "pages"
PINNED = "f1c4f3f31d844547"
PAGES = list(pages())


@cache
def extracted(page: Page) -> Article | NotArticle:
    raw = RawPage(url=page.url, final_url=page.url, outlet_id=None, fetched_at=CAPTURED, body=page.body)
    return extract(raw)


every_page = pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])


@every_page
def test_a_synthetic_page_gives_its_article_and_nothing_else(page: Page) -> None:
    article = extracted(page)
    assert isinstance(article, Article), article
    assert article.headline == page.headline
    assert article.kicker == page.kicker
    assert article.authors == page.authors
    assert article.published is not None
    assert article.published.value.date().isoformat() == page.day
    assert token_f1(article.body, "\n".join(page.paragraphs)) >= 0.985
    assert article.paragraphs[0].endswith(page.paragraphs[0])
    assert article.paragraphs[-1] == page.paragraphs[-1]


@every_page
def test_furniture_reaches_no_field(page: Page) -> None:
    article = extracted(page)
    assert isinstance(article, Article)
    around = furniture()
    said = "\n".join(filter(None, (article.headline, article.kicker, article.lead, article.body)))
    strange = [text for name in ("related", "excerpts", "comments", "lines") for text in around[name] if text in said]
    assert not strange


def test_the_synthetic_pages_are_those_that_the_floors_were_set_on() -> None:
    files = [HERE / "articles.yaml", HERE / "furniture.yaml", *sorted((HERE / "layouts").glob("*.html"))]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    assert digest[:16] == PINNED, "the pages changed: look at the scores again, then pin the new hash"


@pytest.fixture(scope="module")
def real():
    manifest = SHARED / "manifest.jsonl"
    if not manifest.is_file():
        pytest.skip(f"{manifest} is not there: the real pages")
    rows = [json.loads(line) for line in manifest.read_text("utf-8").splitlines()]
    return [(row, _read(row)) for row in rows]


def _read(row):
    url = row["url"] or "https://www.example.com/1"
    body = (SHARED / row["file"]).read_bytes()
    return extract(
        RawPage(url=url, final_url=url, outlet_id=None, fetched_at=datetime(2026, 9, 1, tzinfo=UTC), body=body)
    )


def test_real_pages_keep_their_text(real) -> None:
    scores = {row["file"]: token_f1(article.body, row["body"]) for row, article in real}
    assert min(scores.values()) >= 0.95, scores
    assert sum(scores.values()) / len(scores) >= 0.985, scores


def test_real_pages_lose_neither_their_first_nor_their_last_paragraph(real) -> None:
    for row, article in real:
        lines = [" ".join(line.split()) for line in row["body"].split("\n") if len(line) > 60]
        for line in (lines[0], lines[-1]):
            assert line[-50:] in article.body, row["file"]


def test_real_pages_give_title_day_and_authors(real) -> None:
    for row, article in real:
        assert article.headline in row["title"], row["file"]
        if row.get("date"):
            assert article.published.value.date().isoformat() in row["date"], row["file"]
        if row.get("authors") is not None:
            assert list(article.authors) == row["authors"], row["file"]


MENU = "<ul>" + "".join(f"<li><a href='/{i}'>باب من أبواب الموقع</a></li>" for i in range(6)) + "</ul>"
TITLE = "إطلاق حملة لتشجير ضفاف الوادي الكبير"
TEASERS = "".join(
    f"<div class='item'><h3><a href='/n/{i}'>{text}</a></h3><p>{furniture()['excerpts'][i]}</p></div>"
    for i, text in enumerate(furniture()["related"])
)
LINKS = "".join(f"<li><a href='/n/{i}'>{text} - {i}</a></li>" for i in range(6) for text in furniture()["related"])
NOT_ARTICLES = {
    "loading": (
        f"<title>{TITLE}</title><body><h1>{TITLE}</h1><div>{TITLE}</div><div>جاري تحميل المحتوى</div>",
        "empty",
    ),
    "loading with a menu": (
        f"<title>{TITLE}</title><body>{MENU}<h1>{TITLE}</h1><p>{TITLE}</p><p>جاري تحميل المحتوى...</p>",
        "empty",
    ),
    "challenge": (
        "<title>Just a moment...</title><body><h1>rewaq.example</h1>"
        "<p>Verify you are human by completing the action below.</p>",
        "challenge",
    ),
    "arabic challenge": (
        "<title>لحظة واحدة</title><body><p>جارٍ التحقق من المتصفح قبل الوصول إلى الموقع. يرجى تفعيل جافاسكريبت.</p>",
        "challenge",
    ),
    "access denied": (
        "<title>Access Denied</title><body><h1>Access Denied</h1>"
        "<p>You don't have permission to access this server.</p>",
        "challenge",
    ),
    "error with status 200": (
        f"<title>صحيفة الرواق</title><body>{MENU}<h1>404</h1>"
        f"<p>عذراً، الصفحة التي تبحث عنها غير موجودة. عد إلى الرئيسية أو استخدم البحث.</p>",
        "error page",
    ),
    "removed": (
        f"<title>صحيفة الرواق</title><body>{MENU}<h2>عفواً</h2>"
        f"<p>الخبر غير موجود أو تم حذفه من الموقع، يمكنك تصفح بقية الأخبار.</p>",
        "error page",
    ),
    "server error": ("<title>خطأ</title><body><p>حدث خطأ أثناء معالجة طلبك، يرجى المحاولة لاحقاً.</p>", "error page"),
    "login wall": (
        f"<title>{TITLE}</title><body>{MENU}<h1>{TITLE}</h1><p>تسجيل الدخول لمتابعة القراءة"
        f"</p><form><input name=u><input type=password></form>",
        "login wall",
    ),
    "paywall stub": (
        f"<title>{TITLE}</title><body>{MENU}<h1>{TITLE}</h1>"
        f"<p>أطلقت البلدية حملة لتشجير ضفاف الوادي الكبير بمشاركة الأهالي...</p>"
        "<div>هذا المحتوى للمشتركين فقط. اشترك الآن لقراءة بقية المقال.</div>",
        "login wall",
    ),
    "front page": (f"<title>صحيفة الرواق</title><body>{MENU}<div>{TEASERS}</div><ul>{LINKS}</ul>", "listing"),
    "section": (f"<title>محليات - صحيفة الرواق</title><body>{MENU}<h1>محليات</h1>{TEASERS}{TEASERS}", "listing"),
    "links only": (f"<title>أخبار</title><body>{MENU}<ul>{LINKS}</ul>", "listing"),
    "search results": (f"<title>نتائج البحث</title><body><h1>نتائج البحث عن: الوادي</h1>{TEASERS}", "listing"),
    "nothing": ("<html></html>", "empty"),
    "no bytes": ("", "empty"),
}


@pytest.mark.parametrize(("html", "reason"), NOT_ARTICLES.values(), ids=NOT_ARTICLES.keys())
def test_a_page_without_an_article_says_what_it_is(html: str, reason: str) -> None:
    url = "https://www.rewaq.example/section/4"
    read = extract(RawPage(url=url, final_url=url, outlet_id=None, fetched_at=CAPTURED, body=html.encode()))
    assert isinstance(read, NotArticle), read.paragraphs
    assert read.reason == reason, read


def test_a_short_agency_item_is_an_article() -> None:
    item = "ضربت هزة أرضية خفيفة سواحل الجزيرة صباح اليوم من دون أن تخلّف أضراراً، بحسب مركز الرصد."
    html = f"<title>{TITLE}</title><body>{MENU}<h1>{TITLE}</h1><p>{item}</p><ul>{LINKS[:400]}</ul>"
    read = extract(
        RawPage(url="https://a.example/1", final_url="", outlet_id=None, fetched_at=CAPTURED, body=html.encode())
    )
    assert isinstance(read, Article)
    assert re.fullmatch(re.escape(item), read.body)
