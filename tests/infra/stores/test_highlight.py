"""Marks: the words looked at closely are all that can match."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from infra.stores import analysis
from infra.stores.analysis import hints_of, leaf, text_slots
from infra.stores.query import Word
from processors.arabic.tokens import words

WORDS = (
    *("العراق", "للعراق", "عراقيون", "وبالعراق", "عبد الله", "عبدالله", "ابن", "بن", "أبي", "أبو", "اللاذقية"),
    *("للاذقية", "مدارسهم", "مدرسة", "إيران", "لإيران", "ﻻعب", "ﷺ", "٢٠٢٦", "Basra", "مُؤتمر", "كِتاب", "وكتاب"),
    *("علي", "فعلي", "سيارات", "لبنان"),
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), st.sampled_from(WORDS))
def test_hints_pass_over_no_word_that_matches(text: str, asked: str) -> None:
    for layer in ("default", "exact", "folded", "stemmed", "names"):
        for word, _, _ in words(asked):
            wanted = leaf(Word(word), layer)  # type: ignore[arg-type]
            forms = {form for pattern in wanted.patterns for slot in pattern for form in slot}
            analysis._slots.clear()  # a word met before is not passed over
            some, all_slots = text_slots(text, hints_of([wanted])), text_slots(text)
            found = [bool(forms & set(slot)) for slot, _, _ in some]
            assert found == [bool(forms & set(slot)) for slot, _, _ in all_slots]
