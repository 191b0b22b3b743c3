"""Alert rules: of the two kinds of the basic licence, over fields that exist, asking what a node answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from elasticsearch import Elasticsearch

from infra.cli.kibana import kibana
from infra.elasticsearch.templates import Names
from infra.kibana.rules import FILE, Rule, ndjson, rules
from infra.stores.elasticsearch import ElasticsearchStore
from tests.infra.conftest import Pool
from tests.infra.kibana.fake import Fake, serving
from tests.infra.kibana.test_objects import NUMBERS, TYPES
from tests.infra.stores.samples import stored

NOW = datetime.now(UTC).replace(microsecond=0)
HEALTH = (
    {"outlet_name": "المدى", "errors": 30, "volume_ratio": 1.1},
    {"outlet_name": "النهار", "errors": 3, "volume_ratio": 0.2},
)
ALL = rules()
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.key)
def test_a_rule_is_of_the_basic_licence_and_over_fields_of_its_template(rule: Rule) -> None:
    (alias,) = rule.params["index"]
    types = TYPES[alias]
    assert rule.kind in (".es-query", ".index-threshold")
    assert types[rule.params["timeField"]] == "date"
    assert types[rule.params.get("aggField", "lag_seconds")] in NUMBERS
    assert types[rule.params.get("termField", "outlet")] == "keyword"
    assert rule.params["thresholdComparator"] in ("<", ">")
    assert len(rule.params["threshold"]) == 1
    assert (rule.params["aggType"] == "count") == ("aggField" not in rule.params)
    arabic, _, english = rule.name.partition(" | ")
    assert any("ء" <= letter <= "ي" for letter in arabic)
    assert english.isascii()


def test_the_committed_file_is_what_the_pieces_build_and_no_id_comes_twice() -> None:
    assert FILE.read_text(encoding="utf-8") == ndjson()
    ids = {rule.id(prefix, space) for rule in ALL for prefix in ("rasid", "other") for space in (None, "news")}
    assert len(ids) == 4 * len(ALL)


@pytest.fixture(scope="module")
def asked(pool: Pool, es: Elasticsearch) -> Iterator[Names]:
    """Indices that hold an article of breaking news, one that changed its headline, a late one, and source health."""
    with pool.names() as names:
        store = ElasticsearchStore(es, names=names, patience=30)
        hour = timedelta(hours=1)
        store.write([stored("changed", "إصابة ثلاثة", "نص.", published=NOW - hour, fetched=NOW - hour / 2)])
        late = stored("late", "ندوة", "نص.", published=NOW - 9 * hour, fetched=NOW - hour)
        late = replace(late, outlet_name="المدى")
        store.write(
            [
                stored("changed", "إصابة اثنين", "نص.", published=NOW - hour, fetched=NOW - hour / 12),
                stored("breaking", "عاجل: هزة أرضية", "نص.", published=NOW - hour, fetched=NOW - hour / 12),
                late,
            ]
        )
        es.options(ignore_status=404).indices.refresh(index=names.alias)
        for row in HEALTH:
            document = {"@timestamp": (NOW - hour / 2).isoformat(), **row}
            es.index(index=f"{names.health}-v1", document=document, refresh=True)
        yield names
        es.indices.delete(index=f"{names.health}-v1")


def found(es: Elasticsearch, rule: Rule) -> Any:
    """Ask what the rule asks: the ids of its hits, or its number for each of its groups."""
    given = rule.params
    span = timedelta(**{UNITS[given["timeWindowUnit"]]: given["timeWindowSize"]})
    window = {"range": {given["timeField"]: {"gte": (NOW - span).isoformat(), "lte": NOW.isoformat()}}}
    if rule.kind == ".es-query":
        query = {"bool": {"filter": [window, json.loads(given["esQuery"])["query"]]}}
        answer = es.search(index=given["index"], query=query, size=given["size"], source=False)
        return {hit["_id"] for hit in answer["hits"]["hits"]}
    if given["groupBy"] == "all":
        return es.count(index=given["index"], query=window)["count"]
    number = {"number": {given["aggType"]: {"field": given["aggField"]}}}
    groups = {"groups": {"terms": {"field": given["termField"], "size": given["termSize"]}, "aggs": number}}
    answer = es.search(index=given["index"], query=window, size=0, aggs=groups)
    return {row["key"]: row["number"]["value"] for row in answer["aggregations"]["groups"]["buckets"]}


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("headline-changed", {"changed"}),
        ("breaking", {"breaking"}),
        ("silence", 3),
        ("late", {"المدى": 8 * 3600.0}),
        ("errors", {"المدى": 30.0, "النهار": 3.0}),
        ("volume", {"المدى": pytest.approx(1.1), "النهار": pytest.approx(0.2)}),
    ],
)
def test_a_node_answers_what_a_rule_asks(es: Elasticsearch, asked: Names, key: str, wanted: object) -> None:
    (rule,) = [one for one in rules(asked) if one.key == key]
    assert found(es, rule) == wanted


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as server:
        yield server


def test_rules_are_made_once_then_changed_and_keep_the_actions_of_analysts(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    monkeypatch.setenv("RASID_ELASTICSEARCH_PREFIX", "newsroom")
    run = CliRunner().invoke
    first = run(kibana, ["rules", "install", "--url", fake.url, "--space", "desk"])
    assert first.exit_code == 0, first.output
    assert first.output.count("made ") == len(ALL)
    assert len(fake.rules) == len(ALL)
    for path, rule in fake.rules.items():
        assert path.startswith("/s/desk/api/alerting/rule/")
        assert rule["params"]["index"][0].startswith("newsroom-")
        rule["actions"] = [{"id": "log", "group": "query matched", "params": {}, "connector_type_id": ".server-log"}]
    second = run(kibana, ["rules", "install", "--url", fake.url, "--space", "desk"])
    assert second.output.count("changed ") == len(ALL)
    kept = [{"id": "log", "group": "query matched", "params": {}}]
    assert all(rule["actions"] == kept for rule in fake.rules.values())
    shown = run(kibana, ["rules", "export", "--url", fake.url, "--space", "desk"])
    assert [json.loads(line)["name"] for line in shown.stdout.splitlines()] == [rule.name for rule in ALL]


def test_a_rule_that_is_not_there_is_told(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    shown = CliRunner().invoke(kibana, ["rules", "export", "--url", fake.url])
    assert shown.exit_code == 0
    assert shown.stdout == ""
    assert shown.stderr.count("rasid kibana rules install") == len(ALL)
