"""`rasid outlets new`: from an address or a saved page to a definition whose check is green."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from infra.cli import rasid


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    return tmp_path


def outlets(*arguments):
    return CliRunner().invoke(rasid, ["outlets", *map(str, arguments)])


def test_a_front_page_leads_to_an_article_a_draft_and_a_green_check(site, home) -> None:
    base = site.bases["barid_alrafidain"]
    result = outlets("new", f"{base}/", "--allow-private", "--id", "barid", "--country", "IQ", "--kind", "daily")
    assert (result.exception, result.stdout.splitlines()[0]) == (None, str(home / "outlets" / "barid.yaml"))
    assert f"{base}/feed/" in (home / "outlets" / "barid.yaml").read_text(encoding="utf-8")
    checked = outlets("check", "barid")
    assert (checked.exit_code, checked.stdout) == (0, "1 outlets checked, 0 problems\n")


def test_a_page_that_robots_txt_closes_makes_no_draft(site, home) -> None:
    result = outlets("new", f"{site.bases['barid_alrafidain']}/private/admin", "--allow-private", "--id", "barid")
    assert "was not fetched" in str(result.exception)
    assert "robots.txt disallows" in str(result.exception)
    assert not (home / "outlets").exists()


def test_a_saved_page_is_drafted_without_a_request(site, home) -> None:
    url = next(site.urls("sanabil"))
    page = home / "saved.html"
    page.write_bytes(site.respond("sanabil", url.removeprefix(site.bases["sanabil"])).body)
    site.switches["sanabil"].down = True
    try:
        assert outlets("new", page, "--id", "sanabil_saved").exit_code == 0
    finally:
        site.switches["sanabil"].down = False
    assert outlets("check", "sanabil_saved").exit_code == 0
    again = outlets("new", page, "--id", "sanabil_saved")
    assert "an outlet 'sanabil_saved' is there already; choose another --id" in str(again.exception)


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("gone.html", "neither an http(s) address nor a file"),
        ("nameless.html", "names no address of its own; give --url"),
    ],
)
def test_a_saved_page_that_is_missing_or_nameless_is_a_usage_error(home, monkeypatch, origin, words) -> None:
    monkeypatch.chdir(home)
    (home / "nameless.html").write_text("<html><body>x</body></html>")
    result = outlets("new", origin)
    assert (result.exit_code, words in result.stderr) == (2, True)
