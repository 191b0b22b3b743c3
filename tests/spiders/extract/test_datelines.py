"""How agencies and papers open and close their texts."""

from __future__ import annotations

import pytest

from tests.spiders.extract.shapes import MENU, RELATED, TEXT, TITLE, article, head


def page(first: str, *after: str, above: str = "", site: str = "صحيفة الرواق") -> str:
    text = "".join(f"<p>{line}</p>" for line in (first, *TEXT[1:], *after))
    return f"{head(site=site)}<body>{MENU}<h1>{TITLE}</h1>{above}<div class=content>{text}</div>{RELATED}"


@pytest.mark.parametrize(
    ("opening", "town", "agency"),
    [
        ("عمان 12 أيار (بترا)- ", "عمان", "بترا"),
        ("عمان 12 أيار 2024 (بترا) -- ", "عمان", "بترا"),
        ("الرواق من الرباط: ", "الرباط", "الرواق"),
        ("الجزائر - ", "الجزائر", None),
    ],
)
def test_a_dateline_may_hold_the_day_and_the_agency(opening: str, town: str, agency: str | None) -> None:
    read = article(page(opening + TEXT[0]))
    assert read.paragraphs == TEXT
    assert read.dateline == town
    assert read.credits == ((agency,) if agency else ())


def test_a_line_of_town_two_calendars_and_agency_is_a_dateline() -> None:
    line = "<div>جدة 04 ذو القعدة 1445 هـ الموافق 12 مايو 2024 م واس</div>"
    read = article(page(TEXT[0], "// انتهى //", "09:30 ت م 0012", above=line, site="واس"))
    assert read.paragraphs == TEXT
    assert read.dateline == "جدة"
    assert read.kicker is None


@pytest.mark.parametrize("closing", [("--(بترا)", "ف ق/ أ أ", "12/05/2024 09:30:12"), ("===============ن.ح.",)])
def test_an_agencys_closing_lines_are_none_of_the_text(closing: tuple[str, ...]) -> None:
    assert article(page(TEXT[0], *closing)).paragraphs == TEXT


def test_a_name_before_a_paragraph_with_a_dateline_is_the_authors() -> None:
    read = article(page("رامي الحدّاد</p><p>عمان- " + TEXT[0], above="<div>عمان - الرواق</div>"))
    assert read.authors == ("رامي الحدّاد",)
    assert read.dateline == "عمان"
    assert read.kicker is None
    assert read.paragraphs == TEXT


def test_a_name_and_what_the_person_does_are_a_byline() -> None:
    person = "<div><ul><li>رامي الحدّاد</li><li>مراسل الشؤون المحلية - الساحل</li></ul></div>"
    text = "".join(f"<div dir=rtl><p>{line}</p></div>" for line in TEXT)
    read = article(f"{head()}<body>{MENU}<main><div><h1>{TITLE}</h1></div>{person}{text}</main>")
    assert read.authors == ("رامي الحدّاد",)
    assert read.paragraphs == TEXT


def test_an_outlets_edition_is_the_outlet() -> None:
    read = article(page(f"الرواق ديجيتال</p><p>{TEXT[0]}", above="<div>الرواق ديجيتال</div>", site="الرواق"))
    assert read.kicker is None
    assert read.authors == ()
    assert read.paragraphs == TEXT


def test_points_that_quote_a_person_stay_in_the_text() -> None:
    points = ("- نديم الصواف: شبكة جديدة لتصريف الأمطار", "- نصف الكلفة من تبرعات التجار")
    read = article(page(f"{points[0]}</p><p>{points[1]}</p><p>{TEXT[0]}"))
    assert read.paragraphs == (*points, *TEXT)
    assert read.authors == ()
    assert read.kicker is None


def test_a_caption_behind_the_text_names_no_author() -> None:
    assert article(page(TEXT[0], "الطريق ليلا")).authors == ()


def test_a_byline_and_its_day_may_touch() -> None:
    line = "<div class=author-date><a>رامي الحدّاد</a><span>12-05-2024 | 09:30</span></div>"
    read = article(page(TEXT[0], above=line))
    assert read.authors == ("رامي الحدّاد",)
    assert read.published is not None


def test_an_entrys_date_and_subtitle_are_marked_by_their_names() -> None:
    subtitle = "خمسة أشهر من الصيانة ونصف الكلفة تبرعات"
    marked = f"<div class=entry-subtitle>{subtitle}</div><div class=entry-date>12 مايو 2024</div>"
    read = article(page(TEXT[0], above=marked))
    assert read.kicker == subtitle
    assert read.paragraphs == TEXT
