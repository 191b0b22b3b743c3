"""KQL as Kibana reads it."""

from __future__ import annotations

import pytest

from infra.kibana.kql import Clause, KqlError, parse


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", []),
        ("انتخابات بلدية", [(None, ":", "انتخابات بلدية")]),
        ('headline: "مجلس النواب"', [("headline", ":", '"مجلس النواب"')]),
        (
            "country: (IQ or SY) and not outlet: x",
            [("country", ":", "IQ"), ("country", ":", "SY"), ("outlet", ":", "x")],
        ),
        ("quotes: { speaker: * and text: ميزانية }", [("quotes.speaker", ":", "*"), ("quotes.text", ":", "ميزانية")]),
        ("lag_seconds >= 3600", [("lag_seconds", ">=", "3600")]),
        ("(a: 1 or b: 2) AND c < 3", [("a", ":", "1"), ("b", ":", "2"), ("c", "<", "3")]),
        (r"url: https\://a.example/*", [("url", ":", r"https\://a.example/*")]),
    ],
)
def test_a_query_is_read_as_its_comparisons(query: str, found: list[tuple[str | None, str, str]]) -> None:
    assert parse(query) == tuple(Clause(field=field, operator=op, value=value) for field, op, value in found)


@pytest.mark.parametrize(
    "query",
    ["a not b", "a and", "headline:", "(a", "a)", "quotes: { speaker: x", 'a: "b', "and a", '"a b": c', "a b: c"],
)
def test_what_kibana_refuses_is_refused_with_the_query_named(query: str) -> None:
    with pytest.raises(KqlError, match="KQL"):
        parse(query)
