"""Which lines of a page are the article's text, in shapes that the layouts of tests/quality do not have."""

from __future__ import annotations

from tests.spiders.extract.shapes import EXCERPTS, MENU, OTHERS, PARAGRAPHS, RELATED, TEXT, TITLE, article, head

COMMENT = "تعليق طويل من أحد القراء يذكر فيه رأيه في المشروع ويشكر البلدية على الجهد الكبير الذي بذلته في الطريق."
VERSES = (
    "يا ميناءَ الصبحِ البعيدْ",
    "خذ من يدي هذا النشيدْ",
    "واكتب على ماء الرصيفْ",
    "أن الغريبَ غداً يعودْ",
    "يا سفناً مرّت ولم",
    "تترك سوى ظلّ الشراعْ",
)


def page(body: str, title: str = TITLE) -> str:
    return f"{head(title)}<body>{MENU}{body}"


def test_paragraphs_set_as_headings_are_the_text() -> None:
    text = "".join(f"<h4>{line}</h4>" for line in TEXT)
    assert article(page(f"<h1>{TITLE}</h1><div class=content>{text}</div>{RELATED}")).paragraphs == TEXT


def test_comments_end_the_text_though_nothing_but_their_label_marks_them() -> None:
    said = "".join(f"<div class=k><b>قارئ {i}</b><p>{COMMENT}</p></div>" for i in range(6))
    html = page(f"<div><h1>{TITLE}</h1><div>{PARAGRAPHS}</div></div><div><h4>تعليقات القراء</h4>{said}</div>")
    assert article(html).paragraphs == TEXT


def test_the_next_article_of_an_endless_page_is_another_one_though_it_is_longer() -> None:
    longer = "".join(f"<p>{one} {two}</p>" for one in EXCERPTS for two in EXCERPTS)
    first = f"<article class=a><h1>{TITLE}</h1><div class=content>{PARAGRAPHS}</div></article>"
    second = f"<article class=a><h1>{OTHERS[0]}</h1><div class=content>{longer}</div></article>"
    assert article(page(first + second)).paragraphs == TEXT


def test_subheadings_of_the_headlines_kind_do_not_end_the_text() -> None:
    text = "".join(f"<h2>محور {name}</h2><p>{line}</p>" for name, line in zip("أبجده", TEXT, strict=True))
    read = article(page(f"<div class=content><h2>{TITLE}</h2><p>{COMMENT}</p>{text}</div>"))
    assert read.paragraphs[-1] == TEXT[-1]


def test_a_caption_beside_its_picture_is_none_of_the_text() -> None:
    picture = "<div class=image-holder><img src=/i.jpg><p>الطريق بعد افتتاحه - تصوير: نادر كمال</p></div>"
    read = article(page(f"<h1>{TITLE}</h1><div class=content>{picture}{PARAGRAPHS}</div>"))
    assert read.paragraphs == TEXT
    assert read.kicker is None


def test_a_box_named_after_a_picture_that_holds_the_text_stays() -> None:
    html = page(f"<div class='post has-post-thumbnail image'><img src=/i.jpg><h1>{TITLE}</h1>{PARAGRAPHS}</div>")
    assert article(html).paragraphs == TEXT


def test_a_newsletter_box_within_the_text_is_none_of_it() -> None:
    box = "<div><h3>نشرتنا البريدية</h3><p>اشترك في نشرتنا البريدية لتصلك أبرز الأخبار كل صباح على بريدك.</p></div>"
    text = "".join(f"<p>{line}</p>{box if i == 1 else ''}" for i, line in enumerate(TEXT))
    assert article(page(f"<h1>{TITLE}</h1><div class=content>{text}</div>")).paragraphs == TEXT


def test_a_poem_has_short_lines() -> None:
    html = page(f"<h1>أغنية الميناء</h1><div class=content>{'<br>'.join(VERSES)}</div>{RELATED}", "أغنية الميناء")
    assert article(html).paragraphs == VERSES


def test_one_paragraph_among_many_links_is_an_item_where_it_says_what_its_title_says() -> None:
    side = "".join(f"<div><a href=/n/{i}>{title}</a></div>" for i, title in enumerate(OTHERS * 3))
    html = page(f"<div><h1>{TITLE}</h1><div><p>{TEXT[0]}</p></div></div>{RELATED}<div>{side}</div>")
    assert article(html).paragraphs == TEXT[:1]


def test_a_theme_may_prefix_every_name_with_its_own() -> None:
    meta = "<div class=jeg_post_meta><div class=jeg_meta_author><a href=/a>رامي الحدّاد</a></div>"
    day = "<div class=jeg_meta_date><a href=/d>12 مايو، 2024</a></div></div>"
    title = f"<h1 class=jeg_post_title>{TITLE}</h1><h2 class=jeg_post_subtitle>{EXCERPTS[0]}</h2>"
    read = article(page(f"<div class=jeg_main>{title}{meta}{day}<div class=entry-content>{PARAGRAPHS}</div></div>"))
    assert read.paragraphs == (EXCERPTS[0], *TEXT)
    assert read.authors == ("رامي الحدّاد",)
    assert read.published is not None
    assert read.published.value.date().isoformat() == "2024-05-12"


def test_a_lead_set_as_a_heading_is_the_first_paragraph() -> None:
    text = "".join(f"<p>{line}</p>" for line in TEXT[1:])
    read = article(page(f"<h1>{TITLE}</h1><h3>{TEXT[0]}</h3><div class=content>{text}</div>"))
    assert read.paragraphs == TEXT


def test_a_question_that_opens_an_interview_is_no_kicker() -> None:
    text = "".join(f"<p><strong>كيف بدأت الفكرة {i}؟</strong></p><p>{line}</p>" for i, line in enumerate(TEXT))
    read = article(page(f"<h1>{TITLE}</h1><div class=content>{text}</div>"))
    assert read.kicker is None
    assert read.paragraphs[0] == "كيف بدأت الفكرة 0؟"
