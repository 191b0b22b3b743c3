"""Class names that say one thing and mean another."""

from __future__ import annotations

from tests.spiders.extract.shapes import EXCERPTS, MENU, OTHERS, PARAGRAPHS, RELATED, TEXT, TITLE, article, head

HALF = len(TEXT) // 2


def parts(names: str) -> str:
    """Return a page whose text lies in several elements of one class, as a page builder makes them."""
    text = "".join(f"<div class='{names}'><p>{line}</p></div>" for line in TEXT)
    return f"{head()}<body class='has-sidebar'>{MENU}<h1>{TITLE}</h1><div class=x>{text}</div>{RELATED}"


def test_a_field_whose_label_is_hidden_is_not_hidden_itself() -> None:
    names = "field field--name-field-text field--type-text-with-summary field--label-hidden field__item"
    assert article(parts(names)).paragraphs == TEXT
    assert article(parts("field-item field-label-hidden")).paragraphs == TEXT


def test_names_of_chance_mean_nothing() -> None:
    assert article(parts("sc-qOiPt jpYiwZ")).paragraphs == TEXT
    assert article(parts("css-1adXw relQz")).paragraphs == TEXT


def test_a_wrapper_with_a_sidebar_is_no_sidebar() -> None:
    assert article(parts("row with-sidebar no-share has-related")).paragraphs == TEXT


def test_a_subtitle_is_a_kicker_unless_it_is_a_sentence() -> None:
    below = "الصيانة استغرقت خمسة أشهر وكلفت مليوناً ومئتي ألف"
    page = f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class=field-subtitle>{{}}</div><div>{PARAGRAPHS}</div>"
    assert article(page.format(below)).kicker == below
    read = article(page.format(f"{below} دفع نصفها تجار السوق وأصحاب المخازن المجاورة."))
    assert read.kicker is None
    assert len(read.paragraphs) == len(TEXT) + 1


def test_any_number_of_links_around_it_leaves_a_long_text_an_article() -> None:
    menu = "".join(f"<li><a href=/n/{i}>{OTHERS[i % 4]} {i}</a></li>" for i in range(300))
    text = "".join(f"<p>{line} {line}</p>" for line in TEXT)
    assert len(article(f"{head()}<body><ul>{menu}</ul><h1>{TITLE}</h1><div>{text}</div>").paragraphs) == len(TEXT)


def test_an_entry_named_after_its_own_tags_is_its_text() -> None:
    entry = "post-12 post type-post status-publish format-standard hentry category-share tag-related tag-ads author-box"
    side = "".join(f"<p>{text}</p>" for text in EXCERPTS)
    said = "".join(f"<p>{text} {i}</p>" for i, text in enumerate(EXCERPTS))
    page = f"{head()}<body>{MENU}<h1>{TITLE}</h1><div class='{entry}'>{PARAGRAPHS}</div>"
    assert article(f"{page}<div class=comments>{said}</div><div class=sidebar>{side}</div>").paragraphs == TEXT
