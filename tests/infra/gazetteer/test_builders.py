"""The committed tables are what their builders write, so nothing in them was changed by hand."""

from __future__ import annotations

from infra.gazetteer import build_countries, build_places


def test_the_table_of_countries_is_what_its_builder_writes() -> None:
    assert build_countries.TABLE.read_text("utf-8") == build_countries.table()


def test_the_table_of_places_is_what_its_builder_writes() -> None:
    assert build_places.TABLE.read_text("utf-8") == build_places.table()
