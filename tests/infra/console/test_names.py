"""The page of an entity shows how outlets call it: as bars, over the months, and outlet by outlet."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from infra.config import load_settings
from infra.console import build_app
from infra.stores.sqlite import SqliteStore
from tests.infra.stores.samples import NOON, mention, stored

USED = (
    ("داعش", "almada", 0),
    ("داعش", "almada", 40),
    ("داعش", "annahar", 40),
    ("تنظيم الدولة", "annahar", 80),
    ("<b>الدولة</b>", "shafaq", 0),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home: Path = tmp_path_factory.mktemp("named")
    store = SqliteStore(home / "search.sqlite")
    for number, (name, outlet, days) in enumerate(USED):
        mentions = [mention(name, "group", "rasid:islamic-state", "تنظيم الدولة الإسلامية")]
        when = NOON - timedelta(days=days)
        store.write([stored(f"c{number}", "خبر", "متن", outlet=outlet, published=when, mentions=mentions)])
    settings = load_settings({"home": str(home)}, env={})
    yield TestClient(build_app(settings, store), base_url="http://127.0.0.1")
    store.close()


def test_the_names_are_drawn_and_tabled_by_outlet(client: TestClient) -> None:
    page = client.get("/entity", params={"id": "rasid:islamic-state"}).text
    section = page[page.index('<h2 id="called">') :]
    drawn = [ET.fromstring(svg) for svg in re.findall("<svg.*?</svg>", section, re.DOTALL)]
    assert len(drawn) == 2
    bars, lines = (["".join(text.itertext()) for text in svg.iter("text")] for svg in drawn)
    assert {text for text in bars if not text.isdigit()} == {"<b>الدولة</b>", "تنظيم الدولة", "داعش"}
    assert {"داعش", "تنظيم الدولة"} <= set(lines)
    row = re.search(r'<tr><th scope="row"><a [^>]*outlet=annahar[^>]*>annahar</a></th>(.*?)</tr>', section)
    assert row is not None
    assert re.findall("<td>(.*?)</td>", row[1]) == ["1", "", "1"]
    assert "<b>" not in page


def test_an_entity_that_has_one_name_needs_no_chart(client: TestClient) -> None:
    page = client.get("/entity", params={"id": "rasid:nobody"}).text
    assert '<h2 id="called">' not in page
