"""What a cluster is given: generated analysis, one mapping, names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from infra.elasticsearch import analysis
from infra.elasticsearch.templates import Names, article_template, health_template, lifecycle_policy, month_of
from infra.stores.elasticsearch.body import KEY_FIELDS, document_of
from infra.stores.values import FACETS
from tests.infra.stores.samples import CORPUS, full

TEXTS = ("headline", "kicker", "lead", "body")


def properties() -> dict[str, Any]:
    found: dict[str, Any] = article_template()["template"]["mappings"]["properties"]
    return found


def leaves(fields: dict[str, Any], prefix: str = "") -> dict[str, dict[str, Any]]:
    found = {}
    for name, field in fields.items():
        if "properties" in field:
            found |= leaves(field["properties"], f"{prefix}{name}.")
        else:
            found[prefix + name] = field
    return found


def test_the_committed_analysis_is_what_the_tables_of_the_tokenizer_give() -> None:
    assert analysis.FILE.read_text(encoding="utf-8") == analysis.rendered()


def test_no_page_can_make_a_field_of_its_own() -> None:
    mappings = article_template()["template"]["mappings"]
    assert mappings["dynamic"] == "strict"
    assert health_template()["template"]["mappings"]["dynamic"] == "strict"
    keywords = [field for field in leaves(properties()).values() if field["type"] == "keyword"]
    assert all(
        "ignore_above" in field for field in keywords if field.get("doc_values", True) and field.get("index", True)
    )


def test_every_text_carries_all_layers_and_highlights_in_the_field_itself() -> None:
    for name in TEXTS:
        field = properties()[name]
        assert {"exact", "folded", "stemmed", "names"} <= field["fields"].keys()
        assert (field["analyzer"], field["search_analyzer"]) == ("rasid", "rasid_query")


def test_free_text_in_kibana_searches_texts_and_names_with_weights() -> None:
    fields = article_template()["template"]["settings"]["index"]["query"]["default_field"]
    assert {name.split("^")[0] for name in fields} >= {*TEXTS, "names"}


def test_every_facet_has_a_keyword_field() -> None:
    fields = leaves(properties())
    assert {fields[KEY_FIELDS[facet]]["type"] for facet in FACETS} == {"keyword"}


@pytest.mark.parametrize("article", [full(), *CORPUS], ids=lambda one: one.enriched.article.id)
def test_a_document_holds_only_fields_of_the_template(article: Any) -> None:
    known = properties()

    def check(document: dict[str, Any], fields: dict[str, Any]) -> None:
        for key, value in document.items():
            assert key in fields
            if "properties" in fields[key]:
                for part in value if isinstance(value, list) else [value]:
                    check(part, fields[key]["properties"])

    check(document_of(article), known)


def test_names_follow_the_prefix_and_are_read_back() -> None:
    names = Names(prefix="press")
    assert names.index(2, "2026.11") == "press-articles-v2-2026.11"
    assert names.parts("press-articles-v2-2026.11") == (2, "2026.11")
    assert names.parts("press-articles-v2") is None
    assert names.parts("rasid-articles-v2-2026.11") is None
    assert article_template(names)["index_patterns"] == ["press-articles-v1-*"]
    assert article_template(names)["template"]["aliases"] == {"press-articles": {}}
    assert article_template(names, version=2, alias=False)["template"]["aliases"] == {}
    assert month_of(datetime(2026, 12, 31, 23, tzinfo=UTC)) == "2026.12"


def test_months_are_deleted_by_age_only_where_asked_and_counted_from_their_end() -> None:
    assert "delete" not in lifecycle_policy()["phases"]
    assert lifecycle_policy(400)["phases"]["delete"]["min_age"] == "431d"


def test_the_templates_make_indices_behind_their_aliases(es: Elasticsearch, names: Names) -> None:
    es.indices.create(index=names.index(1, "2026.11"))
    es.indices.create(index=f"{names.health}-v1")
    assert list(es.indices.get_alias(name=names.alias)) == [names.index(1, "2026.11")]
    assert list(es.indices.get_alias(name=names.health)) == [f"{names.health}-v1"]
