"""Bylines as pages print them, and what stands in their place and is none."""

from __future__ import annotations

import pytest

from tests.spiders.extract.shapes import MENU, PARAGRAPHS, RELATED, TEXT, TITLE, article, head


def marked(line: str, extra: str = "") -> str:
    field = f"<div class=author>{line}</div><div class=date>12 مايو 2024</div>"
    return f"{head(extra=extra)}<body>{MENU}<h1>{TITLE}</h1>{field}<div class=content>{PARAGRAPHS}</div>{RELATED}"


def within(line: str) -> str:
    text = f"<p><strong>{line}</strong></p>{PARAGRAPHS}"
    return f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=content>{text}</div>{RELATED}"


def behind(line: str) -> str:
    return f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=content>{PARAGRAPHS}<p>{line}</p></div>{RELATED}"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("رامي الحدّاد @rami_haddad", ("رامي الحدّاد",)),
        ("بقلم الدكتورة لينا سعد", ("لينا سعد",)),
        ("مراسل الرواق في بيروت سامر الحلبي", ("سامر الحلبي",)),
        ("كتبه رامي الحدّاد في 12 مايو 2024", ("رامي الحدّاد",)),
        ("رامي الحدّاد | 12 أيار 2024", ("رامي الحدّاد",)),
        ("إعداد وتقديم: لينا سعد", ("لينا سعد",)),
        ("المهندس هادي المنصور", ("هادي المنصور",)),
        ("تصميم وتطوير نادية كريم", ()),
        ("شركة الأفق الرقمي", ()),
        ("طباعة Email فيسبوك", ()),
        ("أرشيفية رويترز", ()),
        ("© رويترز / سامر الحلبي", ()),
        ("كتب: محرر الشؤون المحلية", ()),
        ("<a>رامي الحدّاد</a><span>باحث سياسي لبناني</span>", ("رامي الحدّاد",)),
        ("<a>لينا سعد</a> <a>آخر المقالات</a> <a>السيرة الذاتية</a>", ("لينا سعد",)),
        ("<b>لينا سعد</b><div>أستاذة العلوم السياسية</div>", ("لينا سعد",)),
        ("<a>سامر الحلبي</a> و<a>رامي الحدّاد</a>", ("سامر الحلبي", "رامي الحدّاد")),
        ("عبد الرحمن بن محمد آل سعود", ("عبد الرحمن بن محمد آل سعود",)),
        ("الرواق ووكالات", ()),
        ("خبير نفط", ()),
        ("محامية تونسية", ()),
        ("عضو الهيئة التنفيذية", ()),
        ("Par Rami Haddad", ("Rami Haddad",)),
    ],
)
def test_a_field_marked_as_byline_names_persons_only(line: str, names: tuple[str, ...]) -> None:
    read = article(marked(line))
    assert read.authors == names
    assert read.paragraphs == TEXT


@pytest.mark.parametrize("line", ["تغطية: لينا سعد", "بقلم:</strong></p><p><strong>لينا سعد", "كتبت لينا سعد:"])
def test_a_byline_that_opens_the_text_is_taken_out_of_it(line: str) -> None:
    read = article(within(line))
    assert read.authors == ("لينا سعد",)
    assert read.paragraphs == TEXT
    assert read.kicker is None


@pytest.mark.parametrize(
    "extra",
    [
        "<meta name='DC.Creator' content='Developed By Nadia Karim'>",
        "<meta name=author content='Blue Wave Group'>",
        "<meta name=author content='تصميم وبرمجة شركة الأفق'>",
    ],
)
def test_who_made_the_site_is_no_author(extra: str) -> None:
    assert article(marked("كتب: رامي الحدّاد", extra)).authors == ("رامي الحدّاد",)


@pytest.mark.parametrize(
    "line",
    ["م.ن/ س.ع", "ر.ح", "* كاتب وباحث من الساحل", "#الميناء #الساحل", "(الرواق)", "https://www.rewaq.example/n/1"],
)
def test_signatures_and_tags_behind_the_text_are_no_part_of_it(line: str) -> None:
    read = article(behind(line))
    assert read.paragraphs == TEXT
    assert read.authors == ()


def test_a_sentence_about_a_hashtag_stays() -> None:
    said = "#الميناء كان الوسم الأكثر تداولاً في المدينة خلال اليومين الماضيين، بحسب القائمين على الحملة."
    assert article(behind(said)).paragraphs == (*TEXT, said)
