"""What Kibana is given: held to the template and to the facts of Kibana's import, since no Kibana runs here."""

from __future__ import annotations

import json
from itertools import combinations
from typing import Any

import pytest

from infra.elasticsearch.templates import article_template, health_template
from infra.kibana import kql
from infra.kibana.build import FILE, ndjson

OBJECTS: list[dict[str, Any]] = [json.loads(line) for line in ndjson().splitlines()]
KEYED = {(one["type"], one["id"]): one for one in OBJECTS}
NUMBERS = ("integer", "long", "float")
FITTING = {"terms": ("keyword",), "date_histogram": ("date",)} | dict.fromkeys(
    ("average", "median", "max", "sum"), NUMBERS
)
STRINGS = ("panelsJSON", "optionsJSON", "searchSourceJSON", "ignoreParentSettingsJSON", "fieldAttrs", "fieldFormatMap")
STRINGS += ("sourceFilters", "fields", "typeMeta", "runtimeFieldMap", "layerListJSON", "mapStateJSON", "uiStateJSON")


def leaves(fields: dict[str, Any], prefix: str = "") -> dict[str, str]:
    found = {}
    for name, field in fields.items():
        if "properties" in field:
            found |= leaves(field["properties"], f"{prefix}{name}.")
        else:
            found[prefix + name] = field["type"]
            found |= {f"{prefix}{name}.{sub}": body["type"] for sub, body in field.get("fields", {}).items()}
    return found


TYPES = {
    "rasid-articles": leaves(article_template()["template"]["mappings"]["properties"]),
    "rasid-health": leaves(health_template()["template"]["mappings"]["properties"]),
}


def of(kind: str) -> list[Any]:
    return [pytest.param(one, id=one["id"]) for one in OBJECTS if one["type"] == kind]


def view_of(one: dict[str, Any]) -> dict[str, str]:
    (view,) = {ref["id"] for ref in one["references"] if ref["type"] == "index-pattern"}
    return TYPES[view]


def unpacked(value: Any) -> Any:
    """Parse the JSON strings inside attributes, at any depth; one that does not parse raises."""
    if isinstance(value, dict):
        return {
            key: unpacked(json.loads(item) if key in STRINGS and isinstance(item, str) else item)
            for key, item in value.items()
        }
    return [unpacked(item) for item in value] if isinstance(value, list) else value


def queries(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in queries(item)]
    if not isinstance(value, dict):
        return []
    own = [value["query"]] if value.get("language") == "kuery" else []
    return own + [found for item in value.values() for found in queries(item)]


def test_the_committed_file_is_what_the_pieces_build() -> None:
    assert FILE.read_text(encoding="utf-8") == ndjson()


def test_another_prefix_names_every_object_and_what_it_refers_to() -> None:
    other = [json.loads(line) for line in ndjson("desk").splitlines()]
    names = [one["id"] for one in other] + [ref["id"] for one in other for ref in one["references"]]
    assert all(name.startswith("desk-") for name in names)
    views = [one["attributes"]["title"] for one in other if one["type"] == "index-pattern"]
    assert views == ["desk-articles", "desk-health"]
    assert ndjson("desk").replace("desk-", "rasid-") == ndjson()


def test_no_object_stands_twice_and_no_id_holds_a_slash() -> None:
    assert len(KEYED) == len(OBJECTS)
    assert not any("/" in one["id"] for one in OBJECTS)


def test_there_is_everything_an_analyst_is_promised() -> None:
    kinds = [one["type"] for one in OBJECTS]
    assert [kinds.count(kind) for kind in ("index-pattern", "search", "dashboard", "map")] == [2, 5, 3, 1]


@pytest.mark.parametrize("one", [pytest.param(one, id=one["id"]) for one in OBJECTS])
def test_titles_are_in_arabic_with_english_beside(one: dict[str, Any]) -> None:
    title = one["attributes"].get("name") or one["attributes"]["title"]
    arabic, _, english = title.partition(" | ")
    assert any("ء" <= letter <= "ي" for letter in arabic)
    assert english.isascii()
    assert english


@pytest.mark.parametrize("one", [pytest.param(one, id=one["id"]) for one in OBJECTS])
def test_every_reference_resolves_and_every_name_used_has_one(one: dict[str, Any]) -> None:
    names = [ref["name"] for ref in one["references"]]
    assert all((ref["type"], ref["id"]) in KEYED for ref in one["references"])
    assert len(set(names)) == len(names)
    text = json.dumps(unpacked(one["attributes"]))
    used = [name for name in names if f'"{name.partition(":")[2] or name}"' in text]
    implied = [name for name in names if name.startswith(("indexpattern-datasource-layer-", "controlGroup_"))]
    assert sorted({*used, *implied}) == sorted(names)


