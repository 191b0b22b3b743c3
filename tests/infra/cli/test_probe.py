"""`rasid outlets probe` on the demo's outlets: what is fetched, what each selector finds, and why nothing came."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from infra.claims import Claims
from infra.cli import rasid
from infra.config import load_settings
from infra.ledger import LeaseHeldError
from infra.sink import open_ledger


@pytest.fixture
def home(site, tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    site.write_definitions(tmp_path / "outlets", enabled=False)
    return tmp_path


def probe(*arguments):
    return CliRunner().invoke(rasid, ["outlets", "probe", *arguments])


def test_every_field_is_told_with_its_selector_and_what_the_article_has(site, home) -> None:
    result = probe("sanabil", "--json")
    told = json.loads(result.stdout)
    truth = site.truth(told["page"]["url"])
    assert (result.exit_code, told["article"], told["source"]["status"]) == (0, True, 200)
    assert told["announced"] >= 10
    fields = {field["name"]: field for field in told["fields"]}
    assert fields["byline"]["selector"] == ".story__byline"
    assert (fields["byline"]["found"], fields["headline"]["used"]) == (truth.byline, truth.headline)
    assert fields["headline"]["remark"] == "no selector; found by the general extractor"
    assert not list(home.glob("archive/*"))


def test_a_page_that_robots_txt_closes_is_not_fetched_and_the_reason_said(site, home) -> None:
    result = probe("barid_alrafidain", "--url", f"{site.bases['barid_alrafidain']}/private/admin")
    assert result.exit_code == 1
    assert "robots.txt disallows" in result.stdout
    assert "page      none" in result.stdout


def test_an_outlet_that_forbids_everything_is_reported_with_the_status(site, home) -> None:
    site.switches["maraya"].forbid = True
    try:
        result = probe("maraya")
    finally:
        site.switches["maraya"].forbid = False
    assert result.exit_code == 1
    assert "failed    feed" in result.stdout
    assert "status 403" in result.stdout


def test_an_outlet_that_is_being_crawled_is_left_alone(home) -> None:
    with Claims(open_ledger(load_settings()).engine, ["maraya"], 60):
        result = probe("maraya")
    assert isinstance(result.exception, LeaseHeldError)
    assert "maraya is claimed by" in str(result.exception)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nobody",), "'nobody' is not an outlet; `rasid outlets list` shows"),
        (("maraya", "--source", "9"), "so there is no --source 9"),
        (("maraya", "--url", "https://elsewhere.example/1"), "lies on none of the hosts of maraya"),
    ],
)
def test_what_cannot_be_probed_is_said_before_anything_is_asked(home, arguments, words) -> None:
    assert words in str(probe(*arguments).exception)
