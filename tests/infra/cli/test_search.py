"""`rasid search`, `import`, `export`, `show`, `diff` as other tools call them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner, Result

from infra.cli import rasid
from infra.stores.base import Query
from infra.stores.sqlite import SqliteStore

LINES: tuple[Mapping[str, Any], ...] = (
    {
        "url": "https://press.example/1",
        "outlet": "press_example",
        "headline": "واشنطن تعلن موعد المؤتمر",
        "body": "قالت واشنطن إن المؤتمر يعقد في بغداد.\nوأضافت أن الدعوات أرسلت.",
        "published_at": "2026-01-05T23:30:00+03:00",
    },
    {
        "url": "https://press.example/2",
        "outlet": "other",
        "headline": "أسعار القمح",
        "body": "نص وبواشنطن.",
        "published_at": "2026-01-06",
    },
    {"url": "https://press.example/3", "outlet": None, "headline": "بلا تاريخ", "body": "نص قصير"},
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    return tmp_path


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(rasid, arguments, input=stdin)


def lines_of(*rows: Mapping[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def filled(home: Path) -> Path:
    assert run("import", "-", "--no-process", stdin=lines_of(*LINES)).exit_code == 0
    return home


def search(*arguments: str) -> dict[str, Any]:
    result = run("search", *arguments, "--json")
    assert result.exit_code == 0, result.output
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_import_processes_articles_and_takes_a_file_again_without_change(home: Path) -> None:
    first = run("import", "-", "--json", stdin=lines_of(*LINES))
    assert first.exit_code == 0
    assert json.loads(first.stdout) == {"created": 3, "updated": 0, "unchanged": 0, "errors": 0}
    again = run("import", "-", "--json", stdin=lines_of(*LINES))
    assert json.loads(again.stdout) == {"created": 0, "updated": 0, "unchanged": 3, "errors": 0}
    (hit,) = search("القمح")["hits"]
    assert hit["outlet"] == "other"


def test_a_bad_line_is_named_with_its_key_and_the_rest_goes_on(home: Path) -> None:
    bad = [
        '{"url": 5, "headline": "x"}\n',
        "no json\n",
        '{"url": "https://press.example/9", "headline": "x", "published_at": "أمس"}\n',
        '{"url": "https://press.example/8"}\n',
        '{"url": "ftp://press.example/8", "headline": "x"}\n',
    ]
    result = run("import", "-", "--no-process", "--json", stdin="".join(bad) + lines_of(LINES[0]))
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"created": 1, "updated": 0, "unchanged": 0, "errors": 5}
    for said in ("line 1: url:", "line 2: not JSON", "line 3: published_at:", "line 4: headline:", "line 5: url:"):
        assert said in result.stderr


def test_a_key_that_import_does_not_take_is_said_once(home: Path) -> None:
    rows = [{**row, "colour": "red"} for row in LINES]
    result = run("import", "-", "--no-process", stdin=lines_of(*rows))
    assert result.exit_code == 0
    assert result.stderr.count("colour") == 1


def test_days_are_whole_days_of_the_readers_zone(filled: Path) -> None:
    assert search("واشنطن")["total"] == 2
    assert [hit["url"][-1] for hit in search("واشنطن", "--from", "2026-01-05", "--to", "2026-01-05")["hits"]] == ["1"]
    assert [hit["url"][-1] for hit in search("واشنطن", "--sort", "newest")["hits"]] == ["2", "1"]


def test_hits_have_highlights_in_code_points_of_the_raw_text(filled: Path) -> None:
    (hit,) = search("واشنطن", "--outlet", "other")["hits"]
    assert hit["highlights"] == {"body": [[3, 11]]}


def test_lines_are_answered_in_order_and_a_bad_one_in_its_place(filled: Path) -> None:
    asked = [
        {"query": "واشنطن", "limit": 1},
        {"query": "واشنطن OR"},
        {"query": "القمح", "colour": 1},
        {"query": "القمح", "outlet": "other", "from": "2026-01-01"},
        {"query": "القمح", "limit": "many"},
    ]
    result = run("search", "--jsonl", stdin=lines_of(*asked))
    assert result.exit_code == 1
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert answers[0]["total"] == 2
    assert set(answers[0]["hits"][0]) == {"id", "url", "score"}
    assert "line 2: position 8" in answers[1]["error"]
    assert "line 3: colour" in answers[2]["error"]
    assert [hit["url"] for hit in answers[3]["hits"]] == ["https://press.example/2"]
    assert "line 5: limit" in answers[4]["error"]


def test_a_query_that_cannot_be_read_is_a_plain_message(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = run("search", "واشنطن AND (بغداد")
    assert result.exit_code != 0
    assert "position 12" in str(result.exception)


def test_saved_searches_are_kept_in_yaml_and_searched_again(filled: Path) -> None:
    assert run("search", "واشنطن", "--outlet", "other", "--save", "usa").exit_code == 0
    kept = yaml.safe_load((filled / "searches.yaml").read_text(encoding="utf-8"))
    assert kept == {"usa": {"query": "واشنطن", "outlet": ["other"]}}
    assert search("--saved", "usa")["total"] == 1
    assert search("--saved", "usa", "--outlet", "press_example")["total"] == 1
    assert "usa\tواشنطن\toutlet=['other']" in run("search", "--list-saved").stdout
    assert run("search", "--forget", "usa").exit_code == 0
    assert "no such search" in str(run("search", "--saved", "usa").exception)


def test_show_gives_the_article_and_diff_its_changes_word_by_word(filled: Path) -> None:
    article_id = search("القمح")["hits"][0]["id"]
    shown = json.loads(run("show", article_id, "--json").stdout)
    assert (shown["body"], shown["published_at"], shown["revisions"]) == ("نص وبواشنطن.", "2026-01-06", [])
    changed = {**LINES[1], "headline": "أسعار الشعير"}
    assert run("import", "-", "--no-process", stdin=lines_of(changed)).exit_code == 0
    change = json.loads(run("diff", article_id, "--json").stdout)
    assert change["silent_headline"] is True
    assert change["fields"] == {
        "headline": [
            {"kind": "kept", "text": "أسعار "},
            {"kind": "removed", "text": "القمح"},
            {"kind": "added", "text": "الشعير"},
        ]
    }
    assert "[-القمح-]{+الشعير+}" in run("diff", article_id).stdout
    assert "no such article" in str(run("show", "nothing").exception)


def test_export_writes_lines_that_import_takes_back(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported = run("export").stdout
    assert len(exported.splitlines()) == 3
    monkeypatch.setenv("RASID_HOME", str(filled / "second"))
    assert run("import", "-", "--no-process", stdin=exported).exit_code == 0
    assert {json.loads(line)["id"] for line in run("export").stdout.splitlines()} == {
        json.loads(line)["id"] for line in exported.splitlines()
    }


def test_export_writes_csv_and_parquet(filled: Path) -> None:
    table = run("export", "--format", "csv", "--outlet", "other").stdout
    (row,) = csv.DictReader(io.StringIO(table.removeprefix("\ufeff")))
    assert (row["headline"], row["body"]) == ("أسعار القمح", "نص وبواشنطن.")
    file = filled / "all.parquet"
    assert run("export", "--format", "parquet", "--output", str(file)).exit_code == 0
    assert pq.read_table(file).column("headline").to_pylist() == [row["headline"] for row in LINES]


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed(home: Path) -> None:
    row = {"url": "https://press.example/f", "headline": "=HYPERLINK(1)"}
    run("import", "-", "--no-process", stdin=lines_of(row))
    (exported,) = csv.DictReader(io.StringIO(run("export", "--format", "csv").stdout.removeprefix("\ufeff")))
    assert exported["headline"] == "'=HYPERLINK(1)"


def test_a_search_for_machines_loads_nothing_that_it_has_no_use_for(filled: Path) -> None:
    code = "import sys; from infra.cli import rasid; rasid(['search', 'واشنطن', '--json'], standalone_mode=False)"
    heavy = "print(*{'scipy', 'pydantic', 'scrapy', 'pyarrow', 'rich', 'elasticsearch'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", f"{code}; {heavy}"], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[0])["total"] == 2
    assert done.stdout.splitlines()[1] == ""


def test_a_misspelt_word_of_a_search_that_finds_little_is_put_right(filled: Path) -> None:
    assert search("واشنظن") == {"total": 0, "hits": [], "did_you_mean": ["واشنطن"]}
    assert "did you mean: واشنطن" in run("search", "واشنظن").stderr
    assert "did_you_mean" not in search("واشنطن")


def test_headlines_changed_in_silence_are_listed(filled: Path) -> None:
    store = SqliteStore(filled / "search.sqlite")
    (one,) = store.search(Query(outlet=("other",))).hits
    article = one.stored.enriched.article
    later = replace(article, headline="ارتفاع أسعار القمح", fetched_at=article.fetched_at + timedelta(hours=1))
    store.write([replace(one.stored, enriched=replace(one.stored.enriched, article=later))])
    store.close()
    (row,) = map(json.loads, run("diff", "--headlines", "--outlet", "other", "--json").stdout.splitlines())
    assert (row["id"], row["before"], row["after"]) == (article.id, "أسعار القمح", "ارتفاع أسعار القمح")
    assert "+ ارتفاع أسعار القمح" in run("diff", "--headlines").stdout
    assert run("diff", "--headlines", "--to", "2026-01-01").stdout == ""
    assert "[-" not in run("diff", article.id).stdout
    assert run("diff").exit_code == 2
