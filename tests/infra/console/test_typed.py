"""Names on the page: taken in Latin letters, suggested while typing, put right where they are misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from infra.config import load_settings
from infra.console import build_app
from infra.stores.sqlite import SqliteStore
from tests.infra.stores.samples import mention, stored

NAMED = (
    ("محمد شياع السوداني", "person", "rasid:mohammed-shia-al-sudani"),
    ("حزب الله", "group", "rasid:hezbollah-lebanon"),
    ("سعد الحريري", "person", "rasid:saad-hariri"),
    ("بهية الحريري", "person", "rasid:bahia-hariri"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home: Path = tmp_path_factory.mktemp("typed")
    store = SqliteStore(home / "search.sqlite")
    for number, (name, kind, key) in enumerate(NAMED):
        store.write([stored(f"d{number}", f"خبر عن {name}", mentions=[mention(name, kind, key)])])
    settings = load_settings({"home": str(home)}, env={})
    yield TestClient(build_app(settings, store), base_url="http://127.0.0.1", follow_redirects=False)
    store.close()


def found(page: str) -> int:
    return len(set(re.findall(r'href="/article/(d\d)', page)))


def test_a_latin_name_becomes_a_filter_that_can_be_taken_off(client: TestClient) -> None:
    sent = client.get("/", params={"name": "Mohammed Shia al-Sudani", "sort": "oldest"})
    assert sent.status_code == 303
    state = parse_qs(urlsplit(sent.headers["location"]).query)
    assert state == {"sort": ["oldest"], "entity": ["rasid:mohammed-shia-al-sudani"]}
    page = client.get(sent.headers["location"]).text
    assert found(page) == 1
    assert re.search(r'class="chosen" href="/\?sort=oldest"[^>]*>محمد شياع السوداني', page)
    assert found(client.get("/", params={"group": "Hizballah"}).text) == 1
    assert found(client.get("/", params={"q": 'person:"Shia al-Sudani"'}).text) == 1


@pytest.mark.parametrize("asked", [{"name": "Hariri"}, {"person": "Hariri"}, {"q": "person:Hariri"}])
def test_a_name_of_several_is_a_page_of_links_and_each_leads_to_its_own(
    client: TestClient, asked: dict[str, str]
) -> None:
    page = client.get("/", params={**asked, "sort": "oldest"}).text
    links = [link.replace("&amp;", "&") for link in re.findall(r'<li><a class="name person" href="([^"]+)"', page)]
    assert len(links) == 2
    for link in links:
        assert "Hariri" not in link
        assert "sort=oldest" in link
        assert found(client.get(link).text) == 1


def test_what_nobody_is_called_says_so_and_what_is_begun_is_suggested(client: TestClient) -> None:
    assert "لا أحد يُعرف بهذا الاسم" in client.get("/", params={"name": "Qqqqxyz"}).text
    assert "rasid:hezbollah-lebanon" in client.get("/", params={"name": "Hezb"}).text
    page = client.get("/", params={"q": "Hezb"}).text
    assert re.search(r'href="/entity\?id=rasid%3Ahezbollah-lebanon">حزب الله', page)


def test_the_browser_has_names_to_suggest_while_typing(client: TestClient) -> None:
    page = client.get("/").text
    assert '<option value="حزب الله" label="Hezbollah' in page
    assert page.count('list="names"') == 2


def test_a_misspelt_search_is_put_right_by_a_link(client: TestClient) -> None:
    page = client.get("/", params={"q": "محمد شياغ السوداني", "sort": "newest"}).text
    link = re.search(r'<p class="meant">[^<]*<a href="([^"]+)">محمد شياع السوداني</a>', page)
    assert link is not None
    assert found(client.get(link[1].replace("&amp;", "&")).text) == 1
    assert 'class="meant"' not in client.get("/", params={"q": "محمد شياع السوداني"}).text
