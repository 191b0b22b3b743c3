"""The hand-written articles: how many, how varied, and the copies and corrections among them."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from infra.demo.texts import hand_written

TEXTS = [text for texts in hand_written().values() for text in texts]
ORIGINALS = [text for text in TEXTS if text.story is None and text.language == "ar"]


def test_there_are_66_or_more_original_arabic_articles_of_six_outlets() -> None:
    assert len(hand_written()) == 6
    assert len(ORIGINALS) >= 66
    assert len({text.headline for text in TEXTS}) == len(TEXTS)
    assert len({paragraph for text in ORIGINALS for paragraph in text.paragraphs}) == sum(
        len(text.paragraphs) for text in ORIGINALS
    )


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.outlet}/{text.slug}")
def test_an_article_has_four_to_nine_paragraphs_of_newspaper_length(text) -> None:
    assert 4 <= len(text.paragraphs) <= 9
    words = [len(paragraph.split()) for paragraph in text.paragraphs]
    assert 25 <= sum(words) / len(words) <= 70
    assert text.paragraphs == tuple(paragraph.strip() for paragraph in text.paragraphs)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.outlet}/{text.slug}")
def test_the_byline_or_opening_holds_what_is_taken_from_it(text) -> None:
    for part in (*text.authors, *text.credits, *([text.dateline] if text.dateline else [])):
        assert part in (text.byline or text.opening)


def test_bylines_follow_many_conventions() -> None:
    printed = "\n".join(text.byline or "" for text in TEXTS)
    for sign in (
        "كتب:",
        "كتبت:",
        "كتب -",
        "كتبت -",
        "حوار:",
        "تقرير/",
        "تقرير:",
        " / ",
        "..",
        "وكالات",
        "أ ف ب",
        "د ب أ",
        "واع",
    ):
        assert sign in printed


def test_some_texts_open_with_their_dateline() -> None:
    openings = [text.opening for text in TEXTS if text.opening]
    assert len(openings) >= 4
    assert all(opening.endswith(("– ", "- ", ": ")) for opening in openings)


def test_six_agency_texts_are_syndicated_to_two_or_more_places_with_edits() -> None:
    copies = [text for text in TEXTS if text.story is not None]
    originals = {f"{text.outlet}/{text.slug}": text for text in ORIGINALS}
    assert len({text.story for text in copies}) >= 6
    assert max(Counter(text.story for text in copies).values()) >= 3
    for copy in copies:
        original = originals[copy.story]
        assert copy.headline != original.headline
        assert copy.outlet != original.outlet
        assert copy.paragraphs[0][:40] == original.paragraphs[0][:40]


def test_one_article_is_corrected_in_headline_and_one_paragraph() -> None:
    (text,) = [text for text in TEXTS if text.correction]
    later = text.corrected()
    assert later.headline != text.headline
    changed = [new != old for new, old in zip(later.paragraphs, text.paragraphs, strict=True)]
    assert changed.count(True) == 1


def test_months_come_in_levantine_maghrebi_and_egyptian_forms() -> None:
    body = "\n".join(paragraph for text in TEXTS for paragraph in text.paragraphs)
    for month in (
        "تموز",
        "تشرين الثاني",
        "كانون الأول",
        "شباط",
        "جويلية",
        "جوان",
        "أوت",
        "غشت",
        "نونبر",
        "نوفمبر",
        "ديسمبر",
    ):
        assert re.search(rf"\b[وبفل]?{month}\b", body), month


def test_quotes_come_in_every_pair_of_marks_and_by_varied_verbs() -> None:
    body = "\n".join(paragraph for text in TEXTS for paragraph in text.paragraphs)
    # The press sets لـ”…” with two closing marks.
    assert body.count("“") == body.count("”") - 2 * body.count("لـ”") > 40
    assert body.count("«") == body.count("»") > 5
    verbs = (
        "قال", "أضاف", "أكد", "أوضح", "ذكر", "بيّن", "تابع", "لفت", "شدد", "كشف", "نفى", "توقع", "مضيفاً",
        "مبيناً", "لافتاً", "مؤكداً", "قائلاً", "مشيراً", "بحسب", "وفق",
    )  # fmt: skip
    missing = [verb for verb in verbs if not re.search(rf"\b[وف]?{verb}", body)]
    assert missing == []


def test_a_page_in_kurdish_and_one_in_english_stand_among_the_arabic_ones() -> None:
    assert Counter(text.language for text in TEXTS) == {"ar": len(TEXTS) - 2, "ckb": 1, "en": 1}
