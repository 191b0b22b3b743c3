from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from infra.revisions import changes, word_diff
from infra.stores.merge import merge
from tests.infra.stores.samples import NOON, stored

TEXT = st.lists(st.sampled_from(["قال", "الوزير", "إن", "لُبنان", "،", "بغداد", "\n"]), max_size=12).map(" ".join)


@given(TEXT, TEXT)
def test_the_parts_join_to_both_texts(before: str, after: str) -> None:
    parts = word_diff(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_one_word_changed_is_one_word_shown() -> None:
    parts = word_diff("مقتل ثلاثة في الغارة", "مقتل أربعة في الغارة")
    assert [(part.kind, part.text) for part in parts] == [
        ("kept", "مقتل "),
        ("removed", "ثلاثة"),
        ("added", "أربعة"),
        ("kept", " في الغارة"),
    ]


def test_a_headline_changed_alone_is_told_from_a_rewritten_article() -> None:
    _, first = merge(None, stored("x", "عنوان أول", "متن"))
    _, second = merge(first, stored("x", "عنوان ثان", "متن", fetched=NOON + timedelta(hours=1)))
    _, third = merge(second, stored("x", "عنوان ثالث", "متن آخر", fetched=NOON + timedelta(hours=2)))
    assert [change.silent_headline for change in changes(third)] == [True, False]
    assert [change.field for change in changes(third)[1].fields] == ["headline", "body"]
    assert changes(replace(third, revisions=())) == ()
