"""The analysts' guide: each query is one that Kibana takes, over fields that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from infra.elasticsearch.templates import article_template
from infra.kibana.kql import parse

DOCS = Path(__file__).parents[3] / "docs"
FIELDS: dict[str, Any] = article_template()["template"]["mappings"]["properties"]
NUMBERS = ("integer", "long", "float", "date")


def guide(language: str) -> str:
    return (DOCS / f"analyst-guide.{language}.md").read_text(encoding="utf-8")


def queries(language: str) -> list[str]:
    return re.findall(r"^## \d+\. .+\n\n```kql\n(.+)\n```$", guide(language), re.MULTILINE)


def kind(path: str) -> str:
    """The type of a field; a name that the template lacks raises KeyError."""
    fields: dict[str, Any] = FIELDS
    *parents, last = path.split(".")
    for parent in parents:
        fields = fields[parent].get("properties") or fields[parent]["fields"]
    return str(fields[last]["type"])


def test_both_guides_answer_the_same_twenty_questions() -> None:
    assert len(queries("en")) == 20
    assert queries("ar") == queries("en")
    assert guide("ar").count("\n## ") == guide("en").count("\n## ") == 20


@pytest.mark.parametrize("query", queries("en"))
def test_a_query_of_the_guide_parses_and_names_fields_of_the_template(query: str) -> None:
    clauses = parse(query)
    assert clauses
    for clause in clauses:
        found = kind(clause.field) if clause.field else "text"
        assert found in (*NUMBERS, "keyword", "text", "boolean")
        if clause.operator != ":":
            assert found in NUMBERS
        if found == "boolean":
            assert clause.value in ("true", "false")


@pytest.mark.parametrize("query", queries("en"))
def test_nested_fields_stand_in_braces(query: str) -> None:
    nested = [name for name, field in FIELDS.items() if field.get("type") == "nested"]
    assert not any(re.search(rf"\b{name}\.", query) for name in nested)
