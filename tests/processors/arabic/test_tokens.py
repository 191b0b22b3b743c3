"""Tokens: offsets slice the raw text, prefixes come off at the same position, every layer keeps its promise."""

from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.arabic.prefixes import PREFIX_RULES, with_stripped
from processors.arabic.tokens import LAYERS, tokens
from tests.processors.arabic.test_normalise import ANY

NAMES = ("واشنطن", "بغداد", "العراق", "لبنان", "الرياض", "سوريا", "تركيا", "إيران", "الجزائر", "قطر", "فلسطين", "كركوك")
CONJUNCTIONS = ("", "و", "ف")
PARTICLES = ("", "ب", "ل", "ك")


def found(query: str, text: str, layer: str = "folded") -> bool:
    """Tell whether a one-word query meets a text: one of its tokens is one of the index's."""
    wanted = {token.text for token in tokens(query, layer, index=False)}
    return bool(wanted & {token.text for token in tokens(text, layer)})


def prefixed(name: str) -> list[str]:
    made = []
    for conjunction, particle in itertools.product(CONJUNCTIONS, PARTICLES):
        if particle == "ل" and name.startswith("ال"):
            made.append(conjunction + "لل" + name[2:])
        else:
            made.append(conjunction + particle + name)
    return made


@pytest.mark.parametrize("layer", ["folded", "names"])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_found_behind_every_prefix_and_pair(name, layer) -> None:
    assert [form for form in prefixed(name) if not found(name, f"قال {form} اليوم", layer)] == []


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("عبد الله", "عبدالله الحمدان"),
        ("عبدالرحمن", "الشيخ عبد الرحمن"),
        ("أبو مازن", "ابي مازن"),
        ("ابن سلمان", "بن سلمان"),
        ("السوداني", "سوداني"),
    ],
)
def test_the_names_layer_joins_the_spellings_of_a_name(query, text) -> None:
    wanted = [token.text for token in tokens(query, "names", index=False)]
    there = {token.text for token in tokens(text, "names")}
    assert set(wanted) <= there


@pytest.mark.parametrize(("one", "other"), [("المعلمون", "المعلمين"), ("طائرات", "طائرة"), ("والكتاب", "كتاب")])
def test_the_stemmed_layer_joins_inflected_forms(one, other) -> None:
    assert found(one, other, "stemmed")


def test_a_query_is_not_stripped_of_its_prefixes() -> None:
    assert [token.text for token in tokens("لواشنطن", "folded", index=False)] == ["لواشنطن"]
    assert not found("لواشنطن", "واشنطن")


def test_forms_of_one_word_share_its_position_and_place() -> None:
    first, *others = tokens("قال لواشنطن", "folded")
    assert (first.position, first.start, first.end) == (0, 0, 3)
    assert {(token.position, token.start, token.end) for token in others} == {(1, 4, 11)}
    assert {"لواشنطن", "واشنطن"} <= {token.text for token in others}


@given(ANY, st.sampled_from(LAYERS))
def test_offsets_point_to_words_of_the_raw_text_in_order(text, layer) -> None:
    made = tokens(text, layer)
    for token in made:
        assert 0 <= token.start < token.end <= len(text)
        assert token.text
    assert [token.position for token in made] == sorted(token.position for token in made)
    assert [token.start for token in made] == sorted(token.start for token in made)


@given(ANY, st.sampled_from(LAYERS))
def test_what_a_query_asks_for_is_in_the_index_of_its_own_text(text, layer) -> None:
    asked = {(token.position, token.text) for token in tokens(text, layer, index=False)}
    assert asked <= {(token.position, token.text) for token in tokens(text, layer)}


def test_prefixes_come_off_as_the_rules_say_that_elasticsearch_is_given() -> None:
    rules = [(re.compile(pattern), new.replace("$1", r"\1")) for pattern, new in PREFIX_RULES]
    letters = itertools.chain.from_iterable(itertools.product("وفبلام2", repeat=size) for size in range(1, 5))
    for word in map("".join, letters):
        by_rules = (word, *(pattern.sub(new, word) for pattern, new in rules))
        assert with_stripped(word) == tuple(dict.fromkeys(by_rules))
