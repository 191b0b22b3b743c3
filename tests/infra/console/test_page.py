"""The page: every state is a URL, all is escaped, nothing comes from elsewhere, a real browser shows it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from contextlib import closing

import pytest
from starlette.testclient import TestClient

from infra.config import load_settings
from infra.console import build_app
from infra.running import ingest_waiting
from infra.stores import open_store
from tests.infra.console.serving import served
from tests.infra.pages import HOUR, NOW, capture_pages, html

HOSTILE = "حديقة <script>alert(1)</script> جديدة في الحي"


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    made = load_settings({"home": str(tmp_path_factory.mktemp("home"))}, env={})
    hostile = html(HOSTILE.replace("<", "&lt;").replace(">", "&gt;"))
    capture_pages(made, [("http://outlet.example/1", html(), NOW), ("http://outlet.example/2", hostile, NOW)])
    capture_pages(made, [("http://outlet.example/1", html("حديقة عامة تستقبل زوارها لواشنطن"), NOW + HOUR)])
    ingest_waiting(made)
    return made


@pytest.fixture(scope="module")
def store(settings):
    with closing(open_store(settings)) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(settings, store):
    return TestClient(build_app(settings, store), base_url="http://127.0.0.1")


def ids(client):
    return re.findall(r'href="/article/([0-9a-f]+)"', client.get("/").text)


def test_the_first_screen_is_right_to_left_and_shows_the_latest(client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page.text
    assert len(set(ids(client))) == 2


def test_a_search_finds_the_name_behind_its_prefix_and_marks_it(client) -> None:
    page = client.get("/", params={"q": "واشنطن"})
    assert "<mark>" in page.text
    assert len(set(re.findall(r'href="/article/([0-9a-f]+)"', page.text))) == 1


def test_an_article_shows_its_revision_and_its_evidence(client) -> None:
    pages = [client.get(f"/article/{name}") for name in ids(client)]
    assert {page.status_code for page in pages} == {200}
    assert any("حديقة عامة جديدة في الحي الشرقي" in page.text for page in pages)
    archived = client.get(f"/article/{ids(client)[0]}/archived")
    assert archived.headers["content-type"].startswith("text/plain")
    assert "<h1>" in archived.text


def test_nothing_of_a_page_becomes_markup_and_nothing_comes_from_elsewhere(client) -> None:
    for path in ("/", *(f"/article/{name}" for name in ids(client))):
        page = client.get(path)
        assert "<script" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', page.text)


def test_no_word_of_the_template_is_a_python_object(client) -> None:
    for path in ("/?q=واشنطن", "/?lang=en", *(f"/article/{name}?lang=en" for name in ids(client))):
        assert "built-in method" not in client.get(path).text


@pytest.mark.parametrize("path", ["/article/nothing", "/outlet/nothing", "/entity", "/nowhere"])
def test_an_address_of_nothing_is_not_found(client, path) -> None:
    assert client.get(path).status_code == 404


def test_a_bad_query_is_told_not_thrown(client) -> None:
    assert client.get("/", params={"q": '"'}).status_code in (200, 400)
    assert client.get("/", params={"q": "(واشنطن"}).status_code in (200, 400)


def test_with_a_token_nobody_reads_without_it(settings, store) -> None:
    client = TestClient(build_app(settings, store, "s3cret"), base_url="http://desk.example")
    assert client.get("/").status_code == 401
    assert client.get("/", params={"token": "wrong"}).status_code == 401
    assert client.get("/", params={"token": "s3cret"}).status_code == 200
    assert client.get("/").status_code == 200


def test_the_token_leads_to_no_other_site(settings, store) -> None:
    client = TestClient(build_app(settings, store, "s3cret"), base_url="http://desk.example", follow_redirects=False)
    sent = client.get("http://desk.example//evil.example/x?token=s3cret&lang=en").headers["location"]
    assert sent == "/evil.example/x?lang=en"


def test_without_a_token_only_the_names_of_loopback_are_answered(settings, store) -> None:
    assert TestClient(build_app(settings, store), base_url="http://evil.example").get("/").status_code == 403


@pytest.fixture
def address(settings, store):
    with served(build_app(settings, store)) as url:
        yield url


def test_a_real_browser_shows_the_page(address, tmp_path) -> None:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if browser is None:
        message = "no Chromium on this machine (Debian: chromium)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
    flags += ["--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path / 'data'}"]
    shot = tmp_path / "page.png"
    command = [browser, *flags, "--window-size=400,800", f"--screenshot={shot}", f"{address}/?q=واشنطن"]
    subprocess.run(command, check=True, timeout=120, capture_output=True)
    assert shot.stat().st_size > 5_000
    dumped = subprocess.run([browser, *flags, "--dump-dom", address], check=True, timeout=120, capture_output=True)
    assert "alert(1)" in dumped.stdout.decode()
    assert "<script" not in dumped.stdout.decode()
