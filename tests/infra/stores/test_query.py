"""The query language: what the parser makes of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.stores.base import QueryError
from infra.stores.query import All, Any, Not, Phrase, Value, Word, Words, is_question, parse


def words(*texts: str, needed: int | None = None) -> Words:
    return Words(tuple(Word(text) for text in texts), len(texts) if needed is None else needed)


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("", None),
        ("؟ - !", None),
        ("بغداد", words("بغداد")),
        ("سد الموصل", words("سد", "الموصل")),
        ("سد الموصل القديم", words("سد", "الموصل", "القديم", needed=2)),
        ('"سد الموصل"', Phrase("سد الموصل")),
        ("«سد الموصل»", Phrase("سد الموصل")),
        ("“سد الموصل”", Phrase("سد الموصل")),
        ("”سد الموصل“", Phrase("سد الموصل")),
        ("بغداد OR حلب", Any((words("بغداد"), words("حلب")))),
        ("بغداد AND حلب OR قم", Any((All((words("بغداد"), words("حلب"))), words("قم")))),
        ("بغداد NOT حلب", All((words("بغداد"), Not(words("حلب"))))),
        ("بغداد -حلب", All((words("بغداد"), Not(words("حلب"))))),
        ("outlet:ina", Value("outlet", "ina")),
        ('person:"عدنان الكناني"', Value("person", "عدنان الكناني")),
        ("headline:بغداد", Words((Word("بغداد", "headline"),), 1)),
        ("عمان،دمشق", words("عمان", "دمشق")),
    ],
)
def test_a_text_has_one_reading(text: str, node: object) -> None:
    assert parse(text) == node


def test_words_without_a_topic_are_not_required() -> None:
    node = parse("من هو وزير النقل في العراق")
    assert isinstance(node, Words)
    assert [word.text for word in node.counted] == ["وزير", "النقل", "العراق"]


def test_operators_and_dates_require_every_word() -> None:
    assert parse("سد الموصل القديم", every_word=True) == words("سد", "الموصل", "القديم")
    strict = parse("سد الموصل القديم NOT حلب")
    assert isinstance(strict, All)
    assert strict.parts[0] == words("سد", "الموصل", "القديم")


def test_a_question_is_known_by_its_mark_or_word() -> None:
    assert is_question("عاصمة العراق؟")
    assert is_question("في أي عام بني السد")
    assert is_question("من بنى السد")
    assert not is_question("عودة النازحين من الموصل")


@given(st.text(alphabet='اب كANDORT"«»“”()-: ؟headline', max_size=40))
def test_any_text_is_read_or_refused_with_a_position(text: str) -> None:
    try:
        parse(text)
    except QueryError as error:
        assert str(error).startswith("position ")  # noqa: PT017


def test_nesting_without_end_is_refused() -> None:
    with pytest.raises(QueryError, match="flatter"):
        parse("(" * 5000 + "بغداد OR حلب" + ")" * 5000)