@pytest.mark.parametrize("one", [pytest.param(one, id=one["id"]) for one in OBJECTS])
def test_every_query_parses_and_names_only_fields_of_the_template(one: dict[str, Any]) -> None:
    for query in queries(unpacked(one["attributes"])):
        assert {clause.field for clause in kql.parse(query)} <= {None, *(view_of(one) if query else ())}


@pytest.mark.parametrize("one", of("index-pattern"))
def test_a_data_view_labels_and_formats_fields_of_its_template(one: dict[str, Any]) -> None:
    types, inside = TYPES[one["attributes"]["title"]], unpacked(one["attributes"])
    assert types[inside["timeFieldName"]] == "date"
    assert inside["fieldAttrs"].keys() <= types.keys()
    assert {types[field] for field in inside["fieldFormatMap"]} == {"keyword"}


@pytest.mark.parametrize("one", of("search"))
def test_a_saved_search_shows_and_sorts_by_fields_of_its_template(one: dict[str, Any]) -> None:
    types = view_of(one)
    assert set(one["attributes"]["columns"]) <= types.keys()
    assert all(types[field] == "date" for field, _ in one["attributes"]["sort"])


@pytest.mark.parametrize("one", of("lens"))
def test_a_chart_has_ordered_columns_of_fitting_fields(one: dict[str, Any]) -> None:
    types, state = view_of(one), one["attributes"]["state"]
    (layer,) = state["datasourceStates"]["formBased"]["layers"].values()
    columns, order = layer["columns"], layer["columnOrder"]
    assert sorted(order) == sorted(columns)
    bucketed = [columns[key]["isBucketed"] for key in order]
    assert bucketed == sorted(bucketed, reverse=True)
    assert not bucketed[-1]
    for column in columns.values():
        operation, field = column["operationType"], column["sourceField"]
        assert field == "___records___" if operation == "count" else types[field] in FITTING[operation]
        if operation == "terms":
            assert not columns[column["params"]["orderBy"]["columnId"]]["isBucketed"]


@pytest.mark.parametrize("one", of("lens"))
def test_a_chart_shows_every_column_it_has(one: dict[str, Any]) -> None:
    state = one["attributes"]["state"]
    (layer,) = state["datasourceStates"]["formBased"]["layers"].values()
    shown = json.dumps(state["visualization"])
    assert all(f'"{key}"' in shown for key in layer["columnOrder"])


@pytest.mark.parametrize("one", of("map"))
def test_a_map_draws_points_that_are_not_nested(one: dict[str, Any]) -> None:
    for layer in unpacked(one["attributes"])["layerListJSON"]:
        assert view_of(one)[layer["sourceDescriptor"]["geoField"]] == "geo_point"


@pytest.mark.parametrize("one", of("dashboard"))
def test_panels_lie_within_48_columns_and_never_overlap(one: dict[str, Any]) -> None:
    panels = unpacked(one["attributes"])["panelsJSON"]
    grids = [panel["gridData"] for panel in panels]
    assert all(panel["panelIndex"] == panel["gridData"]["i"] for panel in panels)
    assert all(grid["x"] >= 0 and grid["w"] > 0 and grid["h"] > 0 and grid["x"] + grid["w"] <= 48 for grid in grids)
    for one_grid, other in combinations(grids, 2):
        beside = one_grid["x"] + one_grid["w"] <= other["x"] or other["x"] + other["w"] <= one_grid["x"]
        below = one_grid["y"] + one_grid["h"] <= other["y"] or other["y"] + other["h"] <= one_grid["y"]
        assert beside or below


@pytest.mark.parametrize("one", of("dashboard"))
def test_controls_filter_by_keyword_fields_and_have_their_data_view(one: dict[str, Any]) -> None:
    views = {ref["name"]: ref["id"] for ref in one["references"]}
    controls = unpacked(one["attributes"])["controlGroupInput"]["panelsJSON"]
    assert controls
    for key, control in controls.items():
        view = views[f"controlGroup_{key}:optionsListDataView"]
        assert TYPES[view][control["explicitInput"]["fieldName"]] == "keyword"
