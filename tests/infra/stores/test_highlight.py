"""Marks: the words looked at closely are all that can match."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from infra.stores import analysis
from infra.stores.analysis import Slot, leaf, text_slots
from infra.stores.finder import Finder
from infra.stores.query import Word
from processors.arabic.tokens import words

WORDS = (
    *("العراق", "للعراق", "عراقيون", "وبالعراق", "عبد الله", "عبدالله", "ابن", "بن", "أبي", "أبو", "اللاذقية"),
    *(
        "للاذقية",
        "مدارسهم",
        "مدرسة",
        "إيران",
        "لإيران",
        "ﻻعب",
        "ﷺ",
        "﷼",
        "ٴ",
        "الـعراق",
        "وزيـ",
        "عبد\u200f",
        "عراق\u064bي",
        "٢٠٢٦",
        "Basra",
        "مُؤتمر",
        "كِتاب",
        "وكتاب",
    ),
    *("علي", "فعلي", "سيارات", "لبنان"),
)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join), st.sampled_from(WORDS))
def test_no_word_is_passed_over_that_has_a_form_sought(text: str, asked: str) -> None:
    for layer in ("default", "exact", "folded", "stemmed", "names"):
        for word, _, _ in words(asked):
            wanted = leaf(Word(word), layer)  # type: ignore[arg-type]
            patterns = [*wanted.patterns, *(part for part in (wanted.printed, wanted.near) if part)]
            slots = [slot for slot, _, _ in text_slots(text)]
            analysis._slots.clear()  # a word met before is not passed over
            places, size = Finder(patterns).places(text)
            assert size == len(slots)
            assert places == _naive(patterns, slots)
            spans = [(slots_start, end) for _, slots_start, end in text_slots(text)]
            starts = [
                (spans[at][0], spans[at + len(patterns[n]) - 1][1]) for n, found in places.items() for at in found
            ]
            assert Finder(patterns).spans(text) == sorted(starts)


def _naive(patterns: Sequence[Sequence[Slot]], slots: Sequence[Slot]) -> dict[int, list[int]]:
    found = {
        number: [
            at
            for at in range(len(slots) - len(pattern) + 1)
            if all(set(part) & set(slot) for part, slot in zip(pattern, slots[at:], strict=False))
        ]
        for number, pattern in enumerate(patterns)
    }
    return {number: places for number, places in found.items() if places}
