"""Lines that content systems print between headline and text."""

from __future__ import annotations

from tests.spiders.extract.shapes import MENU, PARAGRAPHS, RELATED, TEXT, TITLE, article, head


def test_a_source_field_within_the_text_gives_its_town_and_is_no_paragraph() -> None:
    fields = (
        "<div class=metadata><div class=source><span>المصدر:</span><ul><li>(أبوظبي - الرواق)</li></ul></div>"
        "<div><span>التاريخ:</span><time datetime='2024-05-12'>12 مايو 2024</time></div></div>"
    )
    share = "<div><a><span>طباعة</span></a> <a><span>Email</span></a> <span>فيسبوك</span></div>"
    html = f"{head()}<body>{MENU}{share}<h1>{TITLE}</h1><div itemprop=articleBody>{fields}{PARAGRAPHS}</div>{RELATED}"
    read = article(html)
    assert read.paragraphs == TEXT
    assert read.dateline == "أبوظبي"
    assert read.authors == ()


def test_microdata_printed_as_lines_reaches_no_field() -> None:
    made = (
        "<div class=copy><span>© رويترز / سامر الحلبي</span></div><div class=meta>"
        "<div itemprop=image>https://www.rewaq.example/i/1.jpg</div>"
        "<div itemprop=mainEntityOfPage>https://www.rewaq.example/news/4711</div></div>"
    )
    html = f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=content>{made}{PARAGRAPHS}</div>{RELATED}"
    read = article(html)
    assert read.paragraphs == TEXT
    assert read.authors == ()
    assert read.credits == ()


def test_keywords_in_one_value_are_several() -> None:
    tags = "<meta property='article:tag' content='الميناء،النقل,حي الفنار'>"
    read = article(f"{head(extra=tags)}<body><h1>{TITLE}</h1>{PARAGRAPHS}")
    assert read.keywords == ("الميناء", "النقل", "حي الفنار")


def test_hashtags_in_one_value_are_several() -> None:
    tags = "<meta name='keywords' content='#الميناء #حي_الفنار #نقل بحري لغة C# وC++'>"
    read = article(f"{head(extra=tags)}<body><h1>{TITLE}</h1>{PARAGRAPHS}")
    assert read.keywords == ("الميناء", "حي_الفنار", "نقل بحري لغة C# وC++")


def test_the_first_entry_of_a_live_page_keeps_its_heading() -> None:
    entries = "".join(
        f"<div class=entry><h3>الساعة {i} في قاعة المؤتمر</h3><p>{text}</p></div>" for i, text in enumerate(TEXT)
    )
    read = article(f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=live>{entries}</div>{RELATED}")
    assert read.kicker is None
    assert read.paragraphs[:2] == ("الساعة 0 في قاعة المؤتمر", TEXT[0])
    assert len(read.paragraphs) == 2 * len(TEXT)
