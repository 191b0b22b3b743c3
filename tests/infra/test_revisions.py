from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from infra.revisions import changes, silent_headlines, word_diff
from infra.stores.merge import merge
from infra.stores.sqlite import SqliteStore
from processors.records import DateReading
from tests.infra.stores.samples import NOON, stored

TEXT = st.lists(st.sampled_from(["قال", "الوزير", "إن", "لُبنان", "،", "بغداد", "\n"]), max_size=12).map(" ".join)


@settings(deadline=None)  # a busy machine is no failure
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


def test_headlines_changed_in_silence_are_listed_and_others_are_not(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.sqlite")
    hour = timedelta(hours=1)
    told = DateReading(value=NOON + hour / 2, raw="14 تموز", precision="minute")
    of_the_day = DateReading(value=NOON.replace(hour=0), raw="14 تموز", precision="day")
    for name, second, modified in (
        ("silent", "قتيلان في الانفجار", None),
        ("told", "قتيلان في الانفجار", told),
        ("day", "قتيلان في الانفجار", of_the_day),
        ("same", "ثلاثة  قتلى في الانفجــار", None),
    ):
        store.write([stored(name, "ثلاثة قتلى في الانفجار", "متن", outlet="almada")])
        store.write([stored(name, second, "متن جديد", outlet="almada", fetched=NOON + hour, modified=modified)])
    store.write([stored("once", "خبر")])
    (change,) = silent_headlines(store)
    assert (change.stored.enriched.article.id, change.later - change.earlier) == ("silent", hour)
    assert (change.before, change.after) == ("ثلاثة قتلى في الانفجار", "قتيلان في الانفجار")
    assert len(list(silent_headlines(store, ["almada"], NOON + hour, NOON + 2 * hour))) == 1
    assert list(silent_headlines(store, ["annahar"])) == []
    assert list(silent_headlines(store, until=NOON + hour)) == []
    store.close()
