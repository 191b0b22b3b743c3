"""`rasid health` as an operator calls it, on a site that breaks: told once, and once when it works again."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from lxml import etree

from infra.cli import rasid
from infra.demo import Switches, build_site, serve
from infra.sink import open_ledger
from tests.infra.notices.servers import hook_server
from tests.infra.watch.filled import settings_of, write_list

OUTLET = "barid_alrafidain"


def call(*arguments: str):
    return CliRunner().invoke(rasid, arguments)


def lines(*arguments: str):
    result = call(*arguments)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    monkeypatch.setenv("RASID_REVISIT_HOURS", "")
    return tmp_path


@pytest.mark.timeout(900)  # three crawls; a busy machine takes its time
def test_a_layout_that_breaks_is_told_once_with_page_and_selector_and_its_mending_once(home, monkeypatch) -> None:
    site = build_site(datetime.now(UTC), pages=150)
    with serve(site), hook_server() as hook:
        monkeypatch.setenv("RASID_NOTICE_WEBHOOK", hook.url)
        site.write_definitions(home / "outlets")
        write_list(settings_of(home), "all", f"outlet: {OUTLET}")
        for broken, pages in ((False, "10"), (True, "9"), (False, "12")):
            site.switches[OUTLET] = Switches(break_layout=broken)
            assert call("run", OUTLET, "--max-pages", pages, "--workers", "1").exit_code == 0
            if broken:  # looked at again, it is not told again
                assert call("health", OUTLET).exit_code == 1
                assert call("watch", "run").exit_code == 0
        told = [post.body for post in hook.posts]
    assert [body["state"] for body in told] == ["broken layout", "recovered"]
    assert told[0]["selector"].startswith("date: ")
    assert told[0]["url"].startswith(site.bases[OUTLET])
    assert call("archive", "cat", told[0]["url"]).exit_code == 0
    written = [json.loads(line) for line in (home / "notices.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["state"] for line in written] == ["broken layout", "recovered"]
    code, (now,) = lines("health", OUTLET, "--json")
    assert (code, now["state"], now["previous"]) == (0, "healthy", "healthy")
    assert now["run"]["http"]["200"] == now["run"]["captured"] > 0
    assert now["coverage"]["date"] < now["coverage"]["headline"] == 1.0
    assert now["articles"] >= 3
    feed = etree.fromstring((home / "feeds" / "all.atom").read_bytes())
    ids = [entry.findtext("{*}id") for entry in feed.findall("{*}entry")]
    found = json.loads(call("search", "", "--outlet", OUTLET, "--limit", "0", "--json").stdout)
    assert len(ids) == len(set(ids)) == found["total"] >= 12
    _, changes = lines("health", OUTLET, "--changes", "--json")
    assert [change["state"] for change in changes] == ["healthy", "broken layout", "recovered"]


def test_the_exit_status_says_that_a_source_needs_a_person(home) -> None:
    counts = dict.fromkeys(("discovered", "captured", "not_modified", "errors", "bytes"), 0)
    ledger = open_ledger(settings_of(home))
    ledger.add_run(
        outlet="ina",
        finished_at=datetime.now(UTC),
        finished="finished",
        refused={"robots.txt": 3},
        http={"403": 2},
        **counts,
    )
    ledger.engine.dispose()
    code, (found,) = lines("health", "ina", "--json")
    assert (code, found["state"]) == (1, "blocked")
    told = call("health", "ina", "--verbose").stdout
    assert "blocked" in told
    assert "answers: 403 2" in told
    assert "refused: robots.txt 3" in told


def test_an_outlet_that_was_never_crawled_has_never_worked(home) -> None:
    code, found = lines("health", "shafaq", "--json")
    assert (code, [item["state"] for item in found]) == (0, ["never worked"])
    assert call("health", "nobody").exit_code != 0
