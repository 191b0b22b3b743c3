"""The page lists headlines that were changed in silence, word by word, and escapes them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from starlette.testclient import TestClient

from infra.config import load_settings
from infra.console import build_app
from infra.stores.sqlite import SqliteStore
from tests.infra.stores.samples import NOON, stored


def test_a_silent_change_is_shown_word_by_word(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "search.sqlite")
    later = NOON + timedelta(hours=1)
    store.write([stored("c1", "مقتل ثلاثة في انفجار", outlet="almada"), stored("c2", "خبر <b>", outlet="annahar")])
    store.write([stored("c1", "مقتل أربعة في انفجار", outlet="almada", fetched=later)])
    store.write([stored("c2", "خبر <i>", outlet="annahar", fetched=later)])
    client = TestClient(build_app(load_settings({"home": str(tmp_path)}, env={}), store), base_url="http://127.0.0.1")
    page = client.get("/headlines").text
    assert "مقتل <del>ثلاثة</del><ins>أربعة</ins> في انفجار" in page
    assert "<b>" not in page
    assert page.count("<h3") == 2
    assert client.get("/headlines", params={"outlet": "almada"}).text.count("<h3") == 1
    assert "No silent change" in client.get("/headlines", params={"outlet": "nobody", "lang": "en"}).text
    store.close()
