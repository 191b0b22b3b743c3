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


def test_what_embedded_posts_and_pictures_leave_behind_is_no_text() -> None:
    lines = (
        "عرض هذا المنشور على Instagram",
        "تمت مشاركة منشور بواسطة بلدية الساحل (@sahel)",
        "(أ ف ب)",
        "Getty Images",
    )
    text = "".join(f"<p>{line}</p><p>{left}</p>" for line, left in zip(TEXT, (*lines, ""), strict=True))
    archive = "<p><em>صورة من الأرشيف (رويترز)</em></p>"
    read = article(f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=content>{archive}{text}</div>")
    assert read.paragraphs == TEXT
    assert read.kicker is None


def test_a_line_of_section_and_day_is_neither_kicker_nor_text() -> None:
    line = "<p class=m>محليات | 12 مايو 2024</p>"
    read = article(f"{head()}<body>{MENU}<div><h2>{TITLE}</h2>{line}{PARAGRAPHS}</div>")
    assert read.kicker is None
    assert read.paragraphs == TEXT


def test_the_headline_repeated_above_the_text_is_no_kicker() -> None:
    read = article(f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=x><p><b>{TITLE}</b></p>{PARAGRAPHS}</div>")
    assert read.kicker is None
    assert read.paragraphs == TEXT


def test_lines_are_kept_where_the_page_keeps_them() -> None:
    for box in ("<pre>{}</pre>", "<div style='white-space: pre-line'>{}</div>"):
        text = box.format("\n\n".join(TEXT))
        assert article(f"{head()}<body>{MENU}<h1>{TITLE}</h1>{text}{RELATED}").paragraphs == TEXT
