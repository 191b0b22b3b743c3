"""Headlines beside the outlet's name."""

from __future__ import annotations

import pytest

from tests.spiders.extract.shapes import PARAGRAPHS, article

HEADLINE = "نادي الرواق يفوز بكأس المدينة"


def page(title: str, heading: str, site: str = "الرواق") -> str:
    site_name = f"<meta property='og:site_name' content='{site}'>"
    return f"<html lang=ar><head><title>{title}</title>{site_name}</head><body>{heading}<div>{PARAGRAPHS}</div>"


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        (HEADLINE, f"<h1>{HEADLINE}</h1>"),
        (HEADLINE, f"<div>{HEADLINE}</div>"),
        (f"{HEADLINE} | صحيفة الرواق", f"<h1>{HEADLINE}</h1>"),
        (f"{HEADLINE} | رياضة", f"<h1>{HEADLINE}</h1>"),
        (f"الرواق - {HEADLINE}", f"<h1>{HEADLINE}</h1>"),
        (f"صحيفة الرواق | {HEADLINE}", f"<h2>{HEADLINE}</h2>"),
    ],
)
def test_a_headline_may_speak_of_its_outlet(title: str, heading: str) -> None:
    assert article(page(title, heading)).headline == HEADLINE


def test_an_outlet_is_known_by_its_name_without_the_word_for_what_it_is() -> None:
    read = article(page(f"{HEADLINE} | الرواق", f"<h1>{HEADLINE}</h1><p>خاص - الرواق</p>", "شبكة الرواق الإخبارية"))
    assert read.headline == HEADLINE
    assert "خاص" not in read.body
    assert read.authors == ()


def test_a_section_within_the_heading_is_none_of_the_headline() -> None:
    read = article(page(f"{HEADLINE} | الرواق", f"<h1><small>رياضة</small> {HEADLINE}</h1>"))
    assert read.headline == HEADLINE
    assert read.kicker is None


def test_a_headline_that_its_meta_tag_cuts_at_a_quotation_mark_is_whole() -> None:
    whole = 'رئيس البلدية يعلن افتتاح الطريق ويقول: "عدنا"'
    heading = "<h1>" + whole.replace('"عدنا"', '<b>"عدنا"</b>') + "</h1>"
    cut = f"</title><meta property='og:title' content='{whole[:38]}'><title>الرواق"
    assert article(page(cut, heading)).headline == whole


def test_guillemets_around_a_whole_sentence_stay() -> None:
    quoted = "الصواف: «الطريق لنا جميعاً»"
    assert article(page(f"{quoted} - الرواق", f"<h1>{quoted}</h1>")).headline == quoted
