"""`rasid names`: which words outlets use for one entity."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from infra.cli import rasid


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(rasid, arguments, input=stdin)


def article(number: int, outlet: str, day: str, body: str) -> Mapping[str, Any]:
    url = f"https://{outlet}.example/{number}"
    return {"url": url, "outlet": outlet, "headline": "خبر من الميدان", "body": body, "published_at": day}


LINES = (
    article(1, "press", "2026-01-05", "قالت الشرطة إن تنظيم داعش هاجم القرية، وإن لداعش خلايا في الجبل."),
    article(2, "press", "2026-02-05", "تراجع داعش في العراق."),
    article(3, "other", "2026-02-06", "أعلن تنظيم الدولة الإسلامية مسؤوليته عن الهجوم."),
)


@pytest.fixture(autouse=True)
def _filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LINES)
    assert run("import", "-", stdin=lines).exit_code == 0


def names(*arguments: str) -> dict[str, dict[str, Any]]:
    result = run("names", *arguments, "--json")
    assert result.exit_code == 0, result.output
    return {row["name"]: row for row in map(json.loads, result.stdout.splitlines())}


def test_the_names_of_an_entity_are_counted_with_their_prefixes_cut() -> None:
    found = names("Daesh")
    assert {row["entity"] for row in found.values()} == {"rasid:islamic-state"}
    assert found["داعش"]["articles"] == 2
    assert found["تنظيم الدولة الإسلامية"]["articles"] == 1
    assert names("داعش") == names("rasid:islamic-state") == found


def test_names_are_told_apart_by_outlet_and_month_between_days() -> None:
    assert names("داعش", "--by", "outlet")["داعش"]["parts"] == [{"key": "press", "label": None, "articles": 2}]
    months = names("داعش", "--by", "month", "--from", "2026-02-01", "--to", "2026-02-05")
    assert {name: row["parts"] for name, row in months.items()} == {
        "داعش": [{"key": "2026-02", "label": None, "articles": 1}]
    }
    lines = run("names", "داعش", "--by", "outlet").stdout.splitlines()
    assert "داعش\t2\tpress" in lines


def test_a_name_of_several_or_of_nobody_is_a_plain_message() -> None:
    assert "geonames:" in str(run("names", "طرابلس").exception)
    assert "no entity" in str(run("names", "Xyzzyq").exception)


def test_a_filter_takes_a_latin_name_and_lists_what_it_may_mean() -> None:
    answer = run("search", "--group", "Daesh", "--json")
    assert json.loads(answer.stdout)["total"] == 3
    lines = run("search", "--jsonl", stdin='{"group": "ISIS"}\n{"place": "Tripoli"}\n').stdout.splitlines()
    assert json.loads(lines[0])["total"] == 3
    assert "geonames:" in json.loads(lines[1])["error"]
    assert run("export", "--group", "Daesh", "--from", "2026-02-06").stdout.count("\n") == 1
