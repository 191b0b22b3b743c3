"""A story has a page, and `rasid story` says the same: copies with credit, headline and paragraphs changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from infra.cli import rasid
from infra.config import load_settings
from infra.console import build_app
from infra.stores.sqlite import SqliteStore
from tests.infra.stores.samples import NOON, stored

FIRST = "أعلنت بلدية المرفأ صباح الأحد بدء توسعة الرصيف الشرقي بعد عامين من الدراسات والتأجيل المتكرر."
SECOND = "وقال المهندس المشرف إن العمل يستمر عشرة أشهر، وإن الصيادين سينتقلون إلى الحوض الجنوبي مؤقتاً."
OWN = "وأضافت مراسلتنا أن أصحاب القوارب الصغيرة طالبوا بتعويض عن أيام التوقف قبل موسم السردين المقبل."


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("story")
    store = SqliteStore(folder / "search.sqlite")
    later = NOON + timedelta(hours=2)
    store.write(
        [
            stored("s1", "توسعة رصيف المرفأ", FIRST, SECOND, outlet="almada", story="s1"),
            stored(
                "s2", "توسعة رصيف الصيادين", FIRST, OWN, outlet="annahar", story="s1", published=later, credits=("واع",)
            ),
        ]
    )
    store.close()
    return folder


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    store = SqliteStore(home / "search.sqlite")
    yield TestClient(build_app(load_settings({"home": str(home)}, env={}), store), base_url="http://127.0.0.1")
    store.close()


def test_the_page_of_a_story_shows_what_each_copy_changed(client: TestClient) -> None:
    page = client.get("/story/s1").text
    assert "توسعة رصيف <del>المرفأ</del><ins>الصيادين</ins>" in page
    assert f"<ins>{OWN}</ins>" in page
    assert f"<del>{SECOND}</del>" in page
    assert "واع" in page
    assert FIRST not in page
    assert client.get("/story/nothing").status_code == 404


def test_an_article_leads_to_its_story(client: TestClient) -> None:
    page = client.get("/article/s1").text
    assert 'href="/story/s1"' in page
    assert "نقلاً عن: واع" in page


def test_the_command_says_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(home))
    rows = [json.loads(line) for line in CliRunner().invoke(rasid, ["story", "s2", "--json"]).stdout.splitlines()]
    assert [(row["id"], row["first"], row["headline_changed"]) for row in rows] == [
        ("s1", True, False),
        ("s2", False, True),
    ]
    assert (rows[1]["added"], rows[1]["dropped"], rows[1]["credits"]) == ([OWN], [SECOND], ["واع"])
    shown = CliRunner().invoke(rasid, ["story", "s1"]).stdout
    assert "annahar (واع)  copy" in shown
    assert "another headline" in shown
    assert f"+ {OWN}" in shown
    assert f"- {SECOND}" in shown
