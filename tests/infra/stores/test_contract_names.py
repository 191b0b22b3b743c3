"""Every store counts by which names articles call one entity."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from infra.stores.base import Query, Store, Stored
from processors.records import Mention
from tests.infra.stores.samples import mention, stored

SUMMER, AUTUMN = datetime(2026, 7, 30, 12, tzinfo=UTC), datetime(2026, 9, 2, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 8, 31, 21, tzinfo=UTC)  # in Baghdad September has begun


def called(article_id: str, *names: str, **fields: Any) -> Stored:
    mentions = [mention(name, "group", "rasid:daesh", "داعش") for name in names]
    return stored(article_id, "خبر", "متن الخبر عن التنظيم", mentions=mentions, **fields)


ARTICLES = (
    called("n1", "داعش", "داعش", "تنظيم الدولة", outlet="almada", published=SUMMER),
    called("n2", "داعش", outlet="almada", published=MIDNIGHT),
    called("n3", "الدولة الإسلامية", outlet="annahar", country="LB", published=AUTUMN),
    called("n4", "الدولة الاسلامية", "داعش", outlet=None, country=None, published=AUTUMN),
    stored(
        "n5",
        "خبر آخر",
        mentions=[
            mention("داعش", "group", None),
            mention("العراقية", "country", "iso:IQ", "العراق", adjective=True),
            mention("عراق", "country", "iso:IQ", "العراق"),
        ],
    ),
)


@pytest.fixture
def named(store: Store) -> Store:
    store.write(ARTICLES)
    return store


def uses(store: Store, *, entity: str = "rasid:daesh", **fields: Any) -> dict[str, int]:
    found = store.names(entity, Query(**fields))
    assert all(use.parts == () for use in found)
    return {use.text: use.count for use in found}


def test_names_are_counted_by_articles_as_printed_most_used_first(named: Store) -> None:
    found = uses(named)
    assert found == {"داعش": 3, "الدولة الإسلامية": 1, "الدولة الاسلامية": 1, "تنظيم الدولة": 1}
    assert next(iter(found)) == "داعش"
    assert uses(named, entity="iso:IQ") == {"عراق": 1}
    assert uses(named, entity="rasid:nobody") == {}


def test_names_of_outlets_countries_and_local_months_are_told_apart(named: Store) -> None:
    def parts(by: Any) -> dict[str, list[tuple[str, int]]]:
        found = named.names("rasid:daesh", Query(), by, "Asia/Baghdad")
        return {use.text: [(part.key, part.count) for part in use.parts] for use in found}

    assert parts("outlet") == {
        "داعش": [("almada", 2)],
        "الدولة الإسلامية": [("annahar", 1)],
        "الدولة الاسلامية": [],
        "تنظيم الدولة": [("almada", 1)],
    }
    assert parts("country")["داعش"] == [("IQ", 2)]
    assert parts("month")["داعش"] == [("2026-07", 1), ("2026-09", 2)]
    assert parts("month")["تنظيم الدولة"] == [("2026-07", 1)]


def test_an_outlet_has_its_name_as_label(store: Store) -> None:
    store.write([replace(ARTICLES[0], outlet_name="المدى")])
    (part,) = store.names("rasid:daesh", Query(), "outlet")[0].parts
    assert (part.key, part.label) == ("almada", "المدى")


def test_names_follow_dates_filters_and_text(named: Store) -> None:
    assert uses(named, date_from=MIDNIGHT, date_to=AUTUMN) == {"داعش": 1}
    assert uses(named, country=("LB",)) == {"الدولة الإسلامية": 1}
    assert uses(named, text="التنظيم", outlet=("almada",)) == {"داعش": 2, "تنظيم الدولة": 1}
    assert uses(named, text="غيرموجود") == {}


def test_a_name_that_an_article_uses_no_more_is_not_counted(named: Store) -> None:
    named.delete(["n2", "n3"])
    assert uses(named) == {"داعش": 2, "الدولة الاسلامية": 1, "تنظيم الدولة": 1}
    later = called("n1", "تنظيم الدولة", outlet="almada", published=SUMMER, versions=(("entities", "2"),))
    named.write([later])
    assert uses(named) == {"داعش": 1, "الدولة الاسلامية": 1, "تنظيم الدولة": 1}


def test_the_alef_that_is_not_written_behind_two_lams_is_put_back(store: Store) -> None:
    text = "قال إن للعراق حصة، والعراق شريك."
    names = [
        Mention(field="body", start=at, end=at + len(name), text=name, type="country", entity_id="iso:IQ")
        for at, name in ((9, "عراق"), (20, "العراق"))
    ]
    assert [text[one.start : one.end] for one in names] == ["عراق", "العراق"]
    store.write([stored("x", "خبر", text, mentions=names)])
    assert uses(store, entity="iso:IQ") == {"العراق": 1}
    store.delete(["x"])
    assert uses(store, entity="iso:IQ") == {}
