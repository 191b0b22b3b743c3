"""A name that someone types, Arabic or Latin, means one entity for certain, or is answered by a list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.resolve import FILTERS, AmbiguousNameError, UnknownNameError, entity_id, resolved
from infra.stores.base import Query
from infra.stores.sqlite import SqliteStore
from processors.entities.gazetteer import gazetteer
from tests.infra.stores.samples import mention, stored

NAMED = (
    ("محمد شياع السوداني", "person", "rasid:mohammed-shia-al-sudani"),
    ("السودان", "country", "iso:SD"),
    ("البصرة", "place", "geonames:99532"),
    ("شركة نفط البصرة", "organisation", "rasid:basra-oil-company"),
    ("حزب الله", "group", "rasid:hezbollah-lebanon"),
    ("دونالد ترامب", "person", "rasid:donald-trump"),
    ("سعد الحريري", "person", "rasid:saad-hariri"),
    ("بهية الحريري", "person", "rasid:bahia-hariri"),
    ("فرحان الزوبعي", "person", "name:فرحان-زوبعي"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path_factory.mktemp("resolve") / "s.sqlite")
    opened.write(
        stored(f"r{number}", f"خبر عن {name}", mentions=[mention(name, kind, key)])
        for number, (name, kind, key) in enumerate(NAMED)
    )
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("iso:IQ", "iso:IQ"),
        ("name:فرحان-زوبعي", "name:فرحان-زوبعي"),
        ("داعش", "rasid:islamic-state"),
        ("Daesh", "rasid:islamic-state"),
        ("Hezbollah", "rasid:hezbollah-lebanon"),
        ("Hizballah", "rasid:hezbollah-lebanon"),
        ("Muhammad Shiya as-Sudani", "rasid:mohammed-shia-al-sudani"),
        ("Trump", "rasid:donald-trump"),  # Ivanka and Melania stand in no article
        ("Farhan al-Zobaie", "name:فرحان-زوبعي"),
        ("فرحان الزوبعي", "name:فرحان-زوبعي"),
    ],
)
def test_a_name_means_the_one_entity_that_bears_it(store: SqliteStore, name: str, key: str) -> None:
    assert entity_id(store, gazetteer(), name) == key


def test_the_type_that_a_filter_asks_for_decides_between_namesakes(store: SqliteStore) -> None:
    assert entity_id(store, gazetteer(), "Basra", FILTERS["place"]) == "geonames:99532"
    assert entity_id(store, gazetteer(), "al-Sudani", FILTERS["person"]) == "rasid:mohammed-shia-al-sudani"
    assert entity_id(store, gazetteer(), "Sudan", FILTERS["place"]) == "iso:SD"


def test_a_name_of_several_is_answered_by_their_ids_and_counts(store: SqliteStore) -> None:
    with pytest.raises(AmbiguousNameError, match=r"rasid:saad-hariri.*\(1\)") as raised:
        entity_id(store, gazetteer(), "Hariri", FILTERS["person"])
    assert {one.id for one in raised.value.candidates} == {"rasid:saad-hariri", "rasid:bahia-hariri"}
    with pytest.raises(AmbiguousNameError) as raised:
        entity_id(store, gazetteer(), "Basra")
    assert {"geonames:99532", "rasid:basra-oil-company"} <= {one.id for one in raised.value.candidates}


def test_a_likeness_alone_decides_nothing(store: SqliteStore) -> None:
    with pytest.raises(AmbiguousNameError, match="netanyahu"):
        entity_id(store, gazetteer(), "Netanyahu")
    with pytest.raises(UnknownNameError, match="Xyzzyq"):
        entity_id(store, gazetteer(), "Xyzzyq")


def test_filters_by_latin_names_find_the_arabic_entity(store: SqliteStore) -> None:
    query = Query(person=("Mohammed Shia al-Sudani",), place=("Basra", "iso:SD"), group=("حزب الله",), outlet=("x",))
    found = resolved(query, store, gazetteer)
    assert found.person == ("rasid:mohammed-shia-al-sudani",)
    assert found.place == ("geonames:99532", "iso:SD")
    assert (found.group, found.outlet) == (("حزب الله",), ("x",))
    text = 'خبر AND (person:Trump OR place:"al-Basrah") NOT group:"حزب الله" outlet:ina'
    assert resolved(Query(text=text), store, gazetteer).text == (
        'خبر AND (person:"rasid:donald-trump" OR place:"geonames:99532") NOT group:"حزب الله" outlet:ina'
    )
    assert store.search(resolved(Query(text="person:Trump"), store, gazetteer)).total == 1
    assert resolved(Query(person=("Nobody Known Qqq",)), store, gazetteer).person == ("Nobody Known Qqq",)


def test_a_query_without_latin_names_does_not_ask_for_the_tables(store: SqliteStore) -> None:
    query = Query(person=("سعد الحريري",), entity=("iso:IQ",))
    assert resolved(query, store, lambda: pytest.fail("the gazetteer was read")) is query
