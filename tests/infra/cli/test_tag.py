"""`rasid tag`: an answer a line, in order, offsets in code points of the text as given."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from infra.cli import rasid


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path))


def test_lines_are_answered_in_order_and_a_bad_one_in_its_place() -> None:
    texts = {1: "حذرت واشنطن\n\U0001f600 ثم زار الوفد بغداد", 3: "وصل الوفد إلى طرابلس"}
    lines = [json.dumps({"id": 1, "text": texts[1]}), "{", json.dumps({"id": 3, "text": texts[3]}), '{"id": 4}']
    result = CliRunner().invoke(rasid, ["tag", "--jsonl", "--country", "lb"], input="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer.get("id") for answer in answers] == [1, None, 3, None]
    assert answers[1]["error"].startswith("line 2: not JSON")
    assert answers[3]["error"].startswith("line 4: text")
    for answer in (answers[0], answers[2]):
        assert answer["entities"]
        for found in answer["entities"]:
            assert texts[answer["id"]][found["start"] : found["end"]] == found["text"]
    assert answers[2]["entities"][0]["entity_id"] == "geonames:266826"


@pytest.mark.parametrize("words", [(), ("نص", "--jsonl"), ("نص", "--country", "Iraq")])
def test_a_call_that_makes_no_sense_is_refused(words) -> None:
    assert CliRunner().invoke(rasid, ["tag", *words]).exit_code == 2
