"""Folding: what a reader takes for one letter becomes one, and every letter finds its way back to the raw text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.arabic.normalise import INVISIBLE, TATWEEL, fold, fold_with_offsets, respell

ARABIC = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0600, max_codepoint=0x06FF),
        st.characters(min_codepoint=0xFB50, max_codepoint=0xFEFC),
        st.sampled_from(INVISIBLE + TATWEEL + " .،؟«»“”aZ09"),
    )
)
ANY = st.one_of(ARABIC, st.text())

SAME = [
    ("أحمد", "احمد"),
    ("إسراء", "اسراء"),
    ("آمال", "امال"),
    ("مستشفى", "مستشفي"),
    ("القاهرة", "القاهره"),
    ("مسؤول", "مسءول"),
    ("رئيس", "رءيس"),
    ("مُحَمَّدٌ", "محمد"),
    ("العـــراق", "العراق"),
    ("٢٠٢٤", "2024"),
    ("۲۰۲۴", "2024"),
    ("کردستان", "كردستان"),
    ("ﻻ", "لا"),
    ("ﷲ", "الله"),
    ("\u200fبغداد\u200e", "بغداد"),
    ("أ\u064e", "أ"),
    ("ا\u0655", "إ"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_word_fold_to_one_form(one, other) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("علم", "عالم"), ("كتب", "كتاب"), ("حرب", "حزب"), ("سد", "صد")])
def test_different_words_stay_different(one, other) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize(("one", "other"), [("أحمد", "احمد"), ("القاهرة", "القاهره"), ("مُدُن", "مدن")])
def test_the_exact_layer_keeps_letters_and_diacritics(one, other) -> None:
    assert respell(one) != respell(other)


@pytest.mark.parametrize(("one", "other"), [("ﻻ", "لا"), ("العـراق", "العراق"), ("ا\u0655لى", "إلى")])
def test_the_exact_layer_sees_one_letter_in_two_encodings(one, other) -> None:
    assert respell(one) == respell(other)


@given(ANY)
def test_folding_twice_is_folding_once(text) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_offsets_give_the_same_text_and_point_into_the_raw_one(text) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert list(folded.starts) == sorted(folded.starts)


@given(ANY)
def test_composed_and_decomposed_letters_fold_alike(text) -> None:
    arabic = "".join(c for c in text if 0x0621 <= ord(c) <= 0x064A)
    assert fold(unicodedata.normalize("NFD", arabic)) == fold(arabic)
