"""The day of an article among the dates that a page prints."""

from __future__ import annotations

import pytest

from processors.records import DateReading
from tests.spiders.extract.shapes import MENU, OTHERS, PARAGRAPHS, TITLE, article, head


def dated(line: str = "", above: str = "", extra: str = "") -> DateReading | None:
    body = f"<body>{above}{MENU}<h1>{TITLE}</h1>{line}<div class=content>{PARAGRAPHS}</div>"
    return article(head(extra=extra) + body).published


def day(reading: DateReading | None) -> str | None:
    return reading and reading.value.date().isoformat()


@pytest.mark.parametrize(
    "line",
    [
        "<div>آخر تحديث: 13 مايو 2024 - نشر: 12 مايو 2024</div>",
        "<div>تم التحديث 2024/05/13 10:00 | نُشر 2024/05/12 09:30</div>",
        "<div class=post-date><span class=day>12</span><span class=month>مايو</span><span class=year>2024</span></div>",
        "<div class=post-date><a href=/d>12 مايو، 2024</a></div>",
        "<div>نشر في: 12 مايو 2024: 09:30 ص آخر تحديث: 13 مايو 2024: 10:00 ص</div>",
    ],
)
def test_the_day_of_publication_is_told_from_that_of_a_change(line: str) -> None:
    assert day(dated(line)) == "2024-05-12"


def test_a_page_that_prints_only_its_last_change_gives_that_day_and_says_so() -> None:
    reading = dated("<div>آخر تحديث: الأحد 12 مايو 2024، 09:30 بتوقيت غرينتش</div>")
    assert day(reading) == "2024-05-12"
    assert reading is not None
    assert "only-changed" in reading.notes


def test_what_a_server_says_of_its_page_is_no_day_of_the_article() -> None:
    assert dated(extra="<meta name=last-modified content='2024-05-12 20:18:45 GST'>") is None


def test_todays_date_above_the_menu_is_not_the_articles() -> None:
    today = "<div class=today>السبت 1 يونيو 2024</div>"
    assert dated(above=today) is None
    assert day(dated("<div>12 مايو 2024</div>", above=today)) == "2024-05-12"


@pytest.mark.parametrize("zero", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00", "1970-01-01T03:00:00+03:00"])
def test_the_zero_of_a_calendar_is_no_date(zero: str) -> None:
    stamp = f"<meta property='article:published_time' content='{zero}'>"
    assert dated(extra=stamp) is None
    assert day(dated("<div>12 مايو 2024</div>", extra=stamp)) == "2024-05-12"


def test_the_days_of_other_articles_are_not_the_articles() -> None:
    others = "".join(
        f"<div><a href=/n>{t}</a><span class=date>{i} مايو 2024</span></div>" for i, t in enumerate(OTHERS, 9)
    )
    html = f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=content>{PARAGRAPHS}</div><div>{others}</div>"
    assert article(html).published is None


@pytest.mark.parametrize("stamp", ["5/12/2024 9:30:00 PM", "5/13/2024 9:30:00 AM"])
def test_a_servers_american_stamp_is_read_month_first(stamp: str) -> None:
    meta = f"<meta property='article:published_time' content='{stamp}'>"
    assert day(dated(extra=meta)) == f"2024-05-{stamp[2:4]}"


def test_what_the_page_prints_keeps_the_outlets_order() -> None:
    assert day(dated("<div>5/12/2023 9:30:00 PM</div>")) == "2023-12-05"


def test_a_date_between_lead_and_text_is_the_articles() -> None:
    lead = "<h2 class=x>تشمل الصيانة التبليط وشبكة المطر وإنارة الطريق حتى مدخل السوق القديم.</h2>"
    meta = "<div><span>بواسطة</span> <a>رامي الحدّاد</a></div><div>0</div><div>5</div><div><a>12 مايو 2024</a></div>"
    assert day(dated(lead + meta.replace("<a>12 مايو 2024</a>", "12 مايو 2024"))) == "2024-05-12"


def test_the_age_of_another_article_above_the_headline_is_not_the_articles() -> None:
    items = "".join(
        f"<div class=i><a href=/n>{title}</a><p>نص قصير.</p><span>منذ ساعتين</span></div>" for title in OTHERS
    )
    assert dated(above=f"<div class=side>{items}</div>") is None
    assert day(dated("<div>12 مايو 2024</div>", above=f"<div class=side>{items}</div>")) == "2024-05-12"
