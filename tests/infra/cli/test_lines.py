"""`rasid analyze` and `rasid date`: one page or text, and lines answered in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from infra.cli import rasid

URL = "https://press.example/2026/07/05/story"
BODY = " ".join(["وصلت القافلة إلى المدينة بعد رحلة طويلة عبر الجبال، وقال سكانها إن الطريق بات سالكا منذ الصباح."] * 3)
PAGE = (
    f"<html><head><title>القافلة تصل</title></head><body><article><h1>القافلة تصل إلى المدينة</h1>"
    f"<p>{BODY}</p><p>{BODY} ثم عاد الهدوء.</p></article></body></html>"
)
KEYS = {
    "url",
    "canonical_url",
    "outlet",
    "is_article",
    "reason",
    "headline",
    "kicker",
    "lead",
    "byline",
    "authors",
    "dateline",
    "credits",
    "section",
    "keywords",
    "published_at",
    "modified_at",
    "published_raw",
    "date_precision",
    "language",
    "body",
    "images",
    "entities",
    "quotes",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(rasid, arguments, input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_page_from_stdin_is_one_object_with_every_documented_key() -> None:
    result = run("analyze", "-", "--url", URL, stdin=PAGE)
    assert result.exit_code == 0, result.output
    (row,) = rows(result)
    assert set(row) >= KEYS
    assert row["is_article"] is True
    assert row["headline"] == "القافلة تصل إلى المدينة"
    assert row["language"] == "ar"
    assert "ثم عاد الهدوء." in row["body"].split("\n")[-1]


def test_a_page_without_an_article_has_the_same_keys_and_a_reason() -> None:
    (row,) = rows(run("analyze", "-", "--url", URL, stdin="<html><body><p>جاري تحميل المحتوى</p></body></html>"))
    assert set(row) >= KEYS
    assert row["is_article"] is False
    assert row["reason"]
    assert row["entities"] == []


def test_pages_are_answered_in_order_and_a_bad_line_in_its_place(tmp_path: Path) -> None:
    saved = tmp_path / "page.html"
    saved.write_text(PAGE, "utf-8")
    given = [{"html": PAGE, "url": URL + "/1"}, {"url": URL}, {"path": str(saved), "url": URL + "/3"}]
    result = run("analyze", "--jsonl", stdin="".join(json.dumps(row) + "\n" for row in given))
    first, second, third = rows(result)
    assert (first["url"], third["url"]) == (URL + "/1", URL + "/3")
    assert "line 2" in second["error"]
    assert "html" in second["error"]
    assert result.exit_code == 1


@pytest.mark.parametrize("arguments", [("analyze",), ("analyze", "-"), ("analyze", "-", "--jsonl"), ("date",)])
def test_a_command_without_what_it_needs_says_so(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_one_date_is_cut_at_its_precision() -> None:
    (row,) = rows(run("date", "٥ تموز ٢٠٢٦"))
    assert row == {"date": "2026-07-05", "precision": "day", "calendar": "gregorian"}


def test_dates_are_answered_in_order_and_bad_lines_in_their_place() -> None:
    lines = ['{"text": "3 غشت 2023"}', "not json", "[1]", '{"text": "لا تاريخ هنا"}', '{"text": "x", "outlet": "none"}']
    result = run("date", "--jsonl", stdin="\n".join(lines) + "\n")
    answers = rows(result)
    assert answers[0]["date"] == "2023-08-03"
    assert answers[3]["date"] is None
    assert ["error" in answer for answer in answers] == [False, True, True, False, True]
    assert result.exit_code == 1
    assert "line 2" in result.stderr


def test_sound_lines_end_with_success() -> None:
    assert run("date", "--jsonl", stdin='{"text": "3 غشت 2023"}\n\n').exit_code == 0
